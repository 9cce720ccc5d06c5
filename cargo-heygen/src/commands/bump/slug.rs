//! The names of documents in openapi/.

use anyhow::{Result, bail};
use heck::ToKebabCase;
use serde_json::Value;

use crate::openapi::{State, operations, state};

/// The name for a document: the given one, the name of its earlier version in openapi/, or a new one.
pub fn slug(state: &State, document: &Value, given: Option<&str>) -> Result<String> {
    if let Some(given) = given {
        if given.is_empty() || !given.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
            bail!("--slug {given}: use lower-case letters, digits and `-` only, as in the page's URL");
        }
        return Ok(given.to_owned());
    }
    let keys = keys(document);
    for (slug, other) in documents(state)? {
        if self::keys(&other) == keys && other["info"]["title"] == document["info"]["title"] {
            return Ok(slug.to_owned());
        }
    }
    let own = match operations(document).collect::<Vec<_>>().as_slice() {
        [one] => one.value["operationId"].as_str(),
        _ => None,
    };
    let slug = match own {
        Some(id) => id.to_kebab_case(),
        // Lower case first: `HeyGen` is one word.
        None => document["info"]["title"].as_str().unwrap_or_default().to_ascii_lowercase().to_kebab_case(),
    };
    let slug: String = slug.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    if slug.is_empty() {
        bail!("the document has neither an `operationId` nor an `info.title` to name the file after: use --slug");
    }
    Ok(slug)
}

/// Rejects a document that has an operation of another document.
pub fn reject_conflicts(state: &State, document: &Value, slug: &str) -> Result<()> {
    for (other, value) in documents(state)?.into_iter().filter(|(other, _)| *other != slug) {
        let theirs = keys(&value);
        if let Some(operation) = operations(document).find(|one| theirs.contains(&one.key())) {
            let name = operation.name();
            bail!(
                "{name} is already in openapi/{other}.json: use --slug {other} to replace that document, or --operation to \
                 take other operations"
            );
        }
    }
    Ok(())
}

fn documents(state: &State) -> Result<Vec<(&str, Value)>> {
    state.sources.iter().map(|source| Ok((state::slug(&source.file), source.published()?))).collect()
}

fn keys(document: &Value) -> Vec<(String, &str)> {
    let mut keys: Vec<_> = operations(document).map(|one| one.key()).collect();
    keys.sort();
    keys
}
