//! Tests of what is assumed about progenitor and typify.

use super::*;

/// One operation that sends and receives the component `Video`.
fn document() -> Value {
    let video = json!({ "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Video" } } } });
    let mut responses = json!({ "2XX": video });
    responses["2XX"]["description"] = json!("");
    let properties = json!({ "b": { "type": "string" }, "a": { "type": "array", "items": { "type": "string" } } });
    json!({
        "openapi": "3.0.3", "info": { "title": "t", "version": "1" },
        "paths": { "/a": { "post": { "operationId": "send", "requestBody": video, "responses": responses } } },
        "components": { "schemas": {
            "Video": { "type": "object", "properties": properties, "required": ["b"] },
            "Other": { "type": "object", "properties": { "video": { "$ref": "#/components/schemas/Video" } } },
        } },
    })
}

#[track_caller]
fn assert_code(code: &TokenStream, present: &[&str], absent: &[&str]) {
    let code = code.to_string();
    present.iter().for_each(|text| assert!(code.contains(text), "{text:?} is not in {code}"));
    absent.iter().for_each(|text| assert!(!code.contains(text), "{text:?} is in {code}"));
}

#[test]
fn types_have_no_builders_sorted_fields_and_marks_of_what_is_optional() {
    let types = generate_types(&document(), &Vec::new()).unwrap();
    let fields = "default , skip_serializing_if = \"Vec::is_empty\")] pub a : Vec < String > , pub b : String";
    let derives = "derive (serde :: Deserialize , serde :: Serialize , Clone , Debug , PartialEq)";
    let present =
        [fields, derives, "# [doc = \"`Video`\"]", "pub mod error {", "runtime :: { self , serde , serde_json }"];
    assert_code(&types, &present, &["builder", "Client"]);
    assert!(types.to_string().find("struct Other") < types.to_string().find("struct Video"));
}

#[test]
fn schemas_become_these_types() {
    let part = |name: &str, component: &str| {
        let reference = json!({ "$ref": format!("#/components/schemas/{component}") });
        json!({ "type": "object", "properties": { name: reference }, "required": [name] })
    };
    let mut document = document();
    document["components"]["schemas"] = json!({
        "List": { "type": "array", "items": { "type": "string" } },
        "Count": { "type": "integer", "format": "int64" },
        "Id": { "type": "string", "pattern": "^a$" },
        "Tag": {},
        "Scalar": { "oneOf": [{ "$ref": "#/components/schemas/Tag" }, { "type": "integer" }] },
        "Union": { "oneOf": [part("Photo", "Tag"), part("Url", "List")] },
        "Open": { "type": "object", "required": ["noProperty"], "additionalProperties": { "type": "boolean" } },
    });
    let present = [
        "pub struct List (pub Vec < String >)",
        "pub struct Count (pub i64)",
        "runtime :: { self , regress , serde , serde_json }",
        "regress :: Regex :: new (\"^a$\")",
        "impl :: std :: fmt :: Display for Scalar",
        "pub enum Union { Photo (Tag) , Url (List) , }",
        "# [serde (rename = \"noProperty\")] pub no_property : serde_json :: Value",
        "# [serde (flatten)] pub extra : :: std :: collections :: HashMap < String , bool >",
    ];
    let tag = vec![("Tag".to_owned(), "Tag".to_owned(), [TypeImpl::Display].as_slice())];
    assert_code(&generate_types(&document, &tag).unwrap(), &present, &["pub enum Tag"]);
}

#[test]
fn parameters_bodies_and_responses_have_these_types() {
    let parameter = |name: &str, required: bool| json!({ "name": name, "in": "query", "required": required, "schema": { "type": "string" } });
    let bytes =
        json!({ "content": { "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } } });
    let mut document = document();
    document["components"] = json!({});
    document["paths"]["/a"] = json!({
        "get": { "operationId": "first", "parameters": [parameter("1st", true), parameter("b", false)],
            "responses": { "2XX": { "description": "" } } },
        "put": { "operationId": "second", "requestBody": bytes, "responses": {} },
    });
    let methods = generate_operations(document, &Vec::new()).unwrap();
    let [Method { builder: one, success: empty, .. }, Method { builder: two, success: stream, .. }] = &methods[..]
    else {
        panic!("two operations")
    };
    let fields = "_1st : Result < String , String > , b : Result < Option < String > , String > , }";
    assert_code(&quote!(#empty #one), &["() #", fields], &[]);
    assert_code(&quote!(#stream #two), &["ByteStream #", "body : Result < reqwest :: Body , String > , }"], &[]);
}

#[test]
fn a_replaced_component_is_not_read_and_leaves_no_type() {
    let mut document = document();
    document["components"]["schemas"]["Video"] = json!({});
    let video = ["Video", "Other"].map(|name| (name.to_owned(), format!("types::{name}"), [].as_slice())).to_vec();
    let methods = generate_operations(document.clone(), &video).unwrap();
    let [Method { name, docs, builder, success }] = methods.as_slice() else { panic!("one operation") };
    assert_code(
        &quote!(#name #docs #success),
        &["send \"Sends a `POST` request to `/a`\" types :: Video"],
        &["ignore"],
    );
    let fields = "{ client : & 'a super :: Client , body : Result < types :: Video , String > , }";
    assert_code(&quote!(#builder), &["# [derive (Debug , Clone)] pub struct Send", fields], &[]);
    assert_code(
        &generate_mocks(document, &video).unwrap(),
        &["use super :: super :: *", "value : & types :: Video"],
        &[],
    );
}

#[test]
fn what_progenitor_rejects_is_an_error_with_its_reason() {
    let mut document = document();
    document["paths"]["/a"]["post"]["parameters"] =
        json!([{ "in": "cookie", "name": "c", "schema": { "type": "string" } }]);
    let error = generate_operations(document.clone(), &Vec::new()).err().unwrap();
    assert!(error.message.contains("cookie"), "{error}");
    // A panic.
    document["paths"]["/a"]["post"] = json!({ "operationId": "send", "responses": {
        "200": { "description": "", "content": { "application/json": { "schema": { "type": "string" } } } },
        "201": { "description": "", "content": { "application/json": { "schema": { "type": "boolean" } } } },
    } });
    assert!(generate_operations(document, &Vec::new()).is_err());
}
