//! Reads and edits the parts of Cargo.toml and Cargo.lock that depend on HeyGen's documents.

use crate::commands::diff::Text;

/// The file of the client that checks the version of the generator.
pub const RUNTIME: &str = "src/runtime.rs";

/// The version of the package.
pub fn version(manifest: &str) -> Option<semver::Version> {
    manifest.lines().find_map(|line| line.strip_prefix("version = \""))?.split('"').next()?.parse().ok()
}

/// Sets the version of the packages, and of the dependency on the code generator, which has the same version.
pub fn with_version(manifest: &str, new: &semver::Version) -> Option<String> {
    let old = version(manifest)?;
    let lockstep = |version: &semver::Version| {
        format!("heygen-api-codegen = {{ version = \"{}.{}.{}\"", version.major, version.minor, version.patch)
    };
    let manifest = manifest.replacen(&format!("version = \"{old}\""), &format!("version = \"{new}\""), 1);
    Some(manifest.replacen(&lockstep(&old), &lockstep(new), 1))
}

/// Sets the version in Cargo.lock for all packages that have the old one.
pub fn with_locked_version(lock: &str, old: &semver::Version, new: &semver::Version) -> String {
    lock.replace(&format!("\nversion = \"{old}\"\n"), &format!("\nversion = \"{new}\"\n"))
}

/// The name of the package.
pub fn package_name(manifest: &str) -> Option<&str> {
    let lines = manifest.lines().skip_while(|line| line.trim() != "[package]").skip(1);
    let mut lines = lines.take_while(|line| !line.starts_with('['));
    lines.find_map(|line| line.strip_prefix("name")?.trim_start().strip_prefix('=')?.split('"').nth(1))
}

/// Sets the version of the generator that the runtime expects, and that the generated code names: `"0.1"`.
pub fn with_generator_version(text: &str, package: &Text) -> Result<String, semver::Error> {
    let minor =
        |text: &str| text.parse().map(|version: semver::Version| format!("{}.{}", version.major, version.minor));
    let (old, new) = (minor(&package.before)?, minor(&package.after)?);
    let text = text.replace(&format!("(\"{old}\")"), &format!("(\"{new}\")"));
    Ok(text.replace(&format!("heygen-api is {old}:"), &format!("heygen-api is {new}:")))
}
