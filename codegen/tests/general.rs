//! Documents in both of HeyGen's forms go through the whole pipeline.

#[path = "support/calls.rs"]
mod calls;
#[path = "../build/mod.rs"]
#[allow(dead_code, reason = "shared with build.rs")]
mod pipeline;

use pipeline::{Output, Source};
use serde_json::Value;

fn source(file: &str, text: &str) -> Source {
    Source { file: file.into(), text: text.into(), overlay: None }
}

fn fixtures() -> Vec<Source> {
    vec![
        source("openapi/external-api.yaml", include_str!("fixtures/external-api.yaml")),
        source("openapi/video-status.json", include_str!("fixtures/video-status.json")),
    ]
}

fn output(sources: &[Source]) -> Output {
    pipeline::output(sources).unwrap_or_else(|problem| panic!("{problem}"))
}

#[test]
fn what_progenitor_cannot_do_is_left_out_with_a_warning_that_names_it() {
    let output = output(&fixtures());
    let warnings: Vec<String> = output.warnings.iter().map(pipeline::problem::Problem::one_line).collect();
    let all = warnings.join("\n");
    for (operation, reason) in [
        ("elsewhere", "another server"),
        ("external", "other.yaml#/X"),
        ("clash", "page_token"),
        ("endless", "defined by itself"),
    ] {
        assert!(
            warnings.iter().any(|line| line.contains(&format!("(`{operation}`) is left out")) && line.contains(reason)),
            "{operation}:\n{all}"
        );
        assert!(!output.rust.contains(&format!("pub fn {operation}(")), "{operation}");
    }
    for operation in [
        "list_videos",
        "create_video",
        "get_video",
        "delete_video",
        "update_video",
        "upload_asset",
        "put_asset",
        "post_asset",
        "get_v3_assets_asset_id_content_part",
        "get_v3_none",
        "get_everything",
        "get_styles",
        "video_status",
    ] {
        assert!(output.rust.contains(&format!("pub fn {operation}(")), "{operation} is missing:\n{all}");
    }
}

fn named(file: &str, path: &str, thing: serde_json::Value) -> pipeline::merge::Named {
    let document = serde_json::json!({
        "openapi": "3.1.0", "info": { "title": "t", "version": "1" }, "servers": [{ "url": "https://example.com" }],
        "paths": { path: { "get": { "responses": { "200": { "description": "", "content": { "application/json": {
            "schema": { "$ref": "#/components/schemas/Thing" }
        } } } } } } },
        "components": { "schemas": { "Thing": thing } },
    });
    pipeline::merge::Named { file: file.into(), document }
}

#[test]
fn unequal_components_of_one_name_are_renamed_by_document_and_equal_ones_merge() {
    let object =
        |property: &str| serde_json::json!({ "type": "object", "properties": { property: { "type": "string" } } });
    let documents = [
        named("a.json", "/a", object("a")),
        named("b-page.json", "/b", object("b")),
        named("c.json", "/c", object("a")),
    ];
    let prepared = pipeline::prepare(&documents).unwrap();
    let schemas = prepared["components"]["schemas"].as_object().unwrap();
    assert_eq!(schemas.keys().collect::<Vec<_>>(), ["BPageThing", "Thing"]);
    let schema = &prepared["paths"]["/b"]["get"]["responses"]["2XX"]["content"]["application/json"]["schema"];
    assert_eq!(schema["$ref"], "#/components/schemas/BPageThing");
}

#[test]
fn one_operation_in_two_documents_is_an_error_that_names_both() {
    let thing = serde_json::json!({ "type": "string" });
    let problem = pipeline::prepare(&[named("a.json", "/x", thing.clone()), named("b.json", "/x", thing)]).unwrap_err();
    let text = problem.to_string();
    assert!(text.contains("a.json") && text.contains("b.json") && text.contains("/paths/~1x/get"), "{text}");
}

/// Paths of the fixtures that no client can be made of.
const NOT_GENERATED: &[&str] = &["/v3/elsewhere", "/v3/external", "/v3/clash", "/v3/endless"];

