//! The pipeline of build/, called as build.rs calls it: what it makes of today's document, and what stops it.

#[allow(dead_code, reason = "shared with build.rs")]
#[path = "../build/mod.rs"]
mod pipeline;

use pipeline::problem::Problem;
use pipeline::{Source, overlay, text};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const FILE: &str = "openapi/add-looks-to-photo-avatar-group.json";
const OVERLAY: &str = "openapi/add-looks-to-photo-avatar-group.overlay.json";
const DOCUMENT_TEXT: &str = include_str!("../openapi/add-looks-to-photo-avatar-group.json");
const OVERLAY_TEXT: &str = include_str!("../openapi/add-looks-to-photo-avatar-group.overlay.json");

fn source(document: &str, overlay: &str) -> Source {
    Source { file: FILE.to_owned(), text: document.to_owned(), overlay: Some((OVERLAY.to_owned(), overlay.to_owned())) }
}

/// A document with one operation whose response has this schema, and no overlay.
fn with_request_schema(schema: Value) -> Source {
    let document = json!({
        "openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "servers": [{"url": "https://example.com"}],
        "paths": {"/a": {"post": {
            "operationId": "a",
            "requestBody": {"content": {"application/json": {"schema": schema}}},
            "responses": {"200": {"description": "ok"}},
        }}},
    });
    Source { file: "openapi/a.json".to_owned(), text: document.to_string(), overlay: None }
}

fn problem(source: Source) -> Problem {
    match pipeline::client(&[source]) {
        Ok(_) => panic!("the pipeline went through"),
        Err(problem) => problem,
    }
}

fn says(problem: &Problem, parts: &[&str]) {
    let text = problem.to_string();
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in:\n{text}");
    }
    assert!(text.contains("to do: ") && text.contains("CONTRIBUTING.md"), "{text}");
}

#[test]
fn the_generated_client_is_what_was_reviewed() {
    let client = pipeline::client(&[source(DOCUMENT_TEXT, OVERLAY_TEXT)]).unwrap();
    expectorate::assert_contents("tests/snapshots/generated.rs", &client);
}

#[test]
fn the_prepared_document_is_what_was_reviewed() {
    let corrected = pipeline::correct(&source(DOCUMENT_TEXT, OVERLAY_TEXT)).unwrap();
    let prepared = pipeline::prepare(&[corrected]).unwrap();
    let text = serde_json::to_string_pretty(&prepared).unwrap() + "\n";
    expectorate::assert_contents("tests/snapshots/document.json", &text);
}

#[test]
fn the_version_of_the_package_carries_the_documents() {
    let document: Value = serde_json::from_str(DOCUMENT_TEXT).unwrap();
    let (_, metadata) = env!("CARGO_PKG_VERSION").split_once('+').unwrap();
    assert_eq!(json!(metadata), document["info"]["version"]);
}

#[test]
fn the_vendored_document_is_the_one_whose_origin_is_written_down() {
    let readme = include_str!("../openapi/README.md");
    let sum: String = Sha256::digest(DOCUMENT_TEXT).iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(readme.contains(&sum), "openapi/README.md does not name the SHA-256 {sum}");
}

#[test]
fn a_changed_sentence_stops_the_pipeline() {
    let bumped = DOCUMENT_TEXT.replace("A maximum of 4 images can be added", "A maximum of 6 images can be added");
    assert_ne!(bumped, DOCUMENT_TEXT);
    let problem = problem(source(&bumped, OVERLAY_TEXT));
    says(&problem, &[OVERLAY, "/actions/2", "image_keys", "A maximum of 4 images can be added at a time."]);
}

