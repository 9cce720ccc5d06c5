//! Tells the schemas of requests, which are written strictly, from those of responses, which are read leniently.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{components, operations, operations_mut, visit};
use crate::identifier::type_name;

/// Endings of names that mark a request.
const REQUEST_ENDINGS: &[&str] = &["Request", "Input", "Params", "Body"];

/// Which components are part of responses.
pub(crate) struct Direction {
    responses: BTreeSet<String>,
}

impl Direction {
    /// The directions of a document after [`split_directions`].
    pub(crate) fn of(document: &Value) -> Self {
        Self { responses: reached_components(document, true) }
    }

    /// Whether a component is part of responses. Any other is part of requests.
    pub(crate) fn has_response(&self, component: &str) -> bool {
        self.responses.contains(component)
    }

    /// Whether the schema at this pointer is part of a response.
    pub(crate) fn is_response(&self, pointer: &str) -> bool {
        match components::containing(pointer) {
            Some(name) => self.responses.contains(&name),
            // `/paths/PATH/METHOD/responses/...`: a property may be called `responses` too.
            None => pointer.split('/').nth(4) == Some("responses"),
        }
    }
}

/// The name of a component in a direction. A component of requests is called `NAMEInput`, unless its name already
/// marks a request. In that case, the component of responses is called `NAMEOutput`.
///
/// The name depends on nothing else, so that a type keeps its name when a page is added.
fn name_of(component: &str, response: bool) -> String {
    let name = type_name(component);
    let is_request = REQUEST_ENDINGS.iter().any(|ending| name.ends_with(ending));
    match (is_request, response) {
        // `Self_` and `Input` are `SelfInput`.
        (true, true) => type_name(&(name + "Output")),
        (false, false) => type_name(&(name + "Input")),
        _ => name,
    }
}

/// Gives every component one direction and a unique Rust name, and removes those that no operation uses. A component
/// of both directions becomes two.
pub(crate) fn split_directions(document: &mut Value) {
    complete_mappings(document);
    let reached = [true, false].map(|response| (response, reached_components(document, response)));
    let schemas = components::take_schemas(document);
    let mut taken = BTreeSet::new();
    let mut renamed = Map::new();
    for (response, reached) in &reached {
        let mut names = BTreeMap::new();
        for component in reached {
            let mut name = name_of(component, *response);
            while !taken.insert(name.clone()) {
                name.push('2');
            }
            names.insert(component.clone(), name);
        }
        for (old, new) in &names {
            let mut schema = schemas.get(old).cloned().unwrap_or_default();
            rename_references(&mut schema, &names);
            renamed.insert(new.clone(), schema);
        }
        for (_, operation) in operations_mut(document) {
            for (key, part) in operation.as_object_mut().into_iter().flatten() {
                if is_of(key, *response) {
                    rename_references(part, &names);
                }
            }
        }
    }
    document["components"] = json!({ "schemas": renamed });
}

/// Completes the mapping of every discriminator. A branch without an entry has the name of its component as its tag,
/// and [`split_directions`] renames the component.
fn complete_mappings(document: &mut Value) {
    visit::schemas(document, "", &mut |_, schema| {
        let branches = schema.as_object().into_iter().flat_map(visit::parts_of);
        let branches: Vec<String> = branches.filter_map(components::referenced).map(str::to_owned).collect();
        let Some(Value::Object(discriminator)) = schema.get_mut("discriminator") else { return };
        let mapping = discriminator.entry("mapping").or_insert_with(|| json!({}));
        let Some(mapping) = mapping.as_object_mut() else { return };
        for target in mapping.values_mut() {
            if let Some(name) = target.as_str().filter(|target| !target.contains('/')) {
                *target = json!(components::reference(name));
            }
        }
        for name in branches {
            let reference = json!(components::reference(&name));
            if !mapping.values().any(|target| *target == reference) {
                mapping.entry(name).or_insert(reference);
            }
        }
    });
}

/// Whether a member of an operation is part of its responses, or else of its request.
fn is_of(member: &str, response: bool) -> bool {
    (member == "responses") == response
}

fn rename_references(part: &mut Value, names: &BTreeMap<String, String>) {
    let mut rename = |reference: &mut String| {
        if let Some(new) = components::name_in(reference).and_then(|old| names.get(old)) {
            *reference = components::reference(new);
        }
    };
    visit::references(part, &mut rename);
}

/// The components that the requests or the responses of all operations need.
fn reached_components(document: &Value, response: bool) -> BTreeSet<String> {
    let members = operations(document).flat_map(|operation| operation.value.as_object().into_iter().flatten());
    let used = members.filter(|(key, _)| is_of(key, response)).flat_map(|(_, part)| components::used_by(part));
    components::reachable(document, used.collect())
}
