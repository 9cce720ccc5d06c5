//! HeyGen's documents, their overlays, and the files that depend on them.

pub mod corrections;
pub mod json_path;
pub mod manifest;
pub mod overlay_text;
pub mod state;

pub use heygen_api_codegen::document::pointer::{join, split, unescape};
pub use heygen_api_codegen::document::resolve::{follow, own_definitions};
pub use heygen_api_codegen::document::visit::{DATA, schemas};
pub use heygen_api_codegen::document::{METHODS, Operation, check_version, operations};
pub use heygen_api_codegen::{OVERLAY, Source, generate};
pub use state::State;
