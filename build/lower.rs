//! OpenAPI 3.1 to 3.0.3, which is all that progenitor reads.
//!
//! What 3.0 says in another way is rewritten, what only annotates is dropped, and what would change the wire
//! format is refused with its JSON pointer.

use serde_json::{Map, Value, json};

use super::problem::{Problem, Result, Stage};
use super::walk::{self, join};

/// 3.1 keywords of a schema that 3.0 lacks and that say nothing about what goes over the wire.
const ANNOTATIONS: &[&str] =
    &["$comment", "$schema", "$id", "$anchor", "examples", "contentMediaType", "contentEncoding"];

/// 3.1 keywords of a schema that 3.0 cannot express.
const BEYOND: &[&str] = &[
    "$defs",
    "$dynamicAnchor",
    "$dynamicRef",
    "contains",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "if",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// Lowers a merged document.
pub fn lower(mut document: Value) -> Result<Value> {
    match document.get("openapi").and_then(Value::as_str) {
        Some(version) if version.starts_with("3.0.") || version.starts_with("3.1.") => {}
        other => {
            let what = format!("`openapi` is {other:?}, and this pipeline reads 3.0.x and 3.1.x");
            return Err(Problem::new(Stage::Lowering, "/openapi", what, "teach build/lower.rs the new version"));
        }
    }
    document["openapi"] = json!("3.0.3");
    if document.get("webhooks").is_some() {
        return Err(refuse("/webhooks", "webhooks"));
    }
    walk::schemas(&mut document, "", &mut |pointer, node| match node {
        Value::Object(schema) => keywords(pointer, schema),
        _ => Err(refuse(pointer, "a schema that is not an object")),
    })?;
    Ok(document)
}

fn refuse(pointer: &str, what: &str) -> Problem {
    Problem::new(
        Stage::Lowering,
        pointer,
        format!("OpenAPI 3.0 cannot express {what}"),
        "say it in words of 3.0 with an overlay action, or teach build/lower.rs to",
    )
}

fn keywords(pointer: &str, schema: &mut Map<String, Value>) -> Result<()> {
    schema.retain(|key, _| !ANNOTATIONS.contains(&key.as_str()));
    if let Some(key) = BEYOND.iter().find(|key| schema.contains_key(**key)) {
        return Err(refuse(&join(pointer, key), &format!("`{key}`")));
    }
    if let Some(Value::Array(types)) = schema.get("type") {
        let named: Vec<Value> = types.iter().filter(|name| *name != "null").cloned().collect();
        let nullable = named.len() < types.len();
        match named.as_slice() {
            [one] => {
                schema.insert("type".into(), one.clone());
                if nullable {
                    schema.insert("nullable".into(), json!(true));
                }
            }
            // Without keywords of its own, several types are any value: wider, so for responses only.
            _ if pointer.contains("/responses/") => {
                schema.remove("type");
            }
            _ => return Err(refuse(&join(pointer, "type"), "several types for one value")),
        }
    }
    for (exclusive, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if schema.get(exclusive).is_some_and(Value::is_number)
            && let Some(limit) = schema.insert(exclusive.into(), json!(true))
        {
            if schema.contains_key(bound) {
                return Err(refuse(&join(pointer, exclusive), &format!("`{exclusive}` beside `{bound}`")));
            }
            schema.insert(bound.into(), limit);
        }
    }
    if let Some(value) = schema.remove("const") {
        schema.insert("enum".into(), json!([value]));
    }
    Ok(())
}
