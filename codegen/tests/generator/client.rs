//! The client crate with the fixtures in its openapi/: it builds without a warning, and every operation can be called.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use serde_json::Value;

use crate::calls;
use crate::fixtures::{
    self, DOCUMENT_TEXT, OVERLAY_TEXT, create_avatar, external_api, generated, quota, source, video_status,
};
use heygen_api_codegen::Source;

/// Paths of the fixtures that are skipped.
const SKIPPED: &[&str] = &["/v3/elsewhere", "/v3/external", "/v3/clash", "/v3/endless"];

/// The largest fixture, with its operations fifteen times more.
fn large() -> Source {
    let mut document = external_api().corrected().unwrap();
    let paths = document["paths"].as_object().unwrap().clone();
    for index in 0..15 {
        for (path, item) in paths.iter().filter(|(path, _)| !SKIPPED.contains(&path.as_str())) {
            document["paths"][format!("/copy{index}{path}")] = item.clone();
        }
    }
    source("openapi/large.json", &document.to_string())
}

/// What a document holds as examples of an operation: of its request, of its success.
fn examples(documents: &[Value], path: &str, method: &str) -> (Vec<Value>, Vec<Value>) {
    let of = |media: &Value| {
        let named = media["examples"].as_object().into_iter().flatten().map(|(_, example)| example["value"].clone());
        named.chain(media.get("example").cloned()).collect::<Vec<_>>()
    };
    let Some(operation) = documents.iter().map(|document| &document["paths"][path][method]).find(|it| !it.is_null())
    else {
        return Default::default();
    };
    let successes =
        operation["responses"].as_object().into_iter().flatten().filter(|(status, _)| status.starts_with('2'));
    let responses = successes.flat_map(|(_, response)| of(&response["content"]["application/json"])).collect();
    (of(&operation["requestBody"]["content"]["application/json"]), responses)
}

/// Test code that reads and writes each example of a component.
fn components(prepared: &Value, documents: &[Value]) -> String {
    let mut lines = String::new();
    for document in documents {
        for (name, schema) in document.pointer("/components/schemas").and_then(Value::as_object).into_iter().flatten() {
            let several = schema["examples"].as_array().cloned().unwrap_or_default();
            for example in several.into_iter().chain(schema.get("example").cloned()) {
                for name in [name.clone(), format!("{name}Input")] {
                    if prepared["components"]["schemas"].get(&name).is_some() {
                        lines += &format!(
                            "    whole(serde_json::to_value(serde_json::from_value::<types::{name}>(json!({example})).unwrap()).unwrap(), json!({example}));\n"
                        );
                    }
                }
            }
        }
    }
    assert!(lines.lines().count() >= 2, "the fixtures have examples of components");
    format!("#[test]\nfn examples_of_components() {{\n{lines}}}\n")
}

/// A scratch copy of the crate with the fixtures in its openapi/, 150 operations and more: linted, documented, and each
/// operation called against a mock.
#[test]
fn a_client_of_the_fixtures_builds_without_a_warning_and_calls_every_operation() {
    // src/ is written for the first.
    let sources = [fixtures::add_looks(DOCUMENT_TEXT, OVERLAY_TEXT), large(), create_avatar(), quota(), video_status()];
    let prepared = generated(&sources).document;
    let documents: Vec<Value> = sources.iter().map(|source| source.corrected().unwrap()).collect();
    let (code, count) = calls::calls(&prepared, |path, method| examples(&documents, path, method));
    assert!(count >= 150, "{count} operations");

    let scratch = Scratch::new();
    for source in &sources {
        scratch.write(&source.file, &source.text);
        if let Some((file, text)) = &source.overlay {
            scratch.write(file, text);
        }
    }
    scratch.write("tests/every.rs", &(code + &components(&prepared, &documents)));
    scratch.write("tests/calls.rs", include_str!("../fixtures/client_calls.rs"));
    scratch.write("tests/unions.rs", include_str!("../fixtures/client_unions.rs"));
    scratch.cargo(&["clippy", "--lib"], &["--", "-D", "warnings"]);
    scratch.cargo(&["doc", "--no-deps", "--lib"], &[]);
    scratch.cargo(&["test", "--test", "calls", "--test", "every", "--test", "unions"], &[]);
}

struct Scratch {
    root: PathBuf,
}

impl Scratch {
    /// The client crate without its documents, as a workspace of its own.
    fn new() -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("client");
        let _ = fs::remove_dir_all(&root);
        let scratch = Self { root };
        let house = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        for part in ["build.rs", "Cargo.lock", "README.md", "src"] {
            copy(&house.join(part), &scratch.root.join(part));
        }
        scratch.write("Cargo.toml", &manifest(&fs::read_to_string(house.join("Cargo.toml")).unwrap()));
        scratch
    }

    fn write(&self, file: &str, text: &str) {
        let path = self.root.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn cargo(&self, command: &[&str], more: &[&str]) {
        let output = Command::new(env!("CARGO"))
            .args(command)
            .args(["--offline", "--features", "mock,schemars"])
            .args(more)
            .current_dir(&self.root)
            // The workspace's own target directory: the dependencies are built already.
            .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap())
            .env("RUSTDOCFLAGS", "-D warnings")
            .output()
            .unwrap();
        let (report, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "cargo {command:?}:\n{report}\n{errors}");
    }
}

/// The client's manifest with what the scratch copy needs: no benches, fewer dependencies of tests, and `regress`, which
/// generated code needs where a document has a `pattern`.
fn manifest(client: &str) -> String {
    let table = |name: &str| {
        let (_, rest) = client.split_once(&format!("[{name}]\n")).unwrap();
        format!("[{name}]\n{}\n", rest.split("\n[").next().unwrap())
    };
    let codegen = format!("path = {:?}", env!("CARGO_MANIFEST_DIR"));
    [
        "[package]\nname = \"heygen-api-scratch\"\nedition.workspace = true\n\n[lib]\nname = \"heygen_api\"\n\n[workspace]\n\n",
        &table("workspace.package"),
        &table("workspace.dependencies").replace("path = \"codegen\"", &codegen),
        &table("features"),
        &table("dependencies"),
        "regress.workspace = true\n\n",
        &table("build-dependencies"),
        &table("lints.rust"),
        "[dev-dependencies]\nhttpmock.workspace = true\ntokio = { workspace = true, features = [\"full\"] }\n",
    ]
    .concat()
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from, to).unwrap();
    }
}
