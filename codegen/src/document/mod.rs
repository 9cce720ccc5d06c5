//! OpenAPI documents as JSON: parsed, merged, resolved, and visited.

pub(crate) mod direction;
pub(crate) mod merge;
pub mod resolve;
pub mod visit;

use serde_json::Value;

use crate::diagnostic::Result;

/// Removes HeyGen's own titles from a document, before its overlay gives names.
pub fn drop_titles(document: &mut Value) -> Result<()> {
    visit::schemas(document, "", &mut |_, schema| {
        if let Value::Object(members) = schema {
            members.remove("title");
        }
        Ok(())
    })
}
