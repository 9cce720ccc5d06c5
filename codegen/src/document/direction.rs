//! The direction in which a schema travels: a request is written strictly, a response is read leniently.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{components, operations, operations_mut, visit};
use crate::identifier::{PRELUDE, type_name};

/// Which components are part of responses.
pub(crate) struct Direction {
    responses: BTreeSet<String>,
}

impl Direction {
    /// The directions of a document after [`split`].
    pub(crate) fn of(document: &Value) -> Self {
        Self { responses: reached(document, true) }
    }

    /// Whether the schema at this pointer is part of a response.
    pub(crate) fn is_response(&self, pointer: &str) -> bool {
        match components::containing(pointer) {
            Some(name) => self.responses.contains(&name),
            None => pointer.contains("/responses/"),
        }
    }
}

/// Gives every component one direction and a Rust name of its own, and removes those that no operation needs. A component of
/// both directions becomes two: the request's is called `NAMEInput`.
pub(crate) fn split(document: &mut Value) {
    let (in_requests, in_responses) = (reached(document, false), reached(document, true));
    let schemas = components::take(document);
    let mut taken = BTreeSet::new();
    let mut unique = |mut name: String| {
        if name.is_empty() {
            name.push_str("Schema");
        }
        if PRELUDE.contains(&name.as_str()) {
            name.push_str("Value");
        }
        while !taken.insert(name.clone()) {
            name.push('2');
        }
        name
    };
    let mut response_names = BTreeMap::new();
    let mut request_names = BTreeMap::new();
    for name in schemas.keys() {
        let base = type_name(name);
        if in_responses.contains(name) {
            response_names.insert(name.clone(), unique(base.clone()));
        }
        if in_requests.contains(name) {
            let suffix = if in_responses.contains(name) { "Input" } else { "" };
            request_names.insert(name.clone(), unique(format!("{base}{suffix}")));
        }
    }
    let mut renamed = Map::new();
    for (names, response) in [(&response_names, true), (&request_names, false)] {
        for (old, new) in names {
            let mut schema = schemas.get(old).cloned().unwrap_or_default();
            visit::references(&mut schema, &mut |reference| rename(reference, names));
            renamed.insert(new.clone(), schema);
        }
        for (_, operation) in operations_mut(document) {
            for (key, part) in operation.as_object_mut().into_iter().flatten() {
                if is_of(key, response) {
                    visit::references(part, &mut |reference| rename(reference, names));
                }
            }
        }
    }
    document["components"] = json!({ "schemas": renamed });
}

/// Whether a member of an operation is part of its responses, or else of its request.
fn is_of(member: &str, response: bool) -> bool {
    (member == "responses") == response
}

fn rename(reference: &mut String, names: &BTreeMap<String, String>) {
    if let Some(new) = components::name_in(reference).and_then(|old| names.get(old)) {
        *reference = components::reference(new);
    }
}

/// The components that the requests or the responses of all operations need.
fn reached(document: &Value, response: bool) -> BTreeSet<String> {
    let members = operations(document).flat_map(|operation| operation.value.as_object().into_iter().flatten());
    let used = members.filter(|(key, _)| is_of(key, response)).flat_map(|(_, part)| components::used_by(part));
    components::reachable(document, used.collect())
}
