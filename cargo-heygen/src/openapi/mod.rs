//! HeyGen's documents, their overlays, and the files that depend on them.

pub mod corrections;
pub mod json_path;
pub mod manifest;
pub mod overlay_text;
pub mod state;

pub use heygen_api_codegen::document::pointer::{join, split, unescape};
pub use heygen_api_codegen::document::resolve::{follow, own_definitions};
pub use heygen_api_codegen::document::visit::schemas;
pub use heygen_api_codegen::document::{METHODS, Operation, check_version, operations};
pub use heygen_api_codegen::{OVERLAY, Source};
pub use state::State;

/// Generates the client as the crate's build script does.
pub fn generate(sources: &[Source]) -> heygen_api_codegen::Result<heygen_api_codegen::Generated> {
    let options = heygen_api_codegen::Options::new();
    options.mocks(true).json_schema(true).both_directions(true).feature_gates(true).generate(sources)
}
