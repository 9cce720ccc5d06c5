//! The vendored documents match the package version and openapi/README.md.

use std::fs;
use std::path::Path;

use heygen_api::documents;
use sha2::{Digest, Sha256};

#[test]
fn the_package_version_contains_the_version_of_heygens_document() {
    let (_, metadata) = env!("CARGO_PKG_VERSION").split_once('+').unwrap();
    assert_eq!(metadata, documents()[0].version);
}

#[test]
fn the_hash_of_every_vendored_document_is_recorded() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("openapi/README.md")).unwrap();
    for document in documents() {
        let hash: String = Sha256::digest(fs::read(root.join(document.file)).unwrap())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert!(readme.contains(&hash), "openapi/README.md lacks the SHA-256 {hash} of {}", document.file);
    }
}
