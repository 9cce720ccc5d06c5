//! Who may call an operation: the hooks send the API key with each, and nothing else.

use serde_json::Value;

use crate::adapt::skipped::{operation_label, warning};
use crate::diagnostic::Diagnostic;
use crate::document::merge::Named;
use crate::document::visit;

/// A warning for each document with operations that the API key alone does not open.
pub fn warnings(documents: &[Named]) -> Vec<Diagnostic> {
    documents.iter().filter_map(|Named { file, document }| Some(warning_of(document)?.in_file(file))).collect()
}

fn warning_of(document: &Value) -> Option<Diagnostic> {
    let schemes = document.pointer("/components/securitySchemes");
    let is_key = |name: &String| {
        let scheme = schemes.and_then(|schemes| schemes.get(name));
        scheme.is_some_and(|scheme| {
            let name = scheme["name"].as_str().unwrap_or_default();
            scheme["type"] == "apiKey" && scheme["in"] == "header" && name.eq_ignore_ascii_case("x-api-key")
        })
    };
    let mut closed = Vec::new();
    for (pointer, method, operation) in visit::operations(&mut document.clone()) {
        let asked = operation.get("security").or(document.get("security")).and_then(Value::as_array);
        let alternatives: Vec<_> = asked.into_iter().flatten().filter_map(Value::as_object).collect();
        // No alternative at all, or an empty one, is an operation for everybody.
        if alternatives.is_empty() || alternatives.iter().any(|schemes| schemes.keys().all(is_key)) {
            continue;
        }
        let names: Vec<&str> = alternatives.iter().flat_map(|schemes| schemes.keys()).map(String::as_str).collect();
        closed.push(format!("{} asks for {}", operation_label(&pointer, &method, operation), names.join(" or ")));
    }
    let what = format!("the client sends the API key alone, which does not open: {}", closed.join("; "));
    (!closed.is_empty()).then(|| warning("/security", what))
}
