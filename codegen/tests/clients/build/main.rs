//! Generates the clients, and the tests that call each of their operations.

mod calls;

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use heygen_api_codegen::{Options, Source};
use serde_json::Value;

fn main() -> ExitCode {
    let all = Options::new().mocks(true).json_schema(true).both_directions(true);
    for code in [all.build("openapi"), heygen_api_codegen::build("uploads"), heygen_api_codegen::build("more/names")] {
        if code != ExitCode::SUCCESS {
            return code;
        }
    }
    let sources = Source::read_dir("openapi".as_ref()).expect("documents");
    let prepared = all.generate(&sources).expect("a client").document;
    let documents: Vec<Value> = sources.iter().map(|source| source.corrected().expect("a document")).collect();
    let (code, count) = calls::calls(&prepared, |path, method| examples(&documents, path, method));
    assert!(count >= 150, "{count} operations");
    write("every.rs", &(code + &components(&prepared, &documents)));
    write("examples.rs", &documented_examples());
    write("schemas.rs", &request_schemas(&prepared));
    ExitCode::SUCCESS
}

fn write(file: &str, text: &str) {
    let directory = env::var_os("OUT_DIR").expect("a build script has OUT_DIR");
    fs::write(Path::new(&directory).join(file), text).expect("OUT_DIR can be written");
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

/// An array with the JSON Schema of each request that is a generated type.
fn request_schemas(prepared: &Value) -> String {
    let items = prepared["paths"].as_object().into_iter().flatten().flat_map(|(_, item)| item.as_object());
    let operations = items.flatten().map(|(_, operation)| operation);
    let bodies =
        operations.filter_map(|operation| operation.pointer("/requestBody/content/application~1json/schema/$ref"));
    let names: std::collections::BTreeSet<_> = bodies.filter_map(|body| body.as_str()?.rsplit('/').next()).collect();
    let schemas: Vec<_> = names.iter().map(|name| format!("schemars::schema_for!(types::{name})")).collect();
    format!("[{}]", schemas.join(", "))
}

/// The examples of src/api.md as one function.
fn documented_examples() -> String {
    println!("cargo::rerun-if-changed=../../../src/api.md");
    let text = fs::read_to_string("../../../src/api.md").expect("src/api.md");
    let blocks = text.split("```rust,ignore\n").skip(1).map(|rest| rest.split("```").next().unwrap_or_default());
    let blocks: Vec<String> = blocks.map(|block| format!("{{\n{block}}}\n")).collect();
    let parameters = "client: &Both, image: &'static [u8], file: &mut Vec<u8>";
    format!(
        "async fn examples({parameters}) -> Result<(), Box<dyn std::error::Error>> {{\n{}Ok(())\n}}\n",
        blocks.concat()
    )
}
