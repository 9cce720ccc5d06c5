//! Tests of the client crate with the fixtures in its openapi/: it builds without a warning, and every operation can
//! be called.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::calls;
use crate::fixtures::{
    self, DOCUMENT_TEXT, OVERLAY_TEXT, create_avatar, external_api, generated, quota, source, video_status,
};
use crate::scratch::Scratch;
use heygen_api_codegen::Source;

/// Paths of the fixtures that are skipped.
const SKIPPED: &[&str] = &["/v3/elsewhere", "/v3/external", "/v3/endless"];

/// The largest fixture, with fifteen copies of its operations.
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

/// The examples of an operation in a document: of its request, and of its success.
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

/// The examples of src/api.md as one function.
fn documented_examples() -> String {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/api.md")).unwrap();
    let blocks = text.split("```rust,ignore\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let blocks: Vec<String> = blocks.map(|block| format!("{{\n{block}}}\n")).collect();
    let parameters = "client: &Client, image: &'static [u8], file: &mut Vec<u8>";
    format!(
        "async fn examples({parameters}) -> Result<(), Box<dyn std::error::Error>> {{\n{}Ok(())\n}}\n",
        blocks.concat()
    )
}

/// A scratch copy of the crate with 150 operations and more is built and called against a mock.
#[test]
fn a_client_of_the_fixtures_builds_without_a_warning_and_calls_every_operation() {
    // src/ needs the first one.
    let sources = [fixtures::add_looks(DOCUMENT_TEXT, OVERLAY_TEXT), large(), create_avatar(), quota(), video_status()];
    let prepared = generated(&sources).document;
    let documents: Vec<Value> = sources.iter().map(|source| source.corrected().unwrap()).collect();
    let (code, count) = calls::calls(&prepared, |path, method| examples(&documents, path, method));
    assert!(count >= 150, "{count} operations");

    let scratch = Scratch::new("client");
    scratch.write_sources(&sources);
    scratch.write("tests/every.rs", &(code + &components(&prepared, &documents)));
    scratch.write("tests/calls.rs", include_str!("../fixtures/client_calls.rs"));
    scratch.write(
        "tests/examples.rs",
        &(include_str!("../fixtures/client_examples.rs").to_owned() + &documented_examples()),
    );
    scratch.write("tests/unions.rs", include_str!("../fixtures/client_unions.rs"));
    scratch.cargo(&["test", "--test", "calls", "--test", "every", "--test", "examples", "--test", "unions"]);
}
