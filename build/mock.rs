//! The document as progenitor's mocks can do it.

use serde_json::Value;

use super::walk;

/// Leaves out query and header parameters that are no plain values: progenitor's mocks ask for `to_string` of a list, and
/// what they make would not compile. The mock then says nothing of them.
pub fn mockable(mut document: Value) -> Value {
    let schemas = document.pointer("/components/schemas").cloned().unwrap_or_default();
    let plain = |parameter: &Value| {
        let mut schema = &parameter["schema"];
        let mut seen = 0;
        while let Some(name) = schema["$ref"].as_str().and_then(|to| to.strip_prefix("#/components/schemas/")) {
            schema = &schemas[name];
            seen += 1;
            if seen > 32 {
                return false;
            }
        }
        parameter["in"] == "path"
            || matches!(schema["type"].as_str(), Some("string" | "integer" | "number" | "boolean"))
    };
    for (.., operation) in walk::operations(&mut document) {
        if let Some(Value::Array(parameters)) = operation.get_mut("parameters") {
            parameters.retain(plain);
        }
    }
    document
}
