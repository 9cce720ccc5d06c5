//! All documents of openapi/ as one: HeyGen publishes one document for each operation.

use serde_json::{Map, Value, json};

use super::problem::{Problem, Result, Stage};
use super::walk::join;

/// A corrected document and the file that it came from.
pub struct Named {
    pub file: String,
    pub document: Value,
}

/// Merges documents; equal things merge, and the same operation or unequal things of one name are refused.
pub fn merge(documents: &[Named]) -> Result<Value> {
    let mut merged = json!({ "openapi": "", "info": {}, "paths": {} });
    let mut origins: Map<String, Value> = Map::new();
    for Named { file, document } in documents {
        let Some(members) = document.as_object() else {
            return Err(Problem::new(
                Stage::Merge,
                "",
                "the document is not a JSON object",
                "vendor HeyGen's OpenAPI document again",
            )
            .in_file(file));
        };
        if !members.get("paths").is_some_and(Value::is_object) {
            return Err(Problem::new(
                Stage::Merge,
                "/paths",
                "the document has no `paths`: not an OpenAPI document that a client can be made from",
                "vendor HeyGen's OpenAPI document again",
            )
            .in_file(file));
        }
        for (key, value) in members {
            match key.as_str() {
                // Each document's own; the first stands for the client. `documents()` has them all.
                "openapi" | "info" => {
                    if merged[key].is_string() || merged[key] == json!({}) {
                        merged[key] = value.clone();
                    }
                }
                _ if key.starts_with("x-") => {}
                _ => add(&mut merged, "", key, value, file, &mut origins)?,
            }
        }
    }
    Ok(merged)
}

/// How deep the containers go whose members are merged one by one: `/paths/PATH/METHOD` and
/// `/components/schemas/NAME`. What lies below is one thing.
const DEPTH: usize = 3;

fn add(
    node: &mut Value,
    pointer: &str,
    key: &str,
    value: &Value,
    file: &str,
    origins: &mut Map<String, Value>,
) -> Result<()> {
    let here = join(pointer, key);
    let container =
        here.matches('/').count() < DEPTH && (here.starts_with("/paths") || here.starts_with("/components"));
    if container && let Value::Object(members) = value {
        if !node[key].is_object() {
            node[key] = json!({});
        }
        for (name, member) in members {
            add(&mut node[key], &here, name, member, file, origins)?;
        }
        return Ok(());
    }
    match node.get(key) {
        None => {
            node[key] = value.clone();
            origins.insert(here, json!(file));
            Ok(())
        }
        Some(present) if present == value && !here.starts_with("/paths") => Ok(()),
        Some(_) => Err(Problem::new(
            Stage::Merge,
            &here,
            format!("also in {}", origins[&here].as_str().unwrap_or("another document")),
            "remove it from one of the two documents with its overlay",
        )
        .in_file(file)),
    }
}
