//! Lowers the keywords of objects.

use serde_json::{Map, Value, json};

use super::{Place, Schema};
use crate::diagnostic::Diagnostic;
use crate::document::pointer::join;
use crate::document::resolve;
use crate::keywords::is_composition;

/// `unevaluatedProperties: false` is dropped: a struct sends no other properties, and ignores them in a response. A
/// schema becomes `additionalProperties`, unless it is beside a `$ref` or a composition. There it is dropped, with a
/// warning in a request.
pub(super) fn unevaluated_properties(schema: &mut Schema, place: &mut Place<'_>) {
    match schema.remove("unevaluatedProperties") {
        None | Some(Value::Bool(false)) => {}
        Some(rest) if !schema.contains_key("$ref") && !schema.keys().any(|key| is_composition(key)) => {
            schema.entry("additionalProperties").or_insert(rest);
        }
        Some(_) if place.is_response => {}
        Some(_) => {
            let message = "properties that only `unevaluatedProperties` allows cannot be sent";
            place.warnings.push(Diagnostic::warning(join(place.pointer, "unevaluatedProperties"), message));
        }
    }
}

/// `propertyNames` is dropped in a response, or if it only requires strings. In a request, an `enum` of names becomes
/// properties. Anything else is unchecked.
pub(super) fn property_names(schema: &mut Schema, place: &mut Place<'_>) {
    let Some(mut names) = schema.remove("propertyNames") else { return };
    if names["$ref"].is_string() {
        names = resolve::follow(place.document, &names).unwrap_or_default();
    }
    if place.is_response || names == json!({}) || names == json!({ "type": "string" }) {
        return;
    }
    let (Some(names), false) = (names["enum"].as_array(), schema.contains_key("properties")) else {
        return place.unchecked("propertyNames");
    };
    let value = schema.insert("additionalProperties".into(), json!(false)).unwrap_or_else(|| json!({}));
    if value != json!(false) {
        let properties: Map<String, Value> =
            names.iter().filter_map(Value::as_str).map(|name| (name.to_owned(), value.clone())).collect();
        schema.insert("properties".into(), Value::Object(properties));
    }
}

/// `patternProperties` becomes `additionalProperties`: its only schema, or any value if there are several. The names
/// are unchecked.
pub(super) fn pattern_properties(schema: &mut Schema, place: &mut Place<'_>) {
    const EVERY_NAME: &[&str] = &["", ".*", ".+", "^.*$", "^.+$", "^", "^.*"];
    let Some(Value::Object(patterns)) = schema.remove("patternProperties") else { return };
    let every_name = patterns.keys().all(|pattern| EVERY_NAME.contains(&pattern.as_str()));
    let mut schemas: Vec<Value> = patterns.into_iter().map(|(_, schema)| schema).collect();
    schemas.dedup();
    let has_others = schema.get("additionalProperties").is_some_and(|others| *others != json!(false));
    let value = match schemas.as_slice() {
        [] => return,
        [only] if !has_others => only.clone(),
        _ => json!({}),
    };
    if !every_name || value == json!({}) {
        place.unchecked("patternProperties");
    }
    schema.insert("additionalProperties".into(), value);
}
