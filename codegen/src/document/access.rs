//! Applies `readOnly` and `writeOnly`: a request may leave out what only HeyGen sets, and a response does not have what
//! only callers set.

use std::collections::BTreeSet;

use serde_json::Value;

use super::direction::Direction;
use super::{components, visit};

/// Makes properties of requests that are `readOnly` optional, and removes those of responses that are `writeOnly`.
pub(crate) fn apply_access(document: &mut Value, direction: &Direction) {
    let original = document.clone();
    let all = &original["components"]["schemas"];
    visit::schemas(document, "", &mut |pointer, schema| {
        if ["properties", "required", "allOf"].iter().all(|key| schema.get(*key).is_none()) {
            return;
        }
        let response = direction.is_response(pointer);
        let mut names = BTreeSet::new();
        let keyword = if response { "writeOnly" } else { "readOnly" };
        let Some(whole) = original.pointer(pointer) else { return };
        collect_names(whole, all, keyword, &mut BTreeSet::new(), &mut names);
        if response && let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
            properties.retain(|name, _| !names.contains(name));
        }
        remove_required(schema, &names);
    });
}

/// Makes these properties optional in a schema and in its parts.
fn remove_required(schema: &mut Value, names: &BTreeSet<String>) {
    if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|name| !name.as_str().is_some_and(|name| names.contains(name)));
    }
    for part in schema.get_mut("allOf").and_then(Value::as_array_mut).into_iter().flatten() {
        remove_required(part, names);
    }
}

/// Collects the properties with this keyword, of a schema and of those that it is composed of. A tag or another
/// constant is not one: it tells types apart.
fn collect_names<'v>(
    schema: &'v Value,
    all: &'v Value,
    keyword: &str,
    seen: &mut BTreeSet<&'v str>,
    names: &mut BTreeSet<String>,
) {
    if let Some(name) = components::referenced(schema) {
        if seen.insert(name) {
            collect_names(&all[name], all, keyword, seen, names);
        }
        return;
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let followed = components::follow(property, all);
        let is_constant = ["const", "enum"].iter().any(|key| followed.get(*key).is_some());
        let is_tag = schema["discriminator"]["propertyName"] == name.as_str();
        if (property[keyword] == true || followed[keyword] == true) && !is_constant && !is_tag {
            names.insert(name.clone());
        }
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        collect_names(part, all, keyword, seen, names);
    }
}
