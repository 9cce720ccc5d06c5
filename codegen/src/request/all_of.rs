//! Merges `allOf` in requests into one schema. typify would merge its parts too, but does not end if they are recursive.

use serde_json::{Map, Value};

use crate::document::components;
use crate::document::visit::annotations;
use crate::keywords::{has_only_annotations, is_of_type};

type Schema = Map<String, Value>;

/// The schema that an `allOf` describes. `None` if a part is a union, or if parts have different types.
pub(super) fn merge_parts(schema: &Value, components: &Value) -> Option<Schema> {
    let members = schema.as_object().filter(|members| members.contains_key("allOf"))?;
    let (mut parts, is_plain) = components::plain_parts(schema, components);
    parts.retain(|part| part.keys().any(|key| key != "type") || part.get("type").is_some_and(|of| of != "object"));
    // A reference with a description beside it is already a type.
    let is_reference = parts.len() == 1 && components::referenced(components::only_part(schema)).is_some();
    if !is_plain || parts.is_empty() || is_reference {
        return None;
    }
    let mut merged = annotations(members);
    for part in parts {
        add_part(&mut merged, part)?;
    }
    if merged.keys().any(|key| is_of_type(key, "object")) {
        merged.entry("type").or_insert("object".into());
    }
    Some(merged)
}

/// Adds a part. Its keywords replace those of earlier parts, but properties and required names are those of all parts.
/// `None` if it has another type.
fn add_part(merged: &mut Schema, part: Schema) -> Option<()> {
    for (key, value) in part {
        match (key.as_str(), merged.get_mut(&key), value) {
            ("properties", Some(Value::Object(merged)), Value::Object(properties)) => {
                properties.into_iter().for_each(|(name, property)| add_property(merged, name, property));
            }
            ("required", Some(Value::Array(merged)), Value::Array(names)) => {
                let new: Vec<Value> = names.into_iter().filter(|name| !merged.contains(name)).collect();
                merged.extend(new);
            }
            ("type", Some(present), value) => *present = common_type(present, &value)?,
            (_, _, value) => drop(merged.insert(key, value)),
        }
    }
    Some(())
}

/// Adds a property. A scalar has the keywords of all parts, and any value adds only its annotations.
fn add_property(properties: &mut Schema, name: String, property: Value) {
    let Some(Value::Object(present)) = properties.get_mut(&name) else {
        properties.insert(name, property);
        return;
    };
    let is_scalar = matches!(property["type"].as_str(), Some("string" | "integer" | "number" | "boolean"));
    let of = present.get("type").and_then(|of| common_type(of, &property["type"])).filter(|_| is_scalar);
    match property {
        Value::Object(property) if of.is_some() || has_only_annotations(&property) => {
            present.extend(property);
            of.map(|of| present.insert("type".into(), of));
        }
        property => drop(properties.insert(name, property)),
    }
}

/// The type of the values that have both types.
fn common_type(one: &Value, other: &Value) -> Option<Value> {
    let is_number = |of: &Value| of == "integer" || of == "number";
    let integer = (is_number(one) && is_number(other)).then(|| "integer".into());
    if one == other { Some(one.clone()) } else { integer }
}
