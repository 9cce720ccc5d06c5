//! The names of documents in openapi/: which document a page replaces, or the name of a new one.

use anyhow::{Result, bail};
use heck::ToKebabCase;
use serde_json::Value;

use super::table::Row;
use crate::openapi::{Operation, State, operations, state};

/// The name for a document: the given one, that of the document that it replaces, or a new one. A document is replaced if
/// it came from the same URL, or if it has an operation of the new one.
pub fn choose_slug(
    state: &State,
    rows: &[Row],
    document: &Value,
    given: Option<&str>,
    url: Option<&str>,
) -> Result<String> {
    let mut overlapping = Vec::new();
    for source in &state.sources {
        let other = source.published()?;
        if let Some(operation) = operations(document).find(|one| has_operation(&other, one)) {
            overlapping.push((state::slug(&source.file), operation.name(), operations(&other).count()));
        }
    }
    if let Some(given) = given {
        if given.is_empty() || !given.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
            bail!("--slug {given}: use lower-case letters, digits and `-` only, as in the page's URL");
        }
        if let Some((other, name, _)) = overlapping.iter().find(|(other, ..)| *other != given) {
            bail!(
                "{name} is already in openapi/{other}.json: use --slug {other} to replace that document, or --operation to \
                 take other operations"
            );
        }
        return Ok(given.to_owned());
    }
    let same_url = |row: &&Row| url.is_some_and(|url| row.url.as_deref().is_some_and(|known| is_same_url(known, url)));
    let known = rows.iter().find(same_url).map(|row| row.slug.as_str()).filter(|slug| state.document(slug).is_some());
    match overlapping.as_slice() {
        [] => Ok(known.map_or_else(|| new_slug(state, document, url), str::to_owned)),
        [(slug, name, count)] => {
            if *count > 1 && operations(document).count() == 1 && known != Some(*slug) {
                bail!(
                    "{name} is already in openapi/{slug}.json, which has {} more operations: use --slug {slug} to replace \
                     all of them",
                    count - 1
                );
            }
            Ok((*slug).to_owned())
        }
        [(one, name, _), (other, other_name, _), ..] => bail!(
            "{name} is already in openapi/{one}.json, and {other_name} in openapi/{other}.json: delete one of these files, \
             or use --operation to take other operations"
        ),
    }
}

/// Whether two URLs are the same page of HeyGen's reference, as HTML or as Markdown.
pub fn is_same_url(one: &str, other: &str) -> bool {
    let page = |url: &str| url.trim_end_matches('/').trim_end_matches(".md").to_owned();
    page(one) == page(other)
}

/// Whether a document has an operation, or one with the same `operationId`.
pub fn has_operation(document: &Value, wanted: &Operation<'_>) -> bool {
    let id = wanted.value["operationId"].as_str();
    operations(document).any(|one| one.key() == wanted.key() || id.is_some() && one.value["operationId"].as_str() == id)
}

/// A name that no document has yet: the `operationId`, method and path of a single operation, `info.title`, or the end of the URL.
fn new_slug(state: &State, document: &Value, url: Option<&str>) -> String {
    let kebab = |text: &str| -> String {
        text.to_kebab_case().chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect()
    };
    let mut names = match operations(document).collect::<Vec<_>>().as_slice() {
        [one] => vec![kebab(one.value["operationId"].as_str().unwrap_or_default()), kebab(&one.name())],
        // Lower case first: `HeyGen` is one word.
        _ => vec![kebab(&document["info"]["title"].as_str().unwrap_or_default().to_ascii_lowercase())],
    };
    names.extend(url.and_then(|url| url.trim_end_matches('/').rsplit('/').next()?.split('.').next()).map(kebab));
    names.retain(|name| !name.is_empty());
    let first = names.first().cloned().unwrap_or_else(|| "document".to_owned());
    names.extend((2..=state.sources.len() + 2).map(|number| format!("{first}-{number}")));
    names.into_iter().find(|name| state.document(name).is_none()).unwrap_or(first)
}
