//! Runs progenitor, and finds the operations that it refuses.

use std::panic::{AssertUnwindSafe, catch_unwind};

use proc_macro2::TokenStream;
use progenitor::{GenerationSettings, Generator};
use serde_json::{Value, json};

use super::replacements;
use crate::adapt::skipped;
use crate::diagnostic::{Diagnostic, Result, Stage};
use crate::document::{components, operations};
use crate::thread::message_of;

/// Runs progenitor, which panics on much that it cannot do.
pub(super) fn run(
    document: Value,
    settings: &GenerationSettings,
    generate: impl FnOnce(&mut Generator, &openapiv3::OpenAPI) -> std::result::Result<TokenStream, progenitor::Error>,
) -> Result<TokenStream> {
    let document: openapiv3::OpenAPI =
        serde_json::from_value(document).map_err(|error| broken(&format!("openapiv3: {error}")))?;
    match catch_unwind(AssertUnwindSafe(|| generate(&mut Generator::new(settings), &document))) {
        Ok(result) => result.map_err(|error| broken(&error.to_string())),
        Err(panic) => Err(broken(message_of(&*panic).unwrap_or("it panicked"))),
    }
}

pub(super) fn broken(message: &str) -> Diagnostic {
    let message = format!("progenitor could not generate a client from the prepared document: {message}");
    let help = "find what it refuses, and rewrite it in an overlay or in codegen/";
    Diagnostic::new(Stage::Generating, "", message, help)
}

/// Skips the operations that progenitor refuses one by one: the last resort, where it refuses the whole document. Returns whether
/// there are any.
///
/// # Errors
/// It does not refuse single operations, but the whole.
pub(crate) fn skip_what_fails(document: &mut Value, warnings: &mut Vec<Diagnostic>) -> Result<bool> {
    let check = |document: &Value| {
        let mut document = document.clone();
        let settings = super::settings(&replacements::take(&mut document));
        run(document, &settings, Generator::generate_tokens).map(drop)
    };
    let Err(error) = check(document) else { return Ok(false) };
    let mut skipped = Vec::new();
    for operation in operations(document) {
        let mut alone = document.clone();
        alone["paths"] = json!({ operation.path: { operation.method: operation.value } });
        components::prune(&mut alone);
        if let Err(error) = check(&alone) {
            let message = format!("{} is skipped: {}", operation.label(), error.message);
            warnings.push(Diagnostic::warning(&operation.pointer, message));
            skipped.push(operation.pointer);
        }
    }
    skipped.iter().for_each(|pointer| skipped::remove(document, pointer));
    components::prune(document);
    if skipped.is_empty() || check(document).is_err() { Err(error) } else { Ok(true) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_progenitor_alone_refuses_is_found_by_trying_each_operation() {
        // No step before lets a cookie through, so it stands for whatever progenitor refuses.
        let cookie = json!([{ "in": "cookie", "name": "c", "schema": { "type": "string" } }]);
        let get = |id: &str| json!({ "get": { "operationId": id, "responses": { "2XX": { "description": "" } } } });
        let mut document = json!({
            "openapi": "3.0.3", "info": { "title": "t", "version": "1" },
            "paths": { "/fine": get("fine"), "/reads": get("reads") }, "components": { "schemas": {} },
        });
        document["paths"]["/reads"]["get"]["parameters"] = cookie;
        let mut all_fail = document.clone();

        let mut warnings = Vec::new();
        assert!(skip_what_fails(&mut document, &mut warnings).unwrap());
        let [warning] = warnings.as_slice() else { panic!("{warnings:?}") };
        assert!(warning.message.contains("GET /reads (`reads`) is skipped: progenitor"), "{warning}");
        assert!(document["paths"]["/reads"].get("get").is_none() && document["paths"]["/fine"]["get"].is_object());
        assert!(!skip_what_fails(&mut document, &mut warnings).unwrap());

        all_fail["paths"].as_object_mut().unwrap().remove("/fine");
        assert!(skip_what_fails(&mut all_fail, &mut warnings).unwrap());
        assert!(all_fail["paths"]["/reads"].get("get").is_none());
    }
}
