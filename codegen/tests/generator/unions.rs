//! Tests of unions in requests, in the prepared document.

use serde_json::{Value, json};

use crate::fixtures::{self, client, post_item};

/// The prepared components of a document.
fn components(document: &Value) -> Value {
    client(document).document["components"]["schemas"].take()
}

fn constant(property: &str, value: &str, more: &str) -> Value {
    let properties = json!({ property: { "const": value }, more: { "type": "string" } });
    json!({ "type": "object", "properties": properties })
}

#[test]
fn a_variant_is_named_by_its_tag_or_else_by_its_component_or_type() {
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let untagged = json!({ "type": "object", "properties": { "x": { "type": "string" } } });
    let schemas = json!({ "LongName": constant("type", "photo", "a"), "LongText": untagged });
    for (branches, names) in [
        (json!([reference("LongName"), constant("type", "asset_id", "b")]), json!(["Photo", "AssetId"])),
        (json!([reference("LongName"), reference("LongText")]), json!(["LongName", "LongText"])),
        (json!([reference("LongName"), constant("type", "photo", "b")]), json!(["LongName", "Variant1"])),
        (json!([reference("LongName"), { "type": "string" }]), json!(["Photo", "String"])),
        (
            json!([reference("LongText"), { "anyOf": [{ "type": "string" }, { "type": "array", "items": {} }] }]),
            json!(["LongText", "String", "Array"]),
        ),
    ] {
        for keyword in ["oneOf", "anyOf"] {
            let request = json!({ keyword: branches });
            let all = components(&fixtures::document(json!({ "/x": post_item("op", request) }), schemas.clone()));
            assert_eq!(all["OpRequest"]["x-variants"], names, "{branches}");
        }
    }
}

#[test]
fn a_constant_is_always_sent_if_it_is_required_or_its_own_default_or_a_tag() {
    let optional = constant("type", "photo", "a");
    let mut is_default = optional.clone();
    is_default["properties"]["type"]["default"] = json!("photo");
    let required = |request: Value, name: &str| {
        components(&fixtures::document(json!({ "/x": post_item("op", request) }), json!({})))[name]["required"].clone()
    };
    assert_eq!(required(optional.clone(), "OpRequest"), Value::Null);
    assert_eq!(required(is_default, "OpRequest"), json!(["type"]));
    let union = json!({ "oneOf": [optional, constant("type", "url", "b")] });
    assert_eq!(required(union, "OpRequestUrl"), json!(["type"]));
}

#[test]
fn properties_beside_a_union_are_properties_of_each_branch() {
    let request = json!({
        "type": "object", "properties": { "name": { "type": "string" } }, "required": ["name"],
        "oneOf": [constant("type", "photo", "a"), constant("type", "url", "b")],
    });
    let all = components(&fixtures::document(json!({ "/x": post_item("op", request) }), json!({})));
    assert_eq!(all["OpRequest"]["x-variants"], json!(["Photo", "Url"]));
    assert_eq!(all["OpRequestUrl"]["required"], json!(["name", "type"]));
    assert_eq!(all["OpRequestUrl"]["properties"]["b"], json!({ "type": "string" }));
}

#[test]
fn a_union_of_strings_or_of_numbers_is_one_scalar() {
    for (branches, scalar, has_warning) in [
        (json!([{ "type": "string", "format": "uuid" }, { "type": "string" }]), json!({ "type": "string" }), false),
        (json!([{ "enum": ["a"] }, { "type": "string", "maxLength": 3 }]), json!({ "type": "string" }), true),
        (json!([{ "type": "integer" }, { "type": "number" }]), json!({ "type": "number" }), false),
    ] {
        let request = json!({ "type": "object", "properties": { "x": { "anyOf": branches } } });
        let mut generated = client(&fixtures::document(json!({ "/x": post_item("op", request) }), json!({})));
        let request = generated.document["components"]["schemas"]["OpRequest"].take();
        assert_eq!(request["properties"]["x"], scalar);
        assert_eq!(generated.warnings.len(), usize::from(has_warning), "{branches}");
    }
    let request = json!({ "type": "string", "anyOf": [{ "enum": ["a"] }, { "enum": ["b", "a"] }] });
    let all = components(&fixtures::document(json!({ "/x": post_item("op", request) }), json!({})));
    assert_eq!(all["OpRequest"]["enum"], json!(["a", "b"]));
}

#[test]
fn a_constant_that_is_not_a_rust_name_is_filled_in_as_documented() {
    let request = json!({ "type": "object", "properties": { "jsonrpc": { "const": "2.0" } }, "required": ["jsonrpc"] });
    let generated = client(&fixtures::document(json!({ "/x": post_item("op", request) }), json!({})));
    assert!(generated.warnings.is_empty(), "{:?}", generated.warnings);
    assert!(generated.rust.contains(r#"Jsonrpc2Point0 : "2.0""#), "{}", generated.rust);
}
