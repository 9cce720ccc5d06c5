//! OpenAPI documents as JSON: merging, references and traversal.

pub(crate) mod components;
pub(crate) mod description;
pub(crate) mod direction;
pub(crate) mod merge;
mod operations;
pub mod pointer;
pub mod resolve;
pub mod server;
pub mod visit;

use serde_json::Value;

use crate::diagnostic::{Diagnostic, Result, Stage};

pub(crate) use operations::operations_mut;
pub use operations::{METHODS, Operation, operations};

/// The overlay's extension for what HeyGen retires: `{ "sunset": DATE, "replacement": OPERATION }`.
pub(crate) const RETIREMENT: &str = "x-retirement";

/// A document with its overlay applied, and its file name.
pub(crate) struct Corrected {
    pub(crate) file: String,
    pub(crate) document: Value,
}

/// Removes HeyGen's own titles from a document: only overlays name types.
pub fn drop_titles(document: &mut Value) {
    visit::schemas(document, "", &mut |_, schema| {
        if let Value::Object(members) = schema {
            members.remove("title");
        }
    });
}

/// Sorts the members of every object by name, except those of `properties`: their order becomes the order of the
/// fields.
pub(crate) fn sort_members(node: &mut Value) {
    match node {
        Value::Object(members) => {
            members.sort_keys();
            for (key, value) in members {
                match value {
                    Value::Object(properties) if key == "properties" => properties.values_mut().for_each(sort_members),
                    value => sort_members(value),
                }
            }
        }
        Value::Array(entries) => entries.iter_mut().for_each(sort_members),
        _ => {}
    }
}

/// Checks that a document is OpenAPI 3.1.
///
/// # Errors
/// Returns an error if it is another version, or none.
pub fn check_version(document: &Value) -> Result<()> {
    let message = match document.get("openapi").and_then(Value::as_str) {
        Some(version) if version.starts_with("3.1.") => return Ok(()),
        Some(version) => format!("OpenAPI {version:?} is not supported, only 3.1"),
        None => match document.get("swagger") {
            Some(version) => format!("Swagger {version} is not supported, only OpenAPI 3.1"),
            None => "there is no `openapi` version, so this is not an OpenAPI document".to_owned(),
        },
    };
    let help = "use HeyGen's OpenAPI 3.1 document, or convert this one to OpenAPI 3.1";
    Err(Diagnostic::new(Stage::Vendor, "/openapi", message, help))
}
