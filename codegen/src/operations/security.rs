//! Warns about operations that require more than the API key, which is all that the client sends.

use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::document::{Corrected, Operation, operations};

/// Adds a warning for each operation for which the API key is not enough.
pub(crate) fn check_security(documents: &[Corrected], warnings: &mut Vec<Diagnostic>) {
    for Corrected { file, document } in documents {
        for (operation, schemes) in not_accepting_the_key(document) {
            let message = format!("requires `{schemes}`, but the client sends only the API key");
            let warning = Diagnostic::warning(operation.pointer.clone() + "/security", message);
            warnings.push(warning.of_operation(operation.label(), " ").in_file(file));
        }
    }
}

/// The operations that do not accept the API key alone, with the schemes that they require.
fn not_accepting_the_key(document: &Value) -> Vec<(Operation<'_>, String)> {
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
        // No alternative, or an empty one, means that the operation needs no authentication.
        if alternatives.is_empty() || alternatives.iter().any(|schemes| schemes.keys().all(is_key)) {
            continue;
        }
        let names: Vec<&str> = alternatives.iter().flat_map(|schemes| schemes.keys()).map(String::as_str).collect();
        let names = names.join(" or ");
        closed.push((operation, names));
    }
    closed
}
