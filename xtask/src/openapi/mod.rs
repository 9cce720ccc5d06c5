//! HeyGen's documents and their overlays, as the commands look at them. What the code generator has, it is used from here.

pub mod corrections;
pub mod manifest;
pub mod operations;
pub mod pointer;
pub mod state;

use anyhow::{Result, bail};
use serde_json::Value;

pub use heygen_api_codegen::document::resolve::{follow, own_definitions};
pub use heygen_api_codegen::document::visit::{DATA, METHODS, join, schemas, unescape};
pub use heygen_api_codegen::{OVERLAY, Source, generate};
pub use operations::Operation;
pub use state::State;

/// Refuses versions of OpenAPI that the code generator does not read.
pub fn check_version(document: &Value) -> Result<()> {
    if let Some(version) = document.get("swagger") {
        bail!("Swagger {version}: only OpenAPI 3.0 and 3.1 are supported");
    }
    match document.get("openapi").and_then(Value::as_str) {
        Some(version) if version.starts_with("3.0.") || version.starts_with("3.1.") => Ok(()),
        Some(version) => bail!("OpenAPI {version:?}: only 3.0 and 3.1 are supported"),
        None => bail!("no `openapi` version: not an OpenAPI document"),
    }
}
