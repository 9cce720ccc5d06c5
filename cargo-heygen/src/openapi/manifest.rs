//! Reads and edits the parts of Cargo.toml and Cargo.lock that depend on HeyGen's documents.

const DEPENDENCIES: &str = "[dependencies]";

/// The version of the package.
pub fn version(manifest: &str) -> Option<semver::Version> {
    version_text(manifest)?.parse().ok()
}

fn version_text(manifest: &str) -> Option<&str> {
    manifest.lines().find_map(|line| line.strip_prefix("version = \""))?.split('"').next()
}

/// Sets the version of the packages, and of the dependency on the code generator, which is released in lockstep.
pub fn with_version(manifest: &str, new: &semver::Version) -> Option<String> {
    let old = version(manifest)?;
    let lockstep = |version: &semver::Version| {
        format!("heygen-api-codegen = {{ version = \"={}.{}.{}\"", version.major, version.minor, version.patch)
    };
    let manifest = manifest.replacen(&format!("version = \"{old}\""), &format!("version = \"{new}\""), 1);
    Some(manifest.replacen(&lockstep(&old), &lockstep(new), 1))
}

/// Sets the version in Cargo.lock for all packages that have the old one.
pub fn with_locked_version(lock: &str, old: &semver::Version, new: &semver::Version) -> String {
    lock.replace(&format!("\nversion = \"{old}\"\n"), &format!("\nversion = \"{new}\"\n"))
}

/// The names of the features.
pub fn features(manifest: &str) -> Vec<&str> {
    table(manifest, "[features]").into_iter().map(name).filter(|name| !name.is_empty()).collect()
}

/// The lines that are missing in `[dependencies]` for the generated code to compile.
pub fn missing_dependencies(manifest: &str, rust: &str) -> Vec<String> {
    // Generated code checks a `pattern` with the crate `regress`. The client itself depends on all other crates that it uses.
    let needed = [":: regress ::", "::regress::"].iter().any(|path| rust.contains(path));
    let present = table(manifest, DEPENDENCIES).iter().any(|line| name(line) == "regress");
    if needed && !present { vec!["regress.workspace = true".to_owned()] } else { Vec::new() }
}

/// Adds a dependency in alphabetical order.
pub fn with_dependency(manifest: &str, dependency: &str) -> String {
    let lines: Vec<&str> = manifest.lines().collect();
    let Some(header) = lines.iter().position(|line| line.trim() == DEPENDENCIES) else {
        return format!("{manifest}\n[dependencies]\n{dependency}\n");
    };
    let entries = table(manifest, DEPENDENCIES);
    let before = entries
        .iter()
        .rposition(|line| !line.starts_with(' ') && !name(line).is_empty() && name(line) < name(dependency));
    let at = header + 1 + before.map_or(0, |index| index + 1);
    let text = [&lines[..at], &[dependency], &lines[at..]].concat().join("\n");
    text + "\n"
}

fn table<'m>(manifest: &'m str, header: &str) -> Vec<&'m str> {
    let table = manifest.lines().skip_while(|line| line.trim() != header).skip(1);
    table.take_while(|line| !line.starts_with('[')).collect()
}

fn name(line: &str) -> &str {
    line.split(['.', '=', ' ', '#', '}', ']']).next().unwrap_or_default()
}
