//! Keywords of objects.

use serde_json::{Map, Value, json};

use super::{Place, Schema};
use crate::diagnostic::Result;
use crate::document::{resolve, visit};

/// `unevaluatedProperties: false` is dropped: a struct writes no other properties, and ignores them when it is read. A schema
/// becomes `additionalProperties`, where the schema is not composed of others; elsewhere it is dropped in a response, and an error
/// in a request.
pub(super) fn unevaluated_properties(schema: &mut Schema, place: &Place<'_>) -> Result<()> {
    match schema.remove("unevaluatedProperties") {
        None | Some(Value::Bool(false)) => Ok(()),
        Some(rest)
            if !schema.contains_key("$ref") && visit::COMPOSITION.iter().all(|key| !schema.contains_key(*key)) =>
        {
            schema.entry("additionalProperties").or_insert(rest);
            Ok(())
        }
        Some(_) => place.ensure_response("unevaluatedProperties"),
    }
}

/// `propertyNames` is dropped in a response, and where it only says that a name is a string. In a request, an `enum` of names
/// becomes properties; anything else is an error.
pub(super) fn property_names(schema: &mut Schema, place: &Place<'_>) -> Result<()> {
    let Some(mut names) = schema.remove("propertyNames") else { return Ok(()) };
    if names["$ref"].is_string() {
        names = resolve::follow(place.document, &names).unwrap_or_default();
    }
    if place.is_response || names == json!({}) || names == json!({ "type": "string" }) {
        return Ok(());
    }
    let (Some(names), false) = (names["enum"].as_array(), schema.contains_key("properties")) else {
        return place.ensure_response("propertyNames");
    };
    let value = schema.insert("additionalProperties".into(), json!(false)).unwrap_or_else(|| json!({}));
    if value != json!(false) {
        let properties: Map<String, Value> =
            names.iter().filter_map(Value::as_str).map(|name| (name.to_owned(), value.clone())).collect();
        schema.insert("properties".into(), Value::Object(properties));
    }
    Ok(())
}

/// `patternProperties` becomes `additionalProperties`, where there is one schema for all names. In a response, one for some
/// names does too, and several become any value. An error in a request.
pub(super) fn pattern_properties(schema: &mut Schema, place: &Place<'_>) -> Result<()> {
    const EVERY_NAME: &[&str] = &["", ".*", ".+", "^.*$", "^.+$", "^", "^.*"];
    let Some(Value::Object(patterns)) = schema.remove("patternProperties") else { return Ok(()) };
    let every_name = patterns.keys().all(|pattern| EVERY_NAME.contains(&pattern.as_str()));
    let mut schemas: Vec<Value> = patterns.into_iter().map(|(_, schema)| schema).collect();
    schemas.dedup();
    let has_others = schema.get("additionalProperties").is_some_and(|others| *others != json!(false));
    match schemas.as_slice() {
        [] => return Ok(()),
        [only] if !has_others && (place.is_response || every_name) => {
            schema.insert("additionalProperties".into(), only.clone());
            return Ok(());
        }
        _ => {}
    }
    place.ensure_response("patternProperties")?;
    schema.insert("additionalProperties".into(), json!({}));
    Ok(())
}
