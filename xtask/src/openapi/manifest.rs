//! The client's Cargo.toml, as far as a document bears on it.

/// `version` of the package.
pub fn version(manifest: &str) -> Option<semver::Version> {
    let line = manifest.lines().find_map(|line| line.strip_prefix("version = \""))?;
    line.split('"').next()?.parse().ok()
}

/// The lines that `[dependencies]` lacks for generated Rust to compile.
pub fn missing_dependencies(manifest: &str, rust: &str) -> Vec<String> {
    // A `pattern` is checked with the crate `regress`; all other crates that generated code uses, the client uses too.
    let needed = rust.contains(":: regress ::");
    let table = manifest.lines().skip_while(|line| line.trim() != "[dependencies]").skip(1);
    let mut entries = table.take_while(|line| !line.starts_with('['));
    let present = entries.any(|line| line.split(['.', '=', ' ']).next() == Some("regress"));
    if needed && !present { vec!["regress.workspace = true".to_owned()] } else { Vec::new() }
}
