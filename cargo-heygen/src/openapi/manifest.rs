//! Reads and edits the parts of Cargo.toml, and the version of the generator, that depend on HeyGen's documents.

use semver::Version;

/// The file of the client that checks the version of the generator.
pub const RUNTIME: &str = "src/runtime.rs";

/// The version of the package.
pub fn version(manifest: &str) -> Option<Version> {
    manifest.lines().find_map(|line| line.strip_prefix("version = \""))?.split('"').next()?.parse().ok()
}

/// Sets the version of the packages, and of the dependency on the code generator, which has the same version.
pub fn with_version(manifest: &str, old: &Version, new: &Version) -> String {
    let lockstep = |version: &Version| {
        format!("heygen-api-codegen = {{ version = \"{}.{}.{}\"", version.major, version.minor, version.patch)
    };
    let manifest = manifest.replacen(&format!("version = \"{old}\""), &format!("version = \"{new}\""), 1);
    manifest.replacen(&lockstep(old), &lockstep(new), 1)
}

/// The name of the package.
pub fn package_name(manifest: &str) -> Option<&str> {
    let lines = manifest.lines().skip_while(|line| line.trim() != "[package]").skip(1);
    let mut lines = lines.take_while(|line| !line.starts_with('['));
    lines.find_map(|line| line.strip_prefix("name")?.trim_start().strip_prefix('=')?.split('"').nth(1))
}

/// Sets the version of the generator that the runtime expects, and that the generated code names: `"0.1"`.
pub fn with_generator_version(text: &str, old: &Version, new: &Version) -> String {
    let [old, new] = [old, new].map(|version| format!("{}.{}", version.major, version.minor));
    let text = text.replace(&format!("(\"{old}\")"), &format!("(\"{new}\")"));
    text.replace(&format!("heygen-api is {old}:"), &format!("heygen-api is {new}:"))
}
