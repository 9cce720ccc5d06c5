//! Applies `readOnly` and `writeOnly`: a request may leave out what only HeyGen sets, and a response does not have what
//! only callers set.

use std::collections::BTreeSet;

use serde_json::Value;

use super::direction::Direction;
use super::{components, visit};

/// Makes properties of requests that are `readOnly` optional, and removes those of responses that are `writeOnly`.
pub(crate) fn apply_access(document: &mut Value, direction: &Direction) {
    let all = document["components"]["schemas"].clone();
    visit::schemas(document, "", &mut |pointer, schema| {
        if direction.is_response(pointer) {
            if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
                properties.retain(|_, property| !has_access(property, "writeOnly", &all));
            }
        } else if ["required", "allOf"].iter().any(|key| schema.get(*key).is_some()) {
            let (parts, _) = components::plain_parts(schema, &all);
            let properties = parts.iter().filter_map(|part| part.get("properties")?.as_object()).flatten();
            let names = properties.filter(|(_, property)| has_access(property, "readOnly", &all)).map(|(name, _)| name);
            remove_required(schema, &names.collect());
        }
    });
}

/// Whether a property has this keyword. A constant has not: it tells types apart.
fn has_access(property: &Value, keyword: &str, all: &Value) -> bool {
    let followed = components::follow(property, all);
    let is_constant = ["const", "enum"].iter().any(|key| followed.get(*key).is_some());
    (property[keyword] == true || followed[keyword] == true) && !is_constant
}

/// Makes these properties optional in a schema and in its parts.
fn remove_required(schema: &mut Value, names: &BTreeSet<&String>) {
    if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|required| !names.iter().any(|name| required == name.as_str()));
    }
    for part in schema.get_mut("allOf").and_then(Value::as_array_mut).into_iter().flatten() {
        remove_required(part, names);
    }
}
