//! Merges `allOf` in requests into one schema. typify would merge its parts too, but does not end if they are recursive.

use serde_json::{Map, Value};

use crate::document::components;
use crate::document::visit::annotations;
use crate::keywords::is_of_type;

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

/// Adds a part. Its keywords replace those of earlier parts, but properties and required names are those of all parts,
/// and a scalar property has the keywords of all. `None` if it has another type.
fn add_part(merged: &mut Schema, part: Schema) -> Option<()> {
    for (key, value) in part {
        match (key.as_str(), merged.get_mut(&key), value) {
            ("properties", Some(Value::Object(merged)), Value::Object(properties)) => {
                for (name, property) in properties {
                    match (merged.get_mut(&name), property) {
                        (Some(Value::Object(present)), Value::Object(property))
                            if is_same_scalar(present, &property) =>
                        {
                            present.extend(property);
                        }
                        (_, property) => drop(merged.insert(name, property)),
                    }
                }
            }
            ("required", Some(Value::Array(merged)), Value::Array(names)) => {
                let new: Vec<Value> = names.into_iter().filter(|name| !merged.contains(name)).collect();
                merged.extend(new);
            }
            ("type", Some(present), value) if *present != value => return None,
            (_, _, value) => drop(merged.insert(key, value)),
        }
    }
    Some(())
}

fn is_same_scalar(one: &Schema, other: &Schema) -> bool {
    let of = one.get("type").and_then(Value::as_str);
    matches!(of, Some("string" | "integer" | "number" | "boolean")) && one.get("type") == other.get("type")
}
