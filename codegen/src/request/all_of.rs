//! Merges `allOf` of plain objects in requests into one object.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::document::components;
use crate::document::visit::annotations;
use crate::keywords::{is_annotation, is_of_type};

type Schema = Map<String, Value>;

/// The object that an `allOf` of plain objects describes.
pub(super) fn merge(schema: &Value, components: &Value) -> Option<Schema> {
    let members = schema.as_object()?;
    members.get("allOf")?;
    let mut parts = Vec::new();
    // A single part is already a type: it is a reference with a description beside it.
    if !collect(schema, components, &mut BTreeSet::new(), &mut parts) || parts.len() < 2 {
        return None;
    }
    let mut merged = annotations(members);
    merged.insert("type".into(), "object".into());
    let mut properties = Map::new();
    let mut required: Vec<Value> = Vec::new();
    for part in parts {
        for (name, property) in part.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let property = match properties.get(name) {
                Some(present) => refine(present.clone(), property.clone()),
                None => property.clone(),
            };
            properties.insert(name.clone(), property);
        }
        for name in part.get("required").and_then(Value::as_array).into_iter().flatten() {
            if !required.contains(name) {
                required.push(name.clone());
            }
        }
        for key in ["additionalProperties", "minProperties", "maxProperties"] {
            if let Some(value) = part.get(key) {
                merged.insert(key.into(), value.clone());
            }
        }
    }
    if !properties.is_empty() {
        merged.insert("properties".into(), Value::Object(properties));
    }
    if !required.is_empty() {
        merged.insert("required".into(), Value::Array(required));
    }
    Some(merged)
}

/// Collects the plain objects that a schema is composed of. Returns false if it is composed of anything else.
fn collect(schema: &Value, components: &Value, seen: &mut BTreeSet<String>, parts: &mut Vec<Schema>) -> bool {
    let Some(members) = schema.as_object() else { return false };
    if members.contains_key("$ref") {
        let Some(name) = components::referenced(schema) else { return false };
        return seen.insert(name.to_owned()) && collect(&components[name], components, seen, parts);
    }
    if members.get("type").is_some_and(|of| of != "object")
        || !members.keys().all(|key| {
            matches!(key.as_str(), "type" | "allOf" | "discriminator")
                || is_of_type(key, "object")
                || is_annotation(key)
        })
    {
        return false;
    }
    for part in members.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        if !collect(part, components, seen, parts) {
            return false;
        }
    }
    if members.keys().any(|key| is_of_type(key, "object")) {
        parts.push(members.clone());
    }
    true
}

/// Merges a property that two parts have. A scalar gets the keywords of both. Otherwise, the later one replaces the
/// earlier.
fn refine(earlier: Value, later: Value) -> Value {
    let scalar = |schema: &Value| matches!(schema["type"].as_str(), Some("string" | "integer" | "number" | "boolean"));
    match (earlier, later) {
        (Value::Object(mut both), Value::Object(later))
            if both.get("type") == later.get("type") && scalar(&Value::Object(later.clone())) =>
        {
            both.extend(later);
            Value::Object(both)
        }
        (_, later) => later,
    }
}
