//! Authentication: the client sends the API key with each request, and nothing else.

use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::document::{Corrected, operations};

/// Adds a warning for each document with operations for which the API key is not enough.
pub(crate) fn check(documents: &[Corrected], warnings: &mut Vec<Diagnostic>) {
    for Corrected { file, document } in documents {
        let closed = not_open_to_the_key(document);
        if !closed.is_empty() {
            let message = format!("the client sends only the API key, which is not enough for {}", closed.join("; "));
            warnings.push(Diagnostic::warning("/security", message).in_file(file));
        }
    }
}

fn not_open_to_the_key(document: &Value) -> Vec<String> {
    let schemes = document.pointer("/components/securitySchemes");
    let is_key = |name: &String| {
        schemes.and_then(|schemes| schemes.get(name)).is_some_and(|scheme| {
            let header = scheme["name"].as_str().unwrap_or_default();
            scheme["type"] == "apiKey" && scheme["in"] == "header" && header.eq_ignore_ascii_case("x-api-key")
        })
    };
    let mut closed = Vec::new();
    for operation in operations(document) {
        let security = operation.value.get("security").or(document.get("security")).and_then(Value::as_array);
        let alternatives: Vec<_> = security.into_iter().flatten().filter_map(Value::as_object).collect();
        // No alternative, or an empty one, means that anybody may call the operation.
        if alternatives.is_empty() || alternatives.iter().any(|schemes| schemes.keys().all(is_key)) {
            continue;
        }
        let names: Vec<&str> = alternatives.iter().flat_map(|schemes| schemes.keys()).map(String::as_str).collect();
        closed.push(format!("{} (it requires {})", operation.label(), names.join(" or ")));
    }
    closed
}
