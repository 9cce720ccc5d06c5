//! Skips operations that progenitor rejects.

use serde_json::{Value, json};

use super::generate;
use crate::diagnostic::Diagnostic;
use crate::document::{self, components};
use crate::operations::skipped;
use crate::options::Options;

/// Skips each operation that progenitor rejects, and returns whether there is one. This is the last resort if it rejects
/// the whole document.
pub(super) fn skip_rejected_operations(document: &mut Value, warnings: &mut Vec<Diagnostic>) -> bool {
    let mut skipped = Vec::new();
    for operation in document::operations(document) {
        let mut only = document.clone();
        only["paths"] = json!({ operation.path: { operation.method: operation.value } });
        components::prune(&mut only);
        if let Err(error) = generate(&only, &Options::default()) {
            let warning = Diagnostic::warning(&operation.pointer, error.message);
            warnings.push(warning.of_operation(operation.label(), " is skipped: "));
            skipped.push(operation.pointer);
        }
    }
    skipped.iter().for_each(|pointer| skipped::remove_operation(document, pointer));
    components::prune(document);
    !skipped.is_empty()
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
        assert!(skip_rejected_operations(&mut document, &mut warnings));
        let [warning] = warnings.as_slice() else { panic!("{warnings:?}") };
        assert!(warning.message.contains("GET /reads (`reads`) is skipped: progenitor"), "{warning}");
        assert!(document["paths"]["/reads"].get("get").is_none() && document["paths"]["/fine"]["get"].is_object());
        assert!(!skip_rejected_operations(&mut document, &mut warnings));

        all_fail["paths"].as_object_mut().unwrap().remove("/fine");
        assert!(skip_rejected_operations(&mut all_fail, &mut warnings));
        assert!(all_fail["paths"]["/reads"].get("get").is_none());
    }
}
