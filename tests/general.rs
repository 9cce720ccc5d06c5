//! Documents in both of HeyGen's forms go through the whole pipeline.

#[path = "../build/mod.rs"]
#[allow(dead_code, reason = "shared with build.rs")]
mod pipeline;

use pipeline::{Output, Source};

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
        ("cookie", "cookies"),
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

#[test]
fn a_hundred_and_fifty_operations_generate() {
    let mut documents = Vec::new();
    for source in fixtures() {
        documents.push(pipeline::correct(&source).unwrap());
    }
    let copies: Vec<_> = documents[0].document["paths"].as_object().unwrap().clone().into_iter().collect();
    for index in 0..15 {
        for (path, item) in &copies {
            documents[0].document["paths"][format!("/copy{index}{path}")] = item.clone();
        }
    }
    let text = documents[0].document.to_string();
    let output = output(&[source("openapi/large.json", &text)]);
    assert!(output.rust.matches("pub fn send").count() + output.rust.matches("pub async fn send").count() >= 150);
    println!("{} lines, {} bytes", output.rust.lines().count(), output.rust.len());
}

/// A scratch copy of the crate with the fixtures in its openapi/: built, linted, documented, and called against a mock.
#[test]
fn a_copy_of_the_crate_with_the_fixtures_builds_without_a_warning_and_calls_them() {
    let scratch = Scratch::new("fixtures");
    for Source { file, text, .. } in fixtures() {
        scratch.write(&file, &text);
    }
    scratch.write("tests/calls.rs", include_str!("fixtures/calls.rs"));
    scratch.cargo(&["clippy", "--lib", "--", "-D", "warnings"]);
    scratch.cargo(&["doc", "--no-deps", "--lib"]);
    scratch.cargo(&["test", "--test", "calls"]);
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
            let text = text.replace("\nheygen-api = {", "\nheygen-api-scratch = {");
            let more = if file == "Cargo.toml" { "\n[lib]\nname = \"heygen_api\"\n" } else { "" };
            std::fs::write(root.join(file), text + more).unwrap();
        }
        Self { root }
    }

    fn write(&self, file: &str, text: &str) {
        std::fs::write(self.root.join(file), text).unwrap();
    }

    fn cargo(&self, arguments: &[&str]) {
        let (command, rest) = arguments.split_first().unwrap();
        let output = std::process::Command::new(env!("CARGO"))
            .arg(command)
            .args(["--offline", "--features", "pattern"])
            .args(rest)
            .current_dir(&self.root)
            // This crate's own target directory: the dependencies are built already.
            .env("CARGO_TARGET_DIR", std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap())
            .env("RUSTDOCFLAGS", "-D warnings")
            .output()
            .unwrap();
        let (said, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "cargo {arguments:?}:\n{said}\n{errors}");
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
