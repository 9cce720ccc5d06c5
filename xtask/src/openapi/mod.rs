//! HeyGen's documents and their overlays, as the commands look at them.

pub mod corrections;
pub mod json_path;
pub mod manifest;
pub mod overlay_text;
pub mod state;

pub use heygen_api_codegen::document::pointer::{join, split, unescape};
pub use heygen_api_codegen::document::resolve::{follow, own_definitions};
pub use heygen_api_codegen::document::visit::{DATA, METHODS, schemas};
pub use heygen_api_codegen::document::{Operation, check_version, operations};
pub use heygen_api_codegen::{OVERLAY, Source, generate};
pub use state::State;

/// `POST /v2/…`
pub fn name(operation: &Operation<'_>) -> String {
    format!("{} {}", operation.method.to_uppercase(), operation.path)
}

/// What identifies an operation on the wire: its method, and its path without the names of parameters.
pub fn key(operation: &Operation<'_>) -> (String, String) {
    let mut parts = operation.path.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    let path = parts.fold(first, |key, part| key + "{" + &part[part.find('}').unwrap_or(0)..]);
    (path, operation.method.to_owned())
}
