//! Responses are read with tolerance: any property may be missing or null, whatever the document says, and any value
//! of an enum may be one that HeyGen adds tomorrow.
//!
//! Adding looks is not idempotent. To fail to read an answer to work that was done makes a user do it twice.

pub mod unions;

use serde_json::{Map, Value, json};

use crate::adapt::skipped::warning;
use crate::diagnostic::{Diagnostic, Result};
use crate::document::direction::Direction;
use crate::document::visit;

/// Keywords that reject a value. In a response they can only lose an answer.
const LIMITS: &[&str] = &[
    "required",
    "enum",
    "pattern",
    "format",
    "default",
    "not",
    "discriminator",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
];

/// How deep unions may be in unions; deeper, they are any value.
const ROUNDS: usize = 2;

/// Relaxes the schemas of all responses, and of the components that they reach.
pub fn lenient(mut document: Value) -> Result<(Value, Vec<Diagnostic>)> {
    let sides = Direction::of(&document);
    let binary = json!({ "type": "string", "format": "binary" });
    visit::schemas(&mut document, "", &mut |pointer, schema| {
        if sides.answers(pointer) && *schema != binary {
            relax(schema);
        }
        Ok(())
    })?;
    // What is taken from a component may hold a union itself: so far, and no further, for it may hold itself.
    let components = document["components"]["schemas"].clone();
    let mut warnings = Vec::new();
    for round in 0..=ROUNDS {
        visit::schemas(&mut document, "", &mut |pointer, schema| {
            if sides.answers(pointer) {
                let flat = unions::flatten(schema, if round < ROUNDS { Some(&components) } else { None });
                if !flat {
                    let what = "a union in unions is read as any JSON: it is nested too deep".to_owned();
                    warnings.push(warning(pointer, what));
                }
                nullable_properties(schema);
            }
            Ok(())
        })?;
    }
    Ok((document, warnings))
}

fn relax(schema: &mut Value) {
    let Value::Object(members) = schema else {
        // `false`, which in a response is one more thing that may come after all.
        *schema = json!({});
        return;
    };
    known_values(members);
    members.retain(|key, _| !LIMITS.contains(&key.as_str()));
    if members.get("additionalProperties") == Some(&json!(false)) {
        members.remove("additionalProperties");
    }
}

/// A string enum becomes a string whose description lists what is known today.
fn known_values(members: &mut Map<String, Value>) {
    let Some(Value::Array(values)) = members.get("enum").cloned() else { return };
    let known: Vec<String> =
        values.iter().filter(|value| !value.is_null()).map(|value| format!("`{}`", plain(value))).collect();
    if known.is_empty() {
        // `null` alone: nothing is known of what may come one day.
        members.remove("type");
        return;
    }
    if !members.contains_key("type") && !values.iter().all(Value::is_string) {
        return;
    }
    members.entry("type").or_insert(json!("string"));
    let text = members.get("description").and_then(Value::as_str).unwrap_or_default().trim();
    // A description that names them all says it better.
    let told = values.iter().all(|value| text.contains(&plain(value)));
    if !told {
        let gap = if text.is_empty() { "" } else { "\n\n" };
        let text = format!("{text}{gap}Known values: {}.", known.join(", "));
        members.insert("description".into(), json!(text));
    }
}

/// A value as text that can stand in a code span.
pub fn plain(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text.replace(['`', '\n', '\r'], " ")
}

fn nullable_properties(schema: &mut Value) {
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else { return };
    for property in properties.values_mut().filter_map(Value::as_object_mut) {
        if let Some(reference) = property.remove("$ref") {
            property.insert("allOf".into(), json!([{ "$ref": reference }]));
        }
        property.insert("nullable".into(), json!(true));
    }
}
