//! OpenAPI documents as JSON: merged, resolved, and visited.

pub(crate) mod components;
pub(crate) mod description;
pub(crate) mod direction;
pub(crate) mod merge;
mod operations;
pub mod pointer;
pub mod resolve;
pub mod visit;

use serde_json::Value;

use crate::diagnostic::{Diagnostic, Result, Stage};

pub(crate) use operations::operations_mut;
pub use operations::{METHODS, Operation, operations};

/// A document with its overlay applied, and the file that it came from.
pub(crate) struct Corrected {
    pub(crate) file: String,
    pub(crate) document: Value,
}

/// Removes HeyGen's own titles from a document, before its overlay gives names.
pub fn drop_titles(document: &mut Value) {
    visit::schemas(document, "", &mut |_, schema| {
        if let Value::Object(members) = schema {
            members.remove("title");
        }
    });
}

/// Sorts the members of every object by name, apart from `properties`: they stay in HeyGen's order, which is that of the fields.
pub(crate) fn sort(node: &mut Value) {
    match node {
        Value::Object(members) => {
            members.sort_keys();
            for (key, value) in members {
                match value {
                    Value::Object(properties) if key == "properties" => properties.values_mut().for_each(sort),
                    value => sort(value),
                }
            }
        }
        Value::Array(entries) => entries.iter_mut().for_each(sort),
        _ => {}
    }
}

/// Checks that a document is OpenAPI 3.0 or 3.1.
///
/// # Errors
/// Where it is another version, or none.
pub fn check_version(document: &Value) -> Result<()> {
    let message = match document.get("openapi").and_then(Value::as_str) {
        Some(version) if version.starts_with("3.0.") || version.starts_with("3.1.") => return Ok(()),
        Some(version) => format!("OpenAPI {version:?} is not supported: only 3.0 and 3.1 are"),
        None => match document.get("swagger") {
            Some(version) => format!("Swagger {version} is not supported: only OpenAPI 3.0 and 3.1 are"),
            None => "no `openapi` version: not an OpenAPI document".to_owned(),
        },
    };
    let help = "vendor HeyGen's OpenAPI 3.1 document, or teach codegen/src/lower the new version";
    Err(Diagnostic::new(Stage::Lowering, "/openapi", message, help))
}
