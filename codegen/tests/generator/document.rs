//! Tests of the prepared document, which progenitor gets.

use serde_json::{Value, json};

use crate::fixtures::{
    self, DOCUMENT_TEXT, OVERLAY_TEXT, client, document, error, generated, get_item, source, warning_lines,
};
use heygen_api_codegen::Source;

#[test]
fn the_prepared_document_is_what_was_reviewed() {
    let prepared = generated(&[fixtures::add_looks(DOCUMENT_TEXT, OVERLAY_TEXT)]).document;
    let text = serde_json::to_string_pretty(&prepared).unwrap() + "\n";
    expectorate::assert_contents("tests/snapshots/document.json", &text);
}

/// A document whose one operation returns the component `Thing`.
fn thing_source(file: &str, path: &str, thing: Value) -> Source {
    let reference = json!({ "$ref": "#/components/schemas/Thing" });
    source(file, &document(json!({ path: get_item("", reference) }), json!({ "Thing": thing })).to_string())
}

#[test]
fn different_components_with_one_name_are_renamed_and_equal_ones_are_merged() {
    let object = |property: &str| json!({ "type": "object", "properties": { property: { "type": "string" } } });
    let prepared = generated(&[
        thing_source("a.json", "/a", object("a")),
        thing_source("b-page.json", "/b", object("b")),
        thing_source("c.json", "/c", object("a")),
    ])
    .document;
    let schemas = prepared["components"]["schemas"].as_object().unwrap();
    assert_eq!(schemas.keys().collect::<Vec<_>>(), ["BPageThing", "Thing"]);
    let schema = &prepared["paths"]["/b"]["get"]["responses"]["2XX"]["content"]["application/json"]["schema"];
    assert_eq!(schema["$ref"], "#/components/schemas/BPageThing");
}

#[test]
fn one_operation_in_two_documents_is_an_error_that_names_both() {
    let string = json!({ "type": "string" });
    let text = error(&[thing_source("a.json", "/x", string.clone()), thing_source("b.json", "/x", string)]).to_string();
    assert!(text.contains("a.json") && text.contains("b.json") && text.contains("/paths/~1x/get"), "{text}");
}

#[test]
fn a_referenced_path_item_is_put_in_place() {
    let mut document = document(json!({ "/x": { "$ref": "#/components/pathItems/X" } }), json!({}));
    document["components"]["pathItems"] = json!({ "X": get_item("op", json!({ "type": "string" })) });
    let prepared = client(&document).document;
    assert_eq!(prepared["paths"]["/x"]["get"]["operationId"], "op");
}

#[test]
fn annotations_of_a_document_are_dropped() {
    let mut document = document(json!({ "/x": get_item("op", json!({ "type": "string" })) }), json!({}));
    document["jsonSchemaDialect"] = json!("https://json-schema.org/draft/2020-12/schema");
    document["info"]["summary"] = json!("s");
    document["info"]["license"] = json!({ "name": "n", "identifier": "MIT" });
    document["webhooks"] = json!({ "hook": { "post": { "responses": {} } } });
    let generated = client(&document);
    for gone in ["/jsonSchemaDialect", "/info/summary", "/info/license", "/webhooks"] {
        assert_eq!(generated.document.pointer(gone), None, "{gone}");
    }
    let warnings = warning_lines(&generated.warnings);
    assert!(warnings.len() == 1 && warnings[0].contains("hook"), "{warnings:?}");
}
