//! What a crate needs to generate a client from its openapi/.

use std::fs;
use std::path::Path;

use crate::output::markdown::{code, fenced};

/// The lines that Cargo.toml, build.rs and src/ still need for the generated code, as items of a checklist.
pub fn missing_lines(root: &Path, client: &str) -> Vec<String> {
    let version = concat!(env!("CARGO_PKG_VERSION_MAJOR"), ".", env!("CARGO_PKG_VERSION_MINOR"));
    let read = |name: &str| fs::read_to_string(root.join(name)).unwrap_or_default();
    let manifest = read("Cargo.toml");
    let names = |name: &str| manifest.lines().any(|line| line.trim_start().trim_start_matches('"').starts_with(name));
    let mut items = Vec::new();
    let mut add = |missing: bool, file: &str, language: &str, lines: &str| {
        if missing {
            items.push(format!("{}: add\n\n{}", code(file), fenced(language, lines, "  ")));
        }
    };
    let runtime = !["heygen-api ", "heygen-api=", "heygen-api."].into_iter().any(names)
        && !manifest.contains("dependencies.heygen-api]");
    let dependency = match client.contains("regress::Regex") {
        true => format!("{{ version = \"{version}\", features = [\"pattern\"] }}"),
        false => format!("\"{version}\""),
    };
    add(runtime, "Cargo.toml", "toml", &format!("[dependencies]\nheygen-api = {dependency}"));
    let generator = !manifest.contains("heygen-api-codegen");
    add(generator, "Cargo.toml", "toml", &format!("[build-dependencies]\nheygen-api-codegen = \"{version}\""));
    let build = "fn main() -> std::process::ExitCode {\n    heygen_api_codegen::build(\"openapi\")\n}";
    add(!read("build.rs").contains("heygen_api_codegen"), "build.rs", "rust", build);
    let module = "mod v3 {\n    heygen_api::include_client!();\n}";
    let source = if root.join("src/lib.rs").is_file() { "src/lib.rs" } else { "src/main.rs" };
    add(!has_client(&root.join("src")), source, "rust", module);
    items
}

/// Whether a source file includes the generated client.
fn has_client(directory: &Path) -> bool {
    fs::read_dir(directory).into_iter().flatten().flatten().map(|entry| entry.path()).any(|path| {
        if path.is_dir() {
            return has_client(&path);
        }
        path.extension().is_some_and(|end| end == "rs")
            && fs::read_to_string(&path).is_ok_and(|text| text.contains("include_client!"))
    })
}
