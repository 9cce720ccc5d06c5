//! The overlay for a new document.

use heck::ToPascalCase;
use serde_json::{Value, json};

use crate::openapi::{OVERLAY, json_path, operations, overlay_text, state};

/// The overlay that names the request and response types whose schemas are inline, if there are any. A name that a component of
/// the document has gets a `Body` at its end, as two types cannot share a name.
pub fn new_overlay(slug: &str, document: &Value) -> Option<(String, String)> {
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
    let is_component =
        |title: &str| schemas.is_some_and(|schemas| schemas.keys().any(|key| key.to_pascal_case() == title));
    let mut actions = Vec::new();
    if let [operation] = operations(document).collect::<Vec<_>>().as_slice() {
        let id = operation.value["operationId"].as_str().map_or_else(|| operation.name().to_lowercase(), str::to_owned);
        let id = id.to_pascal_case();
        for (part, what, suffix) in [
            ("/requestBody/content/application~1json/schema", "request", "Request"),
            ("/responses/200/content/application~1json/schema", "response", "Response"),
        ] {
            if operation.value.pointer(part).is_some_and(|schema| schema.is_object() && schema.get("$ref").is_none()) {
                let mut title = format!("{id}{suffix}");
                while is_component(&title) {
                    title.push_str("Body");
                }
                actions.push(json!({
                    "target": json_path::of_pointer(document, &format!("{}{part}", operation.pointer)),
                    "description": format!("Names the {what} type."),
                    "update": { "title": title },
                }));
            }
        }
    }
    let text = overlay_text::new_overlay(&format!("{slug}.json"), document);
    let text = overlay_text::append_actions(&text, &actions).filter(|_| !actions.is_empty())?;
    Some((state::file(&format!("{slug}{OVERLAY}")), text))
}
