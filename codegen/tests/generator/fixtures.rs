//! Documents in both of HeyGen's forms, and small ones that test a single rule.

use heygen_api_codegen::{Diagnostic, Generated, Source, generate};
use proptest::test_runner::{Config, RngSeed};
use serde_json::{Value, json};

/// The document's file in messages.
pub const DOCUMENT: &str = "openapi/add-looks-to-photo-avatar-group.json";
pub const DOCUMENT_TEXT: &str = include_str!("../fixtures/add-looks-to-photo-avatar-group.json");
pub const OVERLAY: &str = "openapi/add-looks-to-photo-avatar-group.overlay.json";
pub const OVERLAY_TEXT: &str = include_str!("../fixtures/add-looks-to-photo-avatar-group.overlay.json");

/// A document without an overlay.
pub fn source(file: &str, text: &str) -> Source {
    Source { file: file.to_owned(), text: text.to_owned(), overlay: None }
}

fn yaml_source(file: &str, text: &str) -> Source {
    let document: Value = serde_yaml_ng::from_str(text).unwrap();
    source(file, &document.to_string())
}

/// "Add looks to photo avatar group", in the form of v1 and v2: a document for one operation.
pub fn add_looks(document: &str, overlay: &str) -> Source {
    let mut source = source(DOCUMENT, document);
    source.overlay = Some((OVERLAY.to_owned(), overlay.to_owned()));
    source
}

/// The form of v3: one document for all operations, with components, and much of OpenAPI 3.1.
pub fn external_api() -> Source {
    yaml_source("openapi/external-api.json", include_str!("../fixtures/external-api.yaml"))
}

/// A request that is a union, with unions in it.
pub fn create_avatar() -> Source {
    yaml_source("openapi/create-avatar.json", include_str!("../fixtures/create-avatar.yaml"))
}

pub fn video_status() -> Source {
    source("openapi/video-status.json", include_str!("../fixtures/video-status.json"))
}

pub fn quota() -> Source {
    yaml_source("openapi/quota.json", include_str!("../fixtures/quota.yaml"))
}

/// A document with these paths and components.
pub fn document(paths: Value, schemas: Value) -> Value {
    json!({
        "openapi": "3.1.0", "info": { "title": "t", "version": "1" }, "servers": [{ "url": "https://example.com" }],
        "paths": paths, "components": { "schemas": schemas },
    })
}

pub fn object(properties: Value) -> Value {
    json!({ "type": "object", "properties": properties })
}

/// A path item with an operation that sends this schema.
pub fn post_item(id: &str, request: Value) -> Value {
    json!({ "post": {
        "operationId": id, "requestBody": { "content": { "application/json": { "schema": request } } },
        "responses": { "200": { "description": "" } },
    } })
}

/// A path item with an operation that returns this schema.
pub fn get_item(id: &str, response: Value) -> Value {
    json!({ "get": { "operationId": id, "responses": {
        "200": { "description": "", "content": { "application/json": { "schema": response } } },
    } } })
}

pub fn generated(sources: &[Source]) -> Generated {
    generate(sources).unwrap_or_else(|diagnostic| panic!("{diagnostic}"))
}

/// The client of one document.
pub fn client(document: &Value) -> Generated {
    generated(&[source("openapi/a.json", &document.to_string())])
}

/// The error that stops the generator.
pub fn error(sources: &[Source]) -> Diagnostic {
    match generate(sources) {
        Ok(_) => panic!("a client was generated"),
        Err(diagnostic) => diagnostic,
    }
}

/// Whether the client has this operation.
pub fn has_operation(generated: &Generated, operation: &str) -> bool {
    generated.rust.contains(&format!("pub fn {operation} ("))
}

pub fn warning_lines(warnings: &[Diagnostic]) -> Vec<String> {
    warnings.iter().map(Diagnostic::one_line).collect()
}

/// The number of cases. Few by default, because each runs the whole generator, and the same ones in each run, so that
/// a change is not blamed for an old bug. PROPTEST_CASES sets another number of random ones.
pub fn case_count(few: u32) -> Config {
    let more = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    let rng_seed = if more.is_some() { RngSeed::Random } else { RngSeed::Fixed(2026) };
    Config { cases: more.unwrap_or(few), failure_persistence: None, rng_seed, ..Config::default() }
}
