//! The document as progenitor's mocks can do it.

use serde_json::Value;

use super::{resolve, walk};

/// Leaves out what progenitor's mocks would not compile with: query and header parameters that are no plain values, for
/// which they ask for `to_string`, and bodies that are plain values, of which they ask for a reference. The mock then
/// says nothing of them.
pub fn mockable(mut document: Value) -> Value {
    let copy = document.clone();
    let kind = |schema: &Value| {
        let schema = resolve::follow(&copy, schema).unwrap_or_default();
        let inner = schema["allOf"].as_array().filter(|parts| parts.len() == 1).map(|parts| &parts[0]);
        inner.map_or(Ok(schema.clone()), |inner| resolve::follow(&copy, inner)).unwrap_or_default()
    };
    for (.., operation) in walk::operations(&mut document) {
        if let Some(Value::Array(parameters)) = operation.get_mut("parameters") {
            parameters.retain(|parameter| {
                let of = &kind(&parameter["schema"])["type"];
                parameter["in"] == "path" || matches!(of.as_str(), Some("string" | "integer" | "number" | "boolean"))
            });
        }
        let body = operation.pointer("/requestBody/content/application~1json/schema").map(kind);
        let compound = |schema: &Value| {
            matches!(schema["type"].as_str(), Some("object" | "array"))
                || ["anyOf", "oneOf"].iter().any(|key| schema.get(*key).is_some())
        };
        if body.is_some_and(|body| !compound(&body))
            && let Some(operation) = operation.as_object_mut()
        {
            operation.remove("requestBody");
        }
    }
    document
}