/// The fixtures, and the operations of the larger one fifteen times more.
fn large() -> Source {
    let mut document = pipeline::correct(&fixtures()[0]).unwrap().document;
    let paths = document["paths"].as_object().unwrap().clone();
    for index in 0..15 {
        for (path, item) in paths.iter().filter(|(path, _)| !NOT_GENERATED.contains(&path.as_str())) {
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
    let answers = successes.flat_map(|(_, response)| of(&response["content"]["application/json"])).collect();
    (of(&operation["requestBody"]["content"]["application/json"]), answers)
}

/// Test code that reads and writes each example of a component.
fn components(prepared: &Value, documents: &[Value]) -> String {
    let mut lines = String::new();
    for document in documents {
        for (name, schema) in document.pointer("/components/schemas").and_then(Value::as_object).into_iter().flatten() {
            let several = schema["examples"].as_array().cloned().unwrap_or_default();
            for example in several.into_iter().chain(schema.get("example").cloned()) {
                for side in [name.clone(), format!("{name}Input")] {
                    if prepared["components"]["schemas"].get(&side).is_some() {
                        lines += &format!(
                            "    whole(serde_json::to_value(serde_json::from_value::<types::{side}>(json!({example})).unwrap()).unwrap(), json!({example}));\n"
                        );
                    }
                }
            }
        }
    }
    assert!(lines.lines().count() >= 2, "the fixtures have examples of components");
    format!("#[test]\nfn examples_of_components() {{\n{lines}}}\n")
}

/// A scratch copy of the crate with the fixtures in its openapi/, 150 operations and more: built, linted, documented, and
/// each operation called against a mock.
#[test]
fn a_copy_of_the_crate_with_the_fixtures_builds_without_a_warning_and_calls_every_operation() {
    let scratch = Scratch::new("fixtures");
    let yaml = source("openapi/quota.yaml", include_str!("fixtures/quota.yaml"));
    let sources = [large(), fixtures().remove(1), yaml];
    let mut named = Vec::new();
    for source in &sources {
        scratch.write(&source.file, &source.text);
        named.push(pipeline::correct(source).unwrap());
    }
    let prepared = pipeline::prepare(&named).unwrap();
    let documents: Vec<Value> = named.into_iter().map(|named| named.document).collect();
    let (code, count) = calls::calls(&prepared, |path, method| examples(&documents, path, method));
    assert!(count >= 150, "{count} operations");
    scratch.write("tests/every.rs", &(code + &components(&prepared, &documents)));
    scratch.write("tests/calls.rs", include_str!("fixtures/calls.rs"));
    // What not every document needs, the build asks for.
    for (features, missing) in [("", "yaml"), ("yaml", "pattern")] {
        let (success, said) = scratch.with_features(features, &["check", "--lib"]);
        let told = [format!("needs the feature `{missing}`"), "add it to `default` in Cargo.toml".to_owned()];
        assert!(!success && told.iter().all(|part| said.contains(part)), "{said}");
    }
    scratch.cargo(&["clippy", "--lib", "--", "-D", "warnings"]);
    scratch.cargo(&["doc", "--no-deps", "--lib"]);
    scratch.cargo(&["test", "--test", "calls", "--test", "every"]);
}

struct Scratch {
    root: std::path::PathBuf,
}

impl Scratch {
    fn new(name: &str) -> Self {
        let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&root);
        std::fs::create_dir_all(root.join("tests")).unwrap();
        for part in ["Cargo.toml", "Cargo.lock", "build.rs", "README.md", "build", "openapi", "src", "benches"] {
            copy(&here.join(part), &root.join(part));
        }
        // A workspace and a package of its own: it shares the target directory with this one.
        for file in ["Cargo.toml", "Cargo.lock"] {
            let text = std::fs::read_to_string(root.join(file)).unwrap();
            let text = text.replacen("name = \"heygen-api\"", "name = \"heygen-api-scratch\"", 1);
            let text =
                text.replace("\nheygen-api = {", "\nheygen-api-scratch = {").replace("members = [\"xtask\"]\n", "");
            let more = if file == "Cargo.toml" { "\n[lib]\nname = \"heygen_api\"\n" } else { "" };
            std::fs::write(root.join(file), text + more).unwrap();
        }
        Self { root }
    }

    fn write(&self, file: &str, text: &str) {
        std::fs::write(self.root.join(file), text).unwrap();
    }

    fn cargo(&self, arguments: &[&str]) {
        let (success, said) = self.with_features("pattern,yaml", arguments);
        assert!(success, "cargo {arguments:?}:\n{said}");
    }

    fn with_features(&self, features: &str, arguments: &[&str]) -> (bool, String) {
        let (command, rest) = arguments.split_first().unwrap();
        let output = std::process::Command::new(env!("CARGO"))
            .arg(command)
            .args(["--offline", "--features", features])
            .args(rest)
            .current_dir(&self.root)
            // This crate's own target directory: the dependencies are built already.
            .env("CARGO_TARGET_DIR", std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap())
            .env("RUSTDOCFLAGS", "-D warnings")
            .output()
            .unwrap();
        let (said, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        (output.status.success(), format!("{said}\n{errors}"))
    }
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    if from.is_dir() {
        std::fs::create_dir_all(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else if from.exists() {
        std::fs::copy(from, to).unwrap();
    }
}
