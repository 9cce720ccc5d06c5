//! Skips operations that progenitor rejects.

use serde_json::{Value, json};

use super::{Input, operations, types};
use crate::diagnostic::{Diagnostic, Result};
use crate::document::{self, components};
use crate::operations::skipped;
use crate::options::Options;

/// Skips the operations that progenitor rejects. This is the last resort if it rejects the whole document. Returns whether there are any.
///
/// # Errors
/// Returns an error if progenitor rejects the document, but none of its operations.
pub(crate) fn skip_rejected_operations(document: &mut Value, warnings: &mut Vec<Diagnostic>) -> Result<bool> {
    let check = |document: &Value| {
        let input = Input::of(document);
        types::generate(&input, &Options::default())?;
        operations::generate(&input)
    };
    let Err(error) = check(document) else { return Ok(false) };
    let mut skipped = Vec::new();
    for operation in document::operations(document) {
        let mut only = document.clone();
        only["paths"] = json!({ operation.path: { operation.method: operation.value } });
        components::prune(&mut only);
        if let Err(error) = check(&only) {
            let warning = Diagnostic::warning(&operation.pointer, error.message);
            warnings.push(warning.of_operation(operation.label(), " is skipped: "));
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
    fn operations_that_progenitor_rejects_are_found_one_by_one() {
        // Earlier steps rewrite cookies, so this one is an example of what progenitor rejects.
        let cookie = json!([{ "in": "cookie", "name": "c", "schema": { "type": "string" } }]);
        let get = |id: &str| json!({ "get": { "operationId": id, "responses": { "2XX": { "description": "" } } } });
        let mut document = json!({
            "openapi": "3.0.3", "info": { "title": "t", "version": "1" },
            "paths": { "/fine": get("fine"), "/reads": get("reads") }, "components": { "schemas": {} },
        });
        document["paths"]["/reads"]["get"]["parameters"] = cookie;
        let mut all_fail = document.clone();

        let mut warnings = Vec::new();
        assert!(skip_rejected_operations(&mut document, &mut warnings).unwrap());
        let [warning] = warnings.as_slice() else { panic!("{warnings:?}") };
        assert!(warning.message.contains("GET /reads (`reads`) is skipped: progenitor"), "{warning}");
        assert!(document["paths"]["/reads"].get("get").is_none() && document["paths"]["/fine"]["get"].is_object());
        assert!(!skip_rejected_operations(&mut document, &mut warnings).unwrap());

        all_fail["paths"].as_object_mut().unwrap().remove("/fine");
        assert!(skip_rejected_operations(&mut all_fail, &mut warnings).unwrap());
        assert!(all_fail["paths"]["/reads"].get("get").is_none());
    }
}
