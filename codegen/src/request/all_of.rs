//! Merges `allOf` in requests into one schema. typify would merge its parts too, but does not end if they are recursive.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::document::components;
use crate::document::visit::annotations;

type Schema = Map<String, Value>;

/// The schema that an `allOf` describes. `None` if a part is a union, or if parts have different types.
pub(super) fn merge_parts(schema: &Value, components: &Value) -> Option<Schema> {
    let members = schema.as_object().filter(|members| members.contains_key("allOf"))?;
    let mut parts = Vec::new();
    let is_plain = components::collect_parts(schema, components, &mut BTreeSet::new(), &mut parts);
    parts.retain(|part| part.keys().any(|key| key != "type") || part.get("type").is_some_and(|of| of != "object"));
    // A single part is already a type: it is a reference with a description beside it.
    if !is_plain || parts.len() < 2 {
        return None;
    }
    let mut merged = annotations(members);
    for part in parts {
        add_part(&mut merged, part)?;
    }
    merged.entry("type").or_insert("object".into());
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
