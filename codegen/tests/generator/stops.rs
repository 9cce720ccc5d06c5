//! Tests of the errors that stop the generator.

use serde_json::json;

use crate::fixtures::{
    self, DOCUMENT_TEXT, OVERLAY, OVERLAY_TEXT, document, generated, get_item, object, post_item, source,
};
use heygen_api_codegen::Diagnostic;

fn error(document: &str, overlay: &str) -> Diagnostic {
    fixtures::error(&[fixtures::add_looks(document, overlay)])
}

fn contains(error: &Diagnostic, parts: &[&str]) {
    let text = error.to_string();
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in:\n{text}");
    }
    assert!(text.contains("help: ") && text.contains("guide/operations/#"), "{text}");
}

#[test]
fn an_overlay_that_no_longer_applies_is_an_error_that_names_its_action() {
    for (from, to, parts) in [
        (
            "A maximum of 4 images can",
            "A maximum of 6 images can",
            ["/actions/2", "image_keys", "A maximum of 4 images"],
        ),
        (r#""type": "integer""#, r#""type": "number""#, ["/actions/", "created_at", r#"{"type":"integer"}"#]),
        (
            "avatar_group/add",
            "avatar_group/add_looks",
            ["/actions/0", "avatar_group/add", "the target matches nothing"],
        ),
    ] {
        let bumped = DOCUMENT_TEXT.replace(from, to);
        assert_ne!(bumped, DOCUMENT_TEXT);
        let error = error(&bumped, OVERLAY_TEXT);
        contains(&error, &[OVERLAY]);
        contains(&error, &parts);
    }
    contains(&error(DOCUMENT_TEXT, "{ not json"), &[OVERLAY, "not JSON", "line 1"]);
}

#[test]
fn a_request_that_no_value_matches_is_an_error_if_no_operation_is_left() {
    let schema = json!({"type": "object", "properties": {"a": {"allOf": [false]}}});
    let pointer = "/paths/~1a/post/requestBody/content/application~1json/schema/properties/a/allOf";
    let document = document(json!({"/a": post_item("a", schema)}), json!({}));
    let error = fixtures::error(&[source("openapi/a.json", &document.to_string())]);
    contains(&error, &["openapi/a.json: no value matches", pointer]);
}

#[test]
fn one_title_for_two_different_schemas_is_an_error() {
    let overlay = json!({"overlay": "1.0.0", "info": {"title": "t", "version": "1"}, "actions": [
        {"target": "$..properties.generation_id", "update": {"title": "Same"}},
        {"target": "$..properties.is_motion", "update": {"title": "Same"}},
    ]});
    let error = error(DOCUMENT_TEXT, &overlay.to_string());
    contains(&error, &["`Same` has two different schemas", "/properties/generation_id", "/properties/is_motion"]);
}

#[test]
fn a_replacement_that_the_generated_code_does_not_use_is_an_error() {
    let replaced = |target: &str| {
        let update = json!({"title": "Whole", "x-replace-with": "crate::Whole"});
        json!({"overlay": "1.0.0", "info": {"title": "t", "version": "1"}, "actions": [{"target": target, "update": update}]}).to_string()
    };
    let body = replaced("$..requestBody.content['application/json'].schema");
    let generated = generated(&[fixtures::add_looks(DOCUMENT_TEXT, &body)]).rust;
    assert!(generated.contains("body : Result < crate :: Whole , String >"), "{generated}");
    // A union of a response is read as one type with the fields of all branches.
    let union = json!({"oneOf": [object(json!({"a": {"type": "string"}})), object(json!({"b": {"type": "string"}}))]});
    let document = document(json!({"/a": get_item("a", union)}), json!({})).to_string();
    let error = fixtures::error(&[fixtures::add_looks(&document, &replaced("$..oneOf[0]"))]);
    contains(&error, &["the generated code does not use `crate::Whole`"]);
}
