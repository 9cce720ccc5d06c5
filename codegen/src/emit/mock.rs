//! The document as progenitor's mocks can do it.

use serde_json::Value;

use crate::document::resolve;
use crate::document::visit;

/// Leaves out what progenitor's mocks would not compile with: query and header parameters that are no plain values, for
/// which they ask for `to_string`, and bodies that are plain values or may be null, of which they ask for a reference. The
/// mock then says nothing of them.
pub fn mockable(mut document: Value) -> Value {
    let copy = document.clone();
    let kind = |schema: &Value| {
        let schema = resolve::follow(&copy, schema).unwrap_or_default();
        let inner = schema["allOf"].as_array().filter(|parts| parts.len() == 1).map(|parts| &parts[0]);
        inner.map_or(Ok(schema.clone()), |inner| resolve::follow(&copy, inner)).unwrap_or_default()
    };
    // A body of a type that is passed by reference.
    let compound = |content: &Value| {
        let typed = ["application/json", "application/x-www-form-urlencoded"];
        typed.iter().filter_map(|media| content.get(media)?.get("schema")).all(|schema| {
            let of = kind(schema);
            schema["nullable"] != true
                && (matches!(of["type"].as_str(), Some("object" | "array"))
                    || ["anyOf", "oneOf"].iter().any(|key| of.get(*key).is_some()))
        })
    };
    for (.., operation) in visit::operations(&mut document) {
        let Some(operation) = operation.as_object_mut() else { continue };
        if let Some(Value::Array(parameters)) = operation.get_mut("parameters") {
            parameters.retain(|parameter| {
                let of = &kind(&parameter["schema"])["type"];
                parameter["in"] == "path" || matches!(of.as_str(), Some("string" | "integer" | "number" | "boolean"))
            });
        }
        if operation.get("requestBody").is_some_and(|body| !compound(&body["content"])) {
            operation.remove("requestBody");
        }
        if let Some(Value::Object(success)) = operation.get_mut("responses").and_then(|all| all.get_mut("2XX"))
            && success.get("content").is_some_and(|content| !compound(content))
        {
            success.remove("content");
        }
    }
    document
}
