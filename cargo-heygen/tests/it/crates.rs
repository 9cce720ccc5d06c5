//! The command in a crate of a user, whose client is generated while building.

use std::fs;
use std::path::Path;

use crate::support::{self, Output, TEXT, page};

/// Runs the command in a directory, as Cargo runs a subcommand.
fn heygen(directory: &Path, arguments: &[&str], input: &str) -> Output {
    support::heygen(directory, &[&["heygen"], arguments].concat(), input)
}

#[test]
fn the_first_bump_makes_openapi_and_prints_the_lines_that_the_crate_needs() {
    let directory = tempfile::tempdir().unwrap();
    let root = directory.path();
    fs::create_dir(root.join("src")).unwrap();
    fs::write(
        root.join("Cargo.toml"),
        "[package]\nname = \"app\"\nversion = \"1.2.3\"\nedition = \"2024\"\n\n[dependencies]\n",
    )
    .unwrap();
    fs::write(root.join("src/main.rs"), "fn main() {}\n").unwrap();
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();

    let output = heygen(&root.join("src"), &["bump", "-"], &page(TEXT));
    assert_eq!(output.code, 2, "{}", output.all());
    for line in [
        "heygen-api = \"0.",
        "heygen-api-codegen = \"0.",
        "heygen_api_codegen::build(\"openapi\")",
        "- [ ] `src/main.rs`: add",
        "heygen_api::include_client!();",
        "compatible: POST /v2/photo\\_avatar/avatar\\_group/add: operation added",
    ] {
        assert!(output.out.contains(line), "{line}\n{}", output.all());
    }
    assert!(!output.out.contains("new origin"), "HeyGen's own is none: {}", output.all());
    let mut names: Vec<_> =
        fs::read_dir(root.join("openapi")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(
        names,
        ["README.md", "add-looks-to-photo-avatar-group.json", "add-looks-to-photo-avatar-group.overlay.json"]
    );
    assert_eq!(fs::read_to_string(root.join("Cargo.toml")).unwrap(), manifest, "versions are the crate's own");
    assert!(!root.join("src/generated.rs").exists() && !root.join("CHANGELOG.md").exists());

    fs::remove_file(root.join("openapi/README.md")).unwrap();
    let text = TEXT.replacen("\"type\": \"string\"", "\"type\": \"string\", \"pattern\": \"^a\"", 1);
    let again = heygen(root, &["bump", "-", "--compile=none"], &page(&text));
    assert!(root.join("openapi/README.md").exists(), "the table is made where it is missing");
    assert!(again.code == 2 && again.out.contains("features = [\"pattern\"] }"), "{}", again.all());
}

#[test]
fn code_that_no_longer_compiles_is_a_to_do() {
    let directory = tempfile::tempdir().unwrap();
    let root = directory.path();
    for name in ["src", "codegen/src", "runtime/src"] {
        fs::create_dir_all(root.join(name)).unwrap();
    }
    let write = |name: &str, text: &str| fs::write(root.join(name), text).unwrap();
    // Stand-ins for both crates: only the user's code counts.
    let dependencies = "[dependencies]\nheygen-api = { path = \"runtime\" }\n[build-dependencies]\nheygen-api-codegen = { path = \"codegen\" }\n[workspace]\n";
    write("Cargo.toml", &format!("[package]\nname = \"app\"\nedition = \"2024\"\n{dependencies}"));
    write("src/main.rs", "mod v3 { heygen_api::include_client!(); }\nfn main() {\n    heygen_api::gated();\n}\n");
    let package = |name: &str| format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n");
    write("codegen/Cargo.toml", &package("heygen-api-codegen"));
    write("codegen/src/lib.rs", "pub fn build(_: &str) {}");
    write("runtime/Cargo.toml", &package("heygen-api"));
    write(
        "runtime/src/lib.rs",
        "#[macro_export]\nmacro_rules! include_client { () => {} }\n#[cfg(feature = \"extra\")]\npub fn gated() {}",
    );
    let call = ["- [ ] `src/main.rs:3`: cannot find function `gated`", "gated behind the `extra` feature."];
    for (build, version, parts) in
        [("", "4.0.8", &call[..]), ("println!(\"cargo::error=no file\");", "4.0.9", &["error: app@0.0.0: no file"])]
    {
        write("build.rs", &format!("fn main() {{ {build} heygen_api_codegen::build(\"openapi\") }}\n"));
        let output = heygen(root, &["bump", "-"], &page(&TEXT.replace("4.0.8", version)));
        assert!(output.code == 2 && parts.iter().all(|part| output.out.contains(part)), "{}", output.all());
        let document = fs::read_to_string(root.join("openapi/add-looks-to-photo-avatar-group.json")).unwrap();
        assert!(document.contains(version), "the update stays");
    }
}

#[test]
fn commands_without_a_crate_or_openapi_say_what_to_do() {
    let directory = tempfile::tempdir().unwrap();
    let output = heygen(directory.path(), &["bump", "-"], &page(TEXT));
    assert!(output.code == 1 && output.errors.contains("no Cargo.toml in"), "{}", output.all());
    fs::write(directory.path().join("Cargo.toml"), "[package]\nname = \"app\"\n").unwrap();
    for command in ["check", "diff", "generate"] {
        let output = heygen(directory.path(), &[command], "");
        assert_eq!(output.code, 1, "{}", output.all());
    }
    assert!(heygen(directory.path(), &["check"], "").errors.contains("`cargo heygen bump URL` makes it"));
}
