//! Fields of requests and responses: null, `readOnly`, `writeOnly` and `deprecated`.

use serde_json::json;

use crate::fixtures::{document, generated, get, object, post, source};

/// The generated struct and the functions of its constructor.
fn request(properties: serde_json::Value, required: &[&str]) -> String {
    let mut schema = object(properties);
    schema["required"] = json!(required);
    generated(&[source("openapi/a.json", &document(json!({ "/a": post("send_it", schema) }), json!({})).to_string())])
        .rust
}

#[test]
fn an_optional_field_that_may_be_null_can_be_missing_null_or_set() {
    let list = json!({ "type": "array", "items": { "type": "string" } });
    let properties =
        json!({ "note": { "type": ["string", "null"] }, "tags": list, "must": { "type": ["string", "null"] } });
    let rust = request(properties, &["must"]);
    for part in [
        "pub note : Option < Option < String > >",
        "pub tags : Option < Vec < String > >",
        "pub must : Option < String >",
        "pub fn with_note (",
        "pub fn with_note_null (",
        "pub fn with_tags (",
    ] {
        assert!(rust.contains(part), "{part:?} is not in:\n{rust}");
    }
    assert!(!rust.contains("with_tags_null") && !rust.contains("with_must"), "{rust}");
}

#[test]
fn a_read_only_field_is_not_required_in_requests_and_a_write_only_one_is_not_in_responses() {
    let base = json!({ "type": "object", "required": ["id", "name", "kind"], "properties": {
        "id": { "$ref": "#/components/schemas/Id" }, "name": { "type": "string" }, "secret": { "type": "string", "writeOnly": true },
        "kind": { "const": "thing", "readOnly": true },
    } });
    let thing = json!({ "allOf": [{ "$ref": "#/components/schemas/Base" }, { "required": ["id", "name"] }] });
    let schemas = json!({ "Id": { "type": "string", "readOnly": true }, "Base": base, "Thing": thing });
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let paths = json!({
        "/base": { "post": post("send_base", reference("Base"))["post"], "get": get("get_base", reference("Base"))["get"] },
        "/thing": post("send_thing", reference("Thing")),
    });
    let rust = generated(&[source("openapi/a.json", &document(paths, schemas).to_string())]).rust;
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
fn deprecated_fields_parameters_and_operations_say_what_to_use_instead() {
    let retirement = json!({ "sunset": "2030-01-31", "replacement": "`new_one`" });
    let field = json!({ "type": "string", "deprecated": true, "x-retirement": retirement });
    let mut item = post("send_it", object(json!({ "old": field, "new_one": { "type": "string" } })));
    item["post"]["deprecated"] = json!(true);
    item["post"]["parameters"] = json!([
        { "name": "was", "in": "query", "deprecated": true, "x-retirement": { "replacement": "`is`" }, "schema": { "type": "string" } },
    ]);
    let rust = generated(&[source("openapi/a.json", &document(json!({ "/a": item }), json!({})).to_string())]).rust;
    let note = "# [deprecated (note = \"end of life: 2030-01-31; use `new_one`\")]";
    for part in [
        format!("{note} pub old :"),
        format!("{note} pub fn with_old ("),
        "# [deprecated (note = \"use `is`\")] pub fn was <".to_owned(),
        "# [deprecated] pub fn send_it (".to_owned(),
    ] {
        assert!(rust.contains(&part), "{part:?} is not in:\n{rust}");
    }
    assert_eq!(rust.matches("# [deprecated").count(), 4, "{rust}");
}
