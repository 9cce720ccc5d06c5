//! Fields of requests and responses: null, `readOnly`, `writeOnly` and `deprecated`.

use serde_json::json;

use crate::fixtures::{client, document, get_item, object, post_item};

/// The generated struct and the functions of its constructor.
fn request(properties: serde_json::Value, required: &[&str]) -> String {
    let mut schema = object(properties);
    schema["required"] = json!(required);
    client(&document(json!({ "/a": post_item("send_it", schema) }), json!({}))).rust
}

#[test]
fn an_optional_field_that_may_be_null_can_be_missing_null_or_set() {
    let list = json!({ "type": "array", "items": { "type": "string" } });
    let properties =
        json!({ "note": { "type": ["string", "null"] }, "tags": list, "must": { "type": ["string", "null"] } });
    let rust = request(properties, &["must"]);
    for part in [
        "pub note : Option < Option < String > >",
        "pub must : Option < String >",
        "pub fn with_note (mut self , note : impl Into < String >) -> Self { self . note = Some (Some (note . into ())) ; self }",
        "pub fn with_note_null (mut self) -> Self { self . note = Some (None) ; self }",
        // A list that is set is sent, even if it is empty.
        r#"# [serde (skip_serializing_if = "Option::is_none")] pub tags : Option < Vec < String > >"#,
        "pub fn with_tags (",
    ] {
        assert!(rust.contains(part), "{part:?} is not in:\n{rust}");
    }
    assert!(!rust.contains("with_tags_null") && !rust.contains("with_must"), "{rust}");
}

#[test]
fn a_request_without_properties_is_a_type() {
    for (schema, fields) in [
        (json!({ "type": "object", "additionalProperties": false }), "{ }"),
        (json!({ "type": "object", "required": ["a"] }), "{ pub a :"),
    ] {
        let paths = json!({ "/a": post_item("sends", schema.clone()), "/b": post_item("nests", object(json!({ "x": schema }))) });
        let rust = client(&document(paths, json!({}))).rust;
        for name in ["SendsRequest", "NestsRequestX"] {
            assert!(rust.contains(&format!("pub struct {name} {fields}")), "{rust}");
        }
    }
}

#[test]
fn a_read_only_field_is_not_required_in_requests_and_a_write_only_one_is_not_in_responses() {
    let base = json!({ "type": "object", "required": ["id", "name", "kind", "state"], "properties": {
        "id": { "$ref": "#/components/schemas/Id" }, "name": { "type": "string" }, "secret": { "type": "string", "writeOnly": true },
        "kind": { "const": "thing", "readOnly": true }, "state": { "enum": ["a", "b"], "readOnly": true },
    } });
    let thing = json!({ "allOf": [{ "$ref": "#/components/schemas/Base" }, { "required": ["id", "name"] }] });
    let schemas = json!({ "Id": { "type": "string", "readOnly": true }, "Base": base, "Thing": thing });
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let paths = json!({
        "/base": { "post": post_item("send_base", reference("Base"))["post"], "get": get_item("get_base", reference("Base"))["get"] },
        "/thing": post_item("send_thing", reference("Thing")),
    });
    let rust = client(&document(paths, schemas)).rust;
    let constructors: Vec<&str> =
        rust.lines().filter(|line| line.contains("pub fn new (") && line.contains("name : ")).collect();
    assert_eq!(constructors.len(), 2, "{rust}");
    assert!(
        constructors.iter().all(|new| new.contains("pub fn new (name : impl Into < String >)")),
        "{constructors:#?}"
    );
    assert_eq!(rust.matches("pub secret :").count(), 2, "only requests have it:\n{rust}");
}

#[test]
fn what_is_deprecated_says_when_it_ends_and_what_replaces_it() {
    let retired = |mut documented: serde_json::Value| {
        documented["deprecated"] = json!(true);
        documented["x-retirement"] = json!({ "sunset": "2030-01-31", "replacement": "`new_one`" });
        documented
    };
    let text = || json!({ "type": "string" });
    let schema = object(json!({
        "old": retired(text()), "old_object": retired(object(json!({ "a": text() }))),
        "old_value": retired(json!({ "enum": ["a", "b"] })),
        "old_component": retired(json!({ "$ref": "#/components/schemas/Shared" })), "new": text(),
    }));
    let properties = object(json!({ "part": text(), "last": { "type": "string", "deprecated": true } }));
    let mut send = post_item("sends", schema.clone());
    send["post"]["parameters"] = json!([
        retired(json!({ "name": "was", "in": "query", "schema": text() })),
        retired(json!({ "name": "deep", "in": "query", "style": "deepObject", "schema": properties })),
        { "name": "flat", "in": "query", "schema": object(json!({ "a": text(), "b": { "type": "string", "deprecated": true } })) },
    ]);
    send["post"] = retired(send["post"].take());
    let paths = json!({ "/a": send, "/b": get_item("reads", schema) });
    let shared = json!({ "Shared": object(json!({ "a": text() })) });
    let rust = client(&document(paths, shared)).rust;
    let note = "# [deprecated (note = \"end of life: 2030-01-31; use `new_one`\")]";
    for (part, count) in [
        ("pub fn sends (", 1),
        ("pub fn was <", 1),
        ("pub fn deep_part <", 1),
        ("pub fn deep_last <", 1),
        ("pub old :", 2),
        ("pub old_object :", 2),
        ("pub old_value :", 2),
        ("pub old_component :", 2),
        ("pub fn with_old (", 1),
        ("pub fn with_old_component (", 1),
    ] {
        assert_eq!(rust.matches(&format!("{note} {part}")).count(), count, "{part}\n{rust}");
    }
    assert!(rust.contains("# [deprecated] pub fn b <") && !rust.contains("# [deprecated] pub fn a <"), "{rust}");
}
