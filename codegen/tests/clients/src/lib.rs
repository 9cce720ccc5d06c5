//! Clients of several directories of documents. The tests call them.

#![warn(missing_docs)]

/// The documents of the fixtures, with mocks and JSON Schemas: more than 150 operations.
pub mod fixtures {
    heygen_api::include_client!();
}

/// A client as most crates have it, with nothing but the defaults.
pub mod uploads {
    heygen_api::include_client!("uploads");
}

/// Names that clash with Rust or with the generated code.
pub mod names {
    heygen_api::include_client!("more/names");
}

/// The key of a file: a hand-written type that replaces the schema of a field.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct AssetKey(pub String);
