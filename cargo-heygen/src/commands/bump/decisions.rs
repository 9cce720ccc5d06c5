//! What a person has to decide first about a bump.

use std::collections::BTreeMap;

use reqwest::Url;
use serde_json::Value;

use crate::commands::diff::{Difference, REMOVED, has_method, of_file, operation_of};
use crate::openapi::corrections::Corrected;
use crate::openapi::{has_same_value, operations, server_url, state};
use crate::output::markdown::{code, inline};

/// The origin of the default base URL, which gets the API key in any case.
const HEYGEN: &str = "https://api.heygen.com";

/// What to decide first about the bumped documents, as items of a checklist: new origins, operations without a method or removed by
/// HeyGen, and components that several pages share.
pub fn first_items(difference: &Difference, bumped: &[String]) -> Vec<String> {
    let (before, after) = &difference.corrected;
    let known = origins(before);
    let new = origins(after).into_iter().filter(|(origin, _)| origin != HEYGEN && !known.contains_key(origin));
    let mut items: Vec<String> = new
        .map(|(origin, file)| {
            format!(
                "{}: the client would send the API key to a new origin, {}. Confirm that it is HeyGen's, or correct `servers` with an \
                 overlay action.",
                code(file),
                code(&origin)
            )
        })
        .collect();
    let (client_before, client_after) = &difference.clients;
    let is_bumped = |one: &Corrected| bumped.iter().any(|slug| state::slug(&one.source.file) == slug);
    for (one, client) in after.iter().flat_map(|one| client_after.iter().map(move |client| (one, client))) {
        let operations =
            operations(&one.document).filter(|operation| is_bumped(one) || has_method(client_before, operation));
        items.extend(operations.filter(|operation| !has_method(client_after, operation)).map(|operation| {
            let name = operation.name();
            let reason = client.warnings.iter().find(|one| one.message.starts_with(&format!("{name} ")));
            let reason = reason.map_or_else(|| format!("{name} is not in the client"), |one| one.message.clone());
            format!(
                "{}: {}. Correct the document with an overlay action, or remove the operation with one.",
                code(&one.source.file),
                inline(&reason)
            )
        }));
    }
    for change in difference.changes.iter().filter(|change| change.what == REMOVED) {
        if let Some(operation) = operation_of(change, before).filter(|operation| has_method(client_before, operation)) {
            let what = "had a method; HeyGen's document no longer has this operation";
            items.push(format!("{}: {} {what}.", code(&change.file), inline(&operation.label())));
        }
    }
    for (one, other) in after.iter().flat_map(|one| after.iter().map(move |other| (one, other))) {
        if is_bumped(one) && !is_bumped(other) {
            let was = of_file(before, &one.source.file);
            items.extend(split_components(was, one, other).map(|name| {
                format!(
                    "{}: {} is also in {}, but differs there: bump that page as well, or the client has a type for each.",
                    code(&one.source.file),
                    code(name),
                    code(&other.source.file)
                )
            }));
        }
    }
    items
}

/// The schemas that a bumped document no longer has in common with another one.
fn split_components<'a>(
    was: Option<&'a Corrected>,
    now: &'a Corrected,
    other: &'a Corrected,
) -> impl Iterator<Item = &'a str> {
    let schemas = |one: &'a Corrected| one.published.pointer("/components/schemas").and_then(Value::as_object);
    schemas(other).into_iter().flatten().filter_map(move |(name, schema)| {
        let is_same = |one| schemas(one)?.get(name).map(|present| has_same_value(present, schema));
        (is_same(now) == Some(false) && was.is_none_or(|was| is_same(was) == Some(true))).then_some(name.as_str())
    })
}

/// The origins of all servers, each with the first document that names it. The client sends the API key to each of them.
fn origins(corrected: &[Corrected]) -> BTreeMap<String, &str> {
    let mut found = BTreeMap::new();
    for one in corrected {
        let own = operations(&one.document).flat_map(|one| [one.value.get("servers"), one.item.get("servers")]);
        let urls = own.chain([one.document.get("servers")]).flatten().filter_map(server_url);
        for url in urls.filter_map(|url| Url::parse(&url).ok()) {
            found.entry(url.origin().ascii_serialization()).or_insert(one.source.file.as_str());
        }
    }
    found
}
