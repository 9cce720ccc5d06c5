//! Tests what each construct of OpenAPI 3.1 becomes, in a request and in a response.

use serde_json::{Value, json};

use crate::fixtures::{self, client, get_item, has_operation, post_item, source};
use heygen_api_codegen::generate;

/// A document whose one operation has this schema as a property `x`, in its request or in its response.
fn document(schema: &Value, response: bool) -> Value {
    let body = json!({ "type": "object", "properties": { "x": schema }, "required": ["x"] });
    let item = if response { get_item("op", body) } else { post_item("op", body) };
    let other = json!({ "type": "object", "properties": { "kind": { "type": "string" } } });
    let maybe = json!({ "type": ["object", "null"], "properties": { "a": { "type": "string" } } });
    fixtures::document(json!({ "/x": item }), json!({ "Other": other, "Maybe": maybe }))
}

fn prepared(document: &Value) -> Result<Value, String> {
    let generated = generate(&[source("test.json", &document.to_string())]);
    generated.map(|generated| generated.document).map_err(|diagnostic| diagnostic.to_string())
}

/// Lowers the schema.
fn lowered(schema: &Value, response: bool) -> Result<Value, String> {
    let prepared = prepared(&document(schema, response))?;
    let name = if response { "OpResponse" } else { "OpRequest" };
    let found = prepared["components"]["schemas"][name]["properties"]["x"].clone();
    // A schema with a type of its own is a component.
    let reference = found["$ref"].as_str().or(found["allOf"][0]["$ref"].as_str());
    if let Some(name) = reference.and_then(|reference| reference.strip_prefix("#/components/schemas/Op")) {
        let mut body = prepared["components"]["schemas"][format!("Op{name}")].clone();
        if found["nullable"] == true {
            body["nullable"] = json!(true);
        }
        return Ok(body);
    }
    Ok(found)
}

/// A construct of 3.1, a schema that uses it, and what the schema becomes. First in a request, or a part of the error
/// if it cannot be expressed. Then in a response, where every property is nullable.
struct Row(&'static str, Value, Result<Value, &'static str>, Value);