#[test]
fn a_correction_that_heygen_made_stops_the_pipeline() {
    let bumped = DOCUMENT_TEXT.replace(r#""type": "integer""#, r#""type": "number""#);
    says(&problem(source(&bumped, OVERLAY_TEXT)), &[OVERLAY, "created_at", r#"{"type":"integer"}"#]);
}

#[test]
fn a_target_that_matches_nothing_stops_the_pipeline() {
    let bumped = DOCUMENT_TEXT.replace("/v2/photo_avatar/avatar_group/add", "/v2/photo_avatar/avatar_group/add_looks");
    says(&problem(source(&bumped, OVERLAY_TEXT)), &[OVERLAY, "/actions/0", "the target matches nothing"]);
}

#[test]
fn what_is_no_overlay_stops_the_pipeline() {
    says(&problem(source(DOCUMENT_TEXT, "{ not json")), &[OVERLAY, "not JSON", "line 1"]);
    for (overlay, part) in [
        (json!({}), "no `overlay` version"),
        (json!({"overlay": "2.0.0", "actions": []}), "2.0.0"),
        (json!({"overlay": "1.0.0"}), "`actions` is not an array"),
        (json!({"overlay": "1.0.0", "actions": [{"update": {}}]}), "no `target`"),
        (json!({"overlay": "1.0.0", "actions": [{"target": "$.info"}]}), "neither `update` nor `remove: true`"),
        (json!({"overlay": "1.0.0", "actions": [{"target": "info[", "update": {}}]}), "not a JSONPath"),
    ] {
        says(&problem(source(DOCUMENT_TEXT, &overlay.to_string())), &[OVERLAY, part]);
    }
}

#[test]
fn a_document_that_is_none_stops_the_pipeline() {
    says(&problem(source("<html>", OVERLAY_TEXT)), &[FILE, "not JSON"]);
    let swagger = DOCUMENT_TEXT.replace(r#""openapi": "3.1.0""#, r#""openapi": "4.0.0""#);
    says(&problem(source(&swagger, OVERLAY_TEXT)), &["/openapi", "4.0.0"]);
}

#[test]
fn what_3_0_cannot_express_stops_the_pipeline() {
    let tuple = json!({"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]});
    let schema = json!({"type": "object", "properties": {"a": tuple}});
    let pointer = "/paths/~1a/post/requestBody/content/application~1json/schema/properties/a/prefixItems";
    says(&problem(with_request_schema(schema)), &[pointer, "OpenAPI 3.0 cannot express"]);
}

#[test]
fn one_name_with_two_bodies_stops_the_pipeline() {
    let overlay = json!({"overlay": "1.0.0", "actions": [
        {"target": "$..properties.generation_id", "update": {"title": "Same"}},
        {"target": "$..properties.is_motion", "update": {"title": "Same"}},
    ]});
    let problem = problem(source(DOCUMENT_TEXT, &overlay.to_string()));
    says(&problem, &["`Same` has two different bodies", "/properties/generation_id", "/properties/is_motion"]);
}

#[test]
fn a_replacement_that_does_not_stand_in_the_output_stops_the_pipeline() {
    // A request's own body is no field of another type.
    let overlay = json!({"overlay": "1.0.0", "actions": [
        {"target": "$..requestBody.content['application/json'].schema", "update": {"title": "Whole", "x-replace-with": "crate::Whole"}},
    ]});
    let problem = problem(source(DOCUMENT_TEXT, &overlay.to_string()));
    says(&problem, &["`crate::Whole` does not stand in the generated types"]);
}

#[test]
fn the_limit_stands_once() {
    let client =
        pipeline::client(&[source(DOCUMENT_TEXT, &OVERLAY_TEXT.replace(r#""maxItems": 4"#, r#""maxItems": 6"#))])
            .unwrap();
    assert!(client.contains("pub const IMAGE_KEYS_MAX: usize = 6usize;"));
}

#[test]
fn an_overlay_merges_as_the_standard_says() {
    let document = json!({"a": {"b": 1, "c": [1], "d": {"e": 1}}, "list": [{"x": 1}, {"x": 2}, {"x": 3}]});
    let apply =
        |actions: Value| overlay::apply(document.clone(), &json!({"overlay": "1.0.0", "actions": actions})).unwrap();
    let merged = apply(json!([{"target": "$.a", "update": {"b": 2, "c": [2], "d": {"f": 2}, "g": null}}]));
    assert_eq!(merged["a"], json!({"b": 2, "c": [1, 2], "d": {"e": 1, "f": 2}, "g": null}));
    assert_eq!(apply(json!([{"target": "$.list", "update": {"x": 4}}]))["list"][3], json!({"x": 4}));
    assert_eq!(apply(json!([{"target": "$.list[?@.x != 2]", "remove": true}]))["list"], json!([{"x": 2}]));
    assert_eq!(apply(json!([{"target": "$.a", "remove": true, "update": {"b": 9}}])).get("a"), None);
    let chained = apply(json!([{"target": "$.a", "update": {"new": {}}}, {"target": "$.a.new", "update": {"y": 1}}]));
    assert_eq!(chained["a"]["new"], json!({"y": 1}));
}

#[test]
fn descriptions_become_markdown_that_rustdoc_takes() {
    for (html, markdown) in [
        (r#"See <a href="https://a.b/c" target="_blank">the page</a>."#, "See [the page](https://a.b/c)."),
        ("Put <your-key> in [header].", r"Put \<your-key\> in \[header\]."),
        ("a <b>bold</b> and <code>x</code><br>next", "a **bold** and `x`\n\nnext"),
        ("    four spaces\n\tand a tab", "four spaces\nand a tab"),
        ("```\nlet x = 1;\n```", "```text\nlet x = 1;\n```"),
        ("```json\n{}\n```", "```json\n{}\n```"),
        ("`<kept>` and [a](https://b.c) stay", "`<kept>` and [a](https://b.c) stay"),
        ("go to https://a.b/c.", "go to <https://a.b/c>."),
        ("1 &lt; 2 &amp; 3", r"1 \< 2 & 3"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
        ("ends with space  ", "ends with space"),
    ] {
        assert_eq!(text::markdown(html), markdown, "{html}");
    }
}