#[rustfmt::skip]
fn lowering_rows() -> Vec<Row> {
    let string = || json!({ "type": "string" });
    let any = || json!({});
    // Its type preserves a fraction.
    let integer = |description: &str| json!({ "type": "integer", "format": "x-integer-of-response", "description": description });
    let fraction = "HeyGen may send a fraction, which is preserved.";

    vec![
        Row("type: [T, null]", json!({ "type": ["string", "null"] }), Ok(json!({ "type": "string", "nullable": true })), string()),
        Row("type: [T, U]", json!({ "type": ["string", "integer"], "maxLength": 3 }),
            Ok(json!({ "oneOf": [{ "$ref": "#/components/schemas/OpRequestXString" }, { "type": "integer", "title": "OpRequestXInteger" }] })), any()),
        Row("type: null", json!({ "type": "null" }), Ok(json!({ "enum": [null] })), any()),
        Row("anyOf/oneOf with null", json!({ "anyOf": [{ "type": "string" }, { "type": "null" }], "default": null }),
            Ok(json!({ "type": "string", "nullable": true })), string()),
        Row("anyOf/oneOf with null", json!({ "oneOf": [{ "type": "null" }] }), Ok(json!({ "enum": [null], "nullable": true })), any()),
        Row("anyOf/oneOf with null", json!({ "oneOf": [{ "$ref": "#/components/schemas/Other" }, { "type": "null" }] }),
            Ok(json!({ "allOf": [{ "$ref": "#/components/schemas/OtherInput" }], "nullable": true })), json!({ "allOf": [{ "$ref": "#/components/schemas/Other" }] })),
        Row("enum with null", json!({ "enum": ["a", null] }), Ok(json!({ "type": "string", "enum": ["a"], "nullable": true })),
            json!({ "type": "string", "x-extensible-enum": ["a"] })),
        Row("a nullable component", json!({ "$ref": "#/components/schemas/Maybe" }),
            Ok(json!({ "allOf": [{ "$ref": "#/components/schemas/MaybeInput" }], "nullable": true })), json!({ "allOf": [{ "$ref": "#/components/schemas/Maybe" }] })),
        Row("const", json!({ "const": "a" }), Ok(json!({ "type": "string", "enum": ["a"] })),
            json!({ "type": "string", "x-extensible-enum": ["a"] })),
        Row("exclusiveMinimum/exclusiveMaximum: N", json!({ "type": "integer", "exclusiveMinimum": 1, "minimum": 1, "exclusiveMaximum": 9, "maximum": 5 }),
            Ok(json!({ "type": "integer", "minimum": 1, "exclusiveMinimum": true, "maximum": 5 })), integer(fraction)),
        Row("$id/$anchor/$comment/$schema", json!({ "type": "string", "$id": "i", "$anchor": "a", "$comment": "c", "$schema": "s" }), Ok(string()), string()),
        Row("examples", json!({ "type": "string", "examples": ["a"] }), Ok(string()), string()),
        Row("$ref with siblings", json!({ "$ref": "#/components/schemas/Other", "description": "d", "examples": [{}] }),
            Ok(json!({ "allOf": [{ "$ref": "#/components/schemas/OtherInput" }], "description": "d" })),
            json!({ "allOf": [{ "$ref": "#/components/schemas/Other" }], "description": "d" })),
        Row("$defs", json!({ "$defs": { "Deep": { "type": "string", "maxLength": 2 } }, "type": "array", "items": { "$ref": "#/$defs/Deep" } }),
            Ok(json!({ "type": "array", "items": { "$ref": "#/components/schemas/DeepInput" } })),
            json!({ "type": "array", "items": { "$ref": "#/components/schemas/Deep" } })),
        Row("contentEncoding: base64", json!({ "type": "string", "contentEncoding": "base64" }),
            Ok(json!({ "type": "string", "description": "Format: `byte`." })), string()),
        Row("contentEncoding/contentMediaType/contentSchema", json!({ "type": "string", "contentMediaType": "image/png", "contentSchema": {} }), Ok(string()), string()),
        Row("true", json!(true), Ok(any()), any()),
        Row("false", json!({ "allOf": [false] }), Err("`allOf`"), any()),
        Row("false as a property", json!({ "type": "object", "properties": { "a": { "type": "string" }, "b": false } }),
            Ok(json!({ "type": "object", "properties": { "a": { "type": "string" } } })),
            json!({ "type": "object", "properties": { "a": { "type": "string", "nullable": true } } })),
        Row("false as a branch", json!({ "anyOf": [false, { "type": "string" }] }), Ok(string()), string()),
        Row("false as items", json!({ "type": "array", "items": false }), Ok(json!({ "type": "array", "maxItems": 0 })), json!({ "type": "array" })),
        Row("not: false", json!({ "type": "string", "not": false }), Ok(string()), string()),
        Row("prefixItems", json!({ "prefixItems": [{ "type": "string" }, { "type": "string" }], "items": false, "maxItems": 2 }),
            Ok(json!({ "type": "array", "items": { "type": "string" }, "maxItems": 2 })), json!({ "type": "array", "items": { "type": "string" } })),
        Row("prefixItems", json!({ "prefixItems": [{ "type": "string" }, { "type": "integer" }] }),
            Ok(json!({ "type": "array", "items": {} })), json!({ "type": "array", "items": {} })),
        Row("patternProperties", json!({ "type": "object", "patternProperties": { "^.*$": { "type": "string" } } }),
            Ok(json!({ "type": "object", "additionalProperties": { "type": "string" } })), json!({ "type": "object", "additionalProperties": { "type": "string" } })),
        Row("patternProperties", json!({ "type": "object", "patternProperties": { "^x-": { "type": "string" }, "^y-": { "type": "integer" } } }),
            Ok(json!({ "type": "object", "additionalProperties": {} })), json!({ "type": "object", "additionalProperties": {} })),
        Row("propertyNames", json!({ "type": "object", "propertyNames": { "type": "string" } }), Ok(json!({ "type": "object" })), json!({ "type": "object" })),
        Row("patternProperties", json!({ "type": "object", "patternProperties": { "^x-": { "type": "string" } } }),
            Ok(json!({ "type": "object", "additionalProperties": { "type": "string" } })), json!({ "type": "object", "additionalProperties": { "type": "string" } })),
        Row("propertyNames", json!({ "type": "object", "propertyNames": { "maxLength": 3 } }), Ok(json!({ "type": "object" })), json!({ "type": "object" })),
        Row("propertyNames", json!({ "type": "object", "propertyNames": { "enum": ["a", "b"] }, "additionalProperties": { "type": "string" } }),
            Ok(json!({ "type": "object", "properties": { "a": { "type": "string" }, "b": { "type": "string" } }, "additionalProperties": false })),
            json!({ "type": "object", "additionalProperties": { "type": "string" } })),
        Row("if/then/else", json!({ "type": "object", "if": { "required": ["a"] }, "then": { "properties": { "b": { "type": "string" } } }, "else": { "properties": { "c": true } } }),
            Ok(json!({ "type": "object", "properties": { "b": { "type": "string" }, "c": {} } })), json!({ "type": "object", "properties": { "b": { "type": "string", "nullable": true }, "c": { "nullable": true } } })),
        Row("if/then/else", json!({ "type": "object", "if": { "properties": { "a": { "const": 1 } } }, "then": { "properties": { "b": { "const": 1 } } }, "else": { "properties": { "b": { "const": 2 } } } }),
            Ok(json!({ "type": "object", "properties": { "a": {}, "b": {} } })), json!({ "type": "object", "properties": { "a": { "nullable": true }, "b": { "nullable": true } } })),
        Row("dependentRequired", json!({ "type": "object", "dependentRequired": { "a": ["b"] } }), Ok(json!({ "type": "object" })), json!({ "type": "object" })),
        Row("dependentSchemas", json!({ "type": "object", "dependentSchemas": { "a": { "properties": { "b": { "type": "string" } } } } }),
            Ok(json!({ "type": "object", "properties": { "b": { "type": "string" } } })), json!({ "type": "object", "properties": { "b": { "type": "string", "nullable": true } } })),
        Row("unevaluatedProperties: false", json!({ "type": "object", "unevaluatedProperties": false }), Ok(json!({ "type": "object" })), json!({ "type": "object" })),
        Row("unevaluatedProperties: S", json!({ "type": "object", "unevaluatedProperties": { "type": "string" } }),
            Ok(json!({ "type": "object", "additionalProperties": { "type": "string" } })), json!({ "type": "object", "additionalProperties": { "type": "string" } })),
        Row("unevaluatedProperties: S", json!({ "anyOf": [{ "type": "object" }], "unevaluatedProperties": { "type": "string" } }),
            Ok(json!({ "type": "object" })), json!({ "type": "object" })),
        Row("unevaluatedItems", json!({ "type": "array", "items": {}, "unevaluatedItems": false }), Ok(json!({ "type": "array", "items": {} })), json!({ "type": "array", "items": {} })),
        Row("contains/minContains/maxContains", json!({ "type": "array", "items": {}, "contains": { "const": 1 }, "minContains": 1 }),
            Ok(json!({ "type": "array", "items": {} })), json!({ "type": "array", "items": {} })),
        Row("$dynamicRef", json!({ "type": "string", "$dynamicRef": "#node" }), Ok(string()), string()),
        Row("missing type", json!({ "enum": [1, 2] }), Ok(json!({ "type": "integer", "enum": [1, 2] })),
            integer(&format!("Known values: `1`, `2`.\n\n{fraction}"))),
        Row("missing type", json!({ "minLength": 1 }), Ok(json!({ "type": "string", "minLength": 1 })), string()),
        Row("minLength: 0", json!({ "type": "string", "minLength": 0 }), Ok(string()), string()),
        Row("discriminator", json!({ "oneOf": [{ "$ref": "#/components/schemas/Other" }], "discriminator": { "propertyName": "kind", "mapping": { "o": "#/components/schemas/Other" } } }),
            Ok(json!({ "allOf": [{ "$ref": "#/components/schemas/OtherInput" }] })), json!({ "allOf": [{ "$ref": "#/components/schemas/Other" }] })),
        Row("allOf inheritance", json!({ "allOf": [{ "$ref": "#/components/schemas/Other" }, { "type": "object", "properties": { "more": { "type": "string" } } }] }),
            Ok(json!({ "type": "object", "properties": { "kind": { "type": "string" }, "more": { "type": "string" } } })),
            json!({ "type": "object", "properties": { "kind": { "type": "string", "nullable": true }, "more": { "type": "string", "nullable": true } } })),
        Row("properties beside an allOf", json!({ "allOf": [{ "$ref": "#/components/schemas/Other" }], "properties": { "more": { "type": "string" } } }),
            Ok(json!({ "type": "object", "properties": { "kind": { "type": "string" }, "more": { "type": "string" } } })),
            json!({ "type": "object", "properties": { "kind": { "type": "string", "nullable": true }, "more": { "type": "string", "nullable": true } } })),
        Row("allOf that narrows a property", json!({ "allOf": [{ "$ref": "#/components/schemas/Other" }, { "properties": { "kind": { "description": "d" } } }] }),
            Ok(json!({ "type": "object", "properties": { "kind": { "type": "string", "description": "d" } } })),
            json!({ "type": "object", "properties": { "kind": { "nullable": true } } })),
        Row("allOf that narrows an integer", json!({ "allOf": [{ "type": "integer" }, { "minimum": 3 }] }),
            Ok(json!({ "type": "integer", "minimum": 3 })), json!({ "type": "number" })),
        Row("allOf with parts that add nothing", json!({ "allOf": [{ "allOf": [{ "$ref": "#/components/schemas/Other" }] }, { "$ref": "#/components/schemas/Other" }, true, { "nullable": true }] }),
            Ok(json!({ "type": "object", "properties": { "kind": { "type": "string" } } })), json!({ "type": "object", "properties": { "kind": { "type": "string", "nullable": true } } })),
        Row("allOf with a union of required properties", json!({ "allOf": [{ "$ref": "#/components/schemas/Other" }, { "oneOf": [{ "required": ["kind"] }, { "required": ["a"] }] }] }),
            Ok(json!({ "allOf": [{ "$ref": "#/components/schemas/OtherInput" }] })), json!({ "allOf": [{ "$ref": "#/components/schemas/Other" }] })),
        Row("allOf with a part of annotations", json!({ "allOf": [{ "$ref": "#/components/schemas/Other" }, { "description": "A.", "nullable": true }] }),
            Ok(json!({ "allOf": [{ "$ref": "#/components/schemas/OtherInput" }], "description": "A." })), json!({ "allOf": [{ "$ref": "#/components/schemas/Other" }], "description": "A." })),
        Row("$ref with restrictions", json!({ "$ref": "#/components/schemas/Other", "required": ["kind"] }),
            Ok(json!({ "type": "object", "properties": { "kind": { "type": "string" } }, "required": ["kind"] })), json!({ "type": "object", "properties": { "kind": { "type": "string", "nullable": true } } })),
        Row("a union with any value", json!({ "anyOf": [{ "$ref": "#/components/schemas/Other" }, { "description": "Anything." }] }),
            Ok(json!({ "oneOf": [{ "$ref": "#/components/schemas/OtherInput" }, { "description": "Anything." }], "x-variants": ["Other", "Variant1"] })), any()),
    ]
}

#[test]
fn every_construct_is_lowered_as_its_row_says() {
    let mut wrong = Vec::new();
    for Row(name, schema, in_request, mut in_response) in lowering_rows() {
        let request = lowered(&schema, false);
        match (&request, &in_request) {
            (Ok(is), Ok(should)) if is == should => {}
            (Err(is), Err(should)) if is.contains(should) && is.contains("/requestBody/") => {}
            _ => wrong.push(format!("{name} in a request: {request:?}, should be {in_request:?}")),
        }
        in_response["nullable"] = json!(true);
        let response = lowered(&schema, true);
        if response.as_ref() != Ok(&in_response) {
            wrong.push(format!("{name} in a response: {response:?}, should be {in_response}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_keyword_that_only_narrows_a_request_is_unchecked_with_a_warning() {
    for (keyword, schema) in [
        ("propertyNames", json!({ "type": "object", "propertyNames": { "pattern": "^a" } })),
        ("propertyNames", json!({ "type": "object", "properties": { "a": true }, "propertyNames": { "enum": ["a"] } })),
        ("contains", json!({ "type": "array", "contains": { "const": 1 }, "maxContains": 2 })),
        ("dependentRequired", json!({ "type": "object", "dependentRequired": { "a": ["b"] } })),
        ("dependentSchemas", json!({ "type": "object", "dependentSchemas": { "a": { "required": ["b"] } } })),
        ("prefixItems", json!({ "prefixItems": [{ "type": "string" }, { "type": "integer" }] })),
        ("patternProperties", json!({ "type": "object", "patternProperties": { "^x-": { "type": "string" } } })),
        ("if", json!({ "type": "object", "if": { "required": ["a"] }, "then": { "required": ["b"] } })),
        (
            "anyOf",
            json!({ "properties": { "a": {}, "b": {} }, "anyOf": [{ "required": ["a"] }, { "required": ["b"] }] }),
        ),
        ("not", json!({ "type": "string", "not": { "const": "a" } })),
        ("minProperties", json!({ "type": "object", "minProperties": 1 })),
        ("multipleOf", json!({ "type": "number", "multipleOf": 0.5 })),
        ("unevaluatedItems", json!({ "type": "array", "items": {}, "unevaluatedItems": false })),
        ("$dynamicRef", json!({ "$dynamicRef": "#node" })),
    ] {
        let warnings = |response| {
            let generated = client(&document(&schema, response));
            assert!(has_operation(&generated, "op"), "{keyword}");
            generated.warnings
        };
        let sent = warnings(false);
        let [warning] = sent.as_slice() else { panic!("{keyword}: {sent:?}") };
        assert!(warning.message.starts_with(&format!("`{keyword}` is not checked")), "{warning}");
        assert!(warning.pointer.ends_with(&format!("/properties/x/{keyword}")), "{warning}");
        assert!(warnings(true).is_empty(), "{keyword} in a response");
    }
    let conditionless = json!({ "type": "object", "if": { "required": ["a"] } });
    assert!(client(&document(&conditionless, false)).warnings.is_empty());
}

#[test]
fn a_property_may_be_called_like_a_keyword_or_a_member_of_an_operation() {
    let limited = json!({ "type": "array", "items": { "type": "string", "maxLength": 3 } });
    let names = ["$ref", "default", "enum", "example", "items", "mapping", "properties", "responses", "schema", "type"];
    let properties: Value = names.iter().map(|name| ((*name).to_owned(), limited.clone())).collect();
    let schema = json!({ "type": "object", "properties": properties });
    let prepared = prepared(&document(&schema, false)).unwrap().to_string();
    assert_eq!(prepared.matches("\"maxLength\":3").count(), names.len(), "{prepared}");
}

#[test]
fn a_component_that_is_not_a_schema_is_any_json() {
    for response in [false, true] {
        let mut document = document(&json!({ "$ref": "#/components/schemas/Other" }), response);
        document["components"]["schemas"]["Other"] = json!("TODO");
        let generated = client(&document);
        assert!(has_operation(&generated, "op"));
        let [warning] = generated.warnings.as_slice() else { panic!("{:?}", generated.warnings) };
        assert!(
            warning.message.contains("any JSON") && warning.pointer.starts_with("/components/schemas/Other"),
            "{warning}"
        );
    }
}

#[test]
fn a_discriminator_gives_each_branch_its_tag() {
    let mut document = document(&json!(true), false);
    document["paths"]["/x"] = post_item(
        "op",
        json!({
            "oneOf": [{ "$ref": "#/components/schemas/Other" }, { "$ref": "#/components/schemas/Else" }],
            "discriminator": { "propertyName": "kind", "mapping": { "o": "#/components/schemas/Other" } },
        }),
    );
    document["components"]["schemas"]["Else"] = json!({ "type": "object" });
    let prepared = prepared(&document).unwrap();
    let schemas = &prepared["components"]["schemas"];
    assert_eq!(schemas["OtherInputKind"]["enum"], json!(["o"]));
    assert_eq!(schemas["ElseInputKind"]["enum"], json!(["Else"]));
    assert_eq!(schemas["ElseInput"]["required"], json!(["kind"]));
}

#[test]
fn a_nullable_parameter_is_optional() {
    let mut document = document(&json!(true), true);
    document["paths"]["/x"]["get"]["parameters"] =
        json!([{ "name": "q", "in": "query", "schema": { "type": ["string", "null"] } }]);
    let parameter = &prepared(&document).unwrap()["paths"]["/x"]["get"]["parameters"][0];
    assert_eq!(*parameter, json!({ "name": "q", "in": "query", "required": false, "schema": { "type": "string" } }));
}

#[test]
fn enums_in_a_response_union_are_merged_with_all_values() {
    let list = |values: Value| json!({ "type": "array", "items": { "enum": values } });
    let branch = |kind: &str, tags: Value| json!({ "type": "object", "properties": { "kind": { "const": kind }, "tags": list(tags) } });
    let response = json!({ "oneOf": [branch("a", json!(["x", "y"])), branch("b", json!(["y", "z"]))] });
    let prepared = prepared(&fixtures::document(json!({ "/x": get_item("op", response) }), json!({}))).unwrap();
    let all = &prepared["components"]["schemas"];
    assert_eq!(all["OpResponseKind"]["x-extensible-enum"], json!(["a", "b"]));
    assert_eq!(all["OpResponseTagsItem"]["x-extensible-enum"], json!(["x", "y", "z"]));
}
