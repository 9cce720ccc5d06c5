//! `diff`: the two states, the exit code, and the classes of changes.

use crate::support::{self, DOCUMENT, Repository, TEXT, changed, git, with_paths};
use serde_json::{Value, json};

#[test]
fn the_working_tree_is_compared_with_a_revision() {
    let repository = Repository::new();
    let Some(_) = git(repository.path(), &["init", "--quiet"]) else { return };
    git(repository.path(), &["add", "."]);
    git(repository.path(), &["commit", "--quiet", "-m", "4.0.8"]);
    let output = repository.heygen(&["diff"]);
    assert_eq!(output.code, 0, "{}", output.all());
    assert!(output.out.contains("Version: none, nothing changed"), "{}", output.all());
    repository.write(DOCUMENT, &changed(TEXT, support::TO_4_1_0));
    for arguments in [&["diff"][..], &["diff", "--base", "HEAD"]] {
        let output = repository.heygen(arguments);
        assert_eq!(output.code, 2, "{}", output.all());
        assert!(output.out.contains("Version: 0.1.0+4.0.8 → 0.2.0+4.1.0 (major)"), "{}", output.all());
    }
    let output = repository.heygen(&["diff", "--base=--output=x"]);
    assert_eq!(output.code, 1, "{}", output.all());
    assert!(!repository.path().join("x").exists(), "git must not take a revision for an option");
    let output = repository.heygen(&["diff", "--base", "no-such-revision"]);
    assert_eq!(output.code, 1);
    assert!(output.errors.contains("no-such-revision: no such revision"), "{}", output.all());
}

#[test]
fn a_missing_or_empty_state_is_an_error() {
    let repository = Repository::new();
    let openapi = repository.openapi();
    let openapi = openapi.to_str().unwrap();
    let output = repository.heygen(&["diff", openapi, "nowhere"]);
    assert_eq!(output.code, 1);
    assert!(output.errors.contains("nowhere"), "{}", output.all());
    let empty = tempfile::tempdir().unwrap();
    let output = repository.heygen(&["diff", openapi, empty.path().to_str().unwrap()]);
    assert_eq!(output.code, 1);
    assert!(output.errors.contains("has no document"), "{}", output.all());
}

/// A media type, in JSON, with this schema.
fn content(schema: Value) -> Value {
    json!({ "description": "ok", "content": { "application/json": { "schema": schema } } })
}

/// A document with this schema in a request and in a response.
fn with_schema(schema: &Value) -> String {
    let field = |name: &str| content(json!({ "type": "object", "properties": { name: schema } }));
    let operation = json!({ "operationId": "a", "requestBody": field("in"), "responses": { "200": field("out") } });
    with_paths(json!({ "/a": { "post": operation } }), json!({}))
}

/// A document with this parameter of a `GET`.
fn with_parameter(path: &str, parameter: Value) -> String {
    let operation =
        json!({ "operationId": "a", "parameters": [parameter], "responses": { "200": { "description": "ok" } } });
    with_paths(json!({ path: { "get": operation } }), json!({}))
}

/// The classes of the changes.
fn classes(old: &str, new: &str) -> Vec<String> {
    let mut classes: Vec<String> =
        changes(old, new).iter().map(|change| change["class"].as_str().unwrap().to_owned()).collect();
    classes.sort();
    classes
}

/// Asserts that there are changes, and that they are documentation only.
fn assert_documentation(old: &str, new: &str) {
    let mut classes = classes(old, new);
    classes.dedup();
    assert_eq!(classes, [DOCUMENTATION], "{old}\n{new}");
}

fn changes(old: &str, new: &str) -> Vec<Value> {
    let directory = tempfile::tempdir().unwrap();
    let (one, other) = (directory.path().join("old.json"), directory.path().join("new.json"));
    std::fs::write(&one, old).unwrap();
    std::fs::write(&other, new).unwrap();
    let arguments = ["diff", one.to_str().unwrap(), other.to_str().unwrap(), "--format", "json"];
    let output = support::heygen(&support::workspace(), &arguments, "");
    let report: Value = serde_json::from_str(&output.out).unwrap_or_else(|_| panic!("{}", output.all()));
    report["changes"].as_array().unwrap().clone()
}

const REQUESTS: &str = "breaking for requests";
const RESPONSES: &str = "breaking for responses";
const COMPATIBLE: &str = "compatible";
const DOCUMENTATION: &str = "documentation only";

#[test]
fn narrower_schemas_break_requests_and_wider_schemas_break_responses() {
    let string = json!({ "type": "string" });
    let object = |required: Value| json!({ "type": "object", "properties": { "x": { "type": "string" } }, "required": required });
    let pairs = [
        (string.clone(), json!({ "type": ["string", "null"] })),
        (json!({ "type": "integer" }), json!({ "type": "number" })),
        (json!({ "type": "string", "enum": ["a"] }), json!({ "type": "string", "enum": ["a", "b"] })),
        (json!({ "type": "string", "const": "a" }), json!({ "type": "string", "enum": ["a", "b"] })),
        (json!({ "type": "string", "maxLength": 3 }), json!({ "type": "string", "maxLength": 4 })),
        (json!({ "type": "integer", "minimum": 3 }), json!({ "type": "integer", "minimum": 2 })),
        (object(json!(["x"])), object(json!([]))),
        (json!({ "anyOf": [{ "type": "string" }] }), json!({ "anyOf": [{ "type": "string" }, { "type": "integer" }] })),
        (
            json!({ "type": "array", "items": string }),
            json!({ "type": "array", "items": { "type": ["string", "null"] } }),
        ),
    ];
    for (narrow, wide) in pairs {
        let (old, new) = (with_schema(&narrow), with_schema(&wide));
        assert_eq!(classes(&old, &new), [RESPONSES, COMPATIBLE], "{narrow} → {wide}");
        assert_eq!(classes(&new, &old), [REQUESTS, COMPATIBLE], "{wide} → {narrow}");
    }
}

#[test]
fn different_values_break_requests_and_responses() {
    let pairs = [
        (json!({ "type": "string" }), json!({ "type": "integer" })),
        (json!({ "type": "string", "pattern": "a" }), json!({ "type": "string", "pattern": "b" })),
        (json!({ "type": "object", "properties": { "x": {} } }), json!({ "type": "object", "properties": {} })),
    ];
    for (one, other) in pairs {
        assert_eq!(classes(&with_schema(&one), &with_schema(&other)), [REQUESTS, RESPONSES], "{one} → {other}");
    }
}

#[test]
fn annotations_and_layout_are_documentation() {
    let string = json!({ "type": "string" });
    for other in [
        json!({ "type": "string", "description": "d" }),
        json!({ "type": "string", "examples": ["x"] }),
        json!({ "type": "string", "x-note": 1 }),
    ] {
        assert_eq!(classes(&with_schema(&string), &with_schema(&other)), [DOCUMENTATION, DOCUMENTATION], "{other}");
    }
    let text = with_schema(&string);
    assert_eq!(classes(&text, &text.replace(',', ", ")), Vec::<String>::new());
}

#[test]
fn parameters_servers_and_security_are_compared() {
    let text = with_schema(&json!({ "type": "string" }));
    let with = |pointer: &str, key: &str, value: Value| {
        let mut document: Value = serde_json::from_str(&text).unwrap();
        document.pointer_mut(pointer).unwrap()[key] = value;
        document.to_string()
    };
    let parameter =
        |required: bool| json!([{ "name": "q", "in": "query", "required": required, "schema": { "type": "string" } }]);
    let (post, none) = ("/paths/~1a/post", text.clone());
    let (optional, required) = (with(post, "parameters", parameter(false)), with(post, "parameters", parameter(true)));
    let keyed = with(post, "security", json!([{ "key": [] }]));
    let either = with(post, "security", json!([{ "key": [] }, { "bearer": [] }]));
    let moved = with("", "servers", json!([{ "url": "https://other.example.com" }]));
    let same_server = with("", "servers", json!([{ "url": "https://EXAMPLE.com:443/" }]));
    let renamed = text.replace("\"/a\"", "\"/b\"");
    let created = with("/paths/~1a/post/responses", "201", json!({ "description": "ok" }));
    let scheme = |key: &str, value: &str| {
        with("", "components", json!({ "securitySchemes": { "o": { "type": "oauth2", key: value } } }))
    };
    for (old, new, class) in [
        (&scheme("flows", "a"), &scheme("flows", "b"), DOCUMENTATION),
        (&scheme("name", "a"), &scheme("name", "b"), REQUESTS),
        (&none, &optional, COMPATIBLE),
        (&none, &required, REQUESTS),
        (&optional, &required, REQUESTS),
        (&required, &optional, COMPATIBLE),
        (&optional, &none, REQUESTS),
        (&none, &keyed, REQUESTS),
        (&keyed, &either, COMPATIBLE),
        (&either, &keyed, REQUESTS),
        (&none, &moved, REQUESTS),
        (&none, &same_server, DOCUMENTATION),
        (&none, &created, COMPATIBLE),
        (&created, &none, RESPONSES),
    ] {
        assert_eq!(classes(old, new), [class], "{old}\n{new}");
    }
    let other = renamed.replace("\"operationId\":\"a\"", "\"operationId\":\"b\"");
    assert_eq!(classes(&none, &other), [REQUESTS, COMPATIBLE], "one operation was removed and one added");
}

#[test]
fn renaming_a_path_parameter_is_compatible() {
    let with = |name: &str| {
        let parameter = json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } });
        with_parameter(&format!("/a/{{{name}}}"), parameter)
    };
    assert_eq!(classes(&with("id"), &with("video_id")), [COMPATIBLE]);
}

#[test]
fn another_notation_of_the_same_schema_breaks_nothing() {
    let string = json!({ "type": "string" });
    for (one, other) in [
        (json!({ "anyOf": [string] }), string.clone()),
        (json!({ "oneOf": [string] }), string.clone()),
        (json!({ "allOf": [string], "description": "d" }), json!({ "type": "string", "description": "d" })),
        (json!({ "type": "array", "items": {} }), json!({ "type": "array" })),
        (json!({ "type": "number", "minimum": 1 }), json!({ "type": "number", "minimum": 1.0 })),
        (json!({ "type": "integer", "exclusiveMinimum": 0 }), json!({ "type": "integer", "minimum": 1 })),
        (json!({ "enum": [1, 2] }), json!({ "enum": [1.0, 2] })),
        (json!({ "enum": ["a"] }), json!({ "type": "string", "const": "a" })),
        (json!({ "oneOf": [{ "const": "a", "title": "A" }, { "enum": ["b"] }] }), json!({ "enum": ["a", "b"] })),
        (json!({ "anyOf": [{ "const": "a" }, string, { "const": "b" }] }), string.clone()),
        (
            json!({ "anyOf": [{ "anyOf": [string, { "const": "a" }] }, { "type": "null" }] }),
            json!({ "type": ["string", "null"] }),
        ),
        (json!({ "not": { "allOf": [string], "description": "d" } }), json!({ "not": string })),
    ] {
        for (old, new) in [(&one, &other), (&other, &one)] {
            assert_documentation(&with_schema(old), &with_schema(new));
        }
    }
}

#[test]
fn null_in_a_url_or_header_is_no_value() {
    for place in ["query", "header"] {
        let with = |schema: Value| with_parameter("/a", json!({ "name": "p", "in": place, "schema": schema }));
        let (string, nullable) = (with(json!({ "type": "string" })), with(json!({ "type": ["string", "null"] })));
        let union = with(json!({ "anyOf": [{ "type": "string" }, { "type": "null" }] }));
        for (old, new) in [(&nullable, &string), (&string, &nullable), (&union, &string)] {
            assert_documentation(old, new);
        }
    }
}

#[test]
fn a_keyword_without_a_rule_is_unknown() {
    let (old, new) = (json!({ "type": "string" }), json!({ "type": "string", "futureKeyword": 1 }));
    assert_eq!(classes(&with_schema(&old), &with_schema(&new)), ["unknown: look at it"; 2]);
}

#[test]
fn a_shared_schema_is_named_once_with_its_uses() {
    let with = |reference: Value, shared: Value| {
        let body = content(json!({ "type": "object", "properties": { "one": reference, "other": reference } }));
        let operation = |id: &str| json!({ "get": { "operationId": id, "responses": { "200": body } } });
        with_paths(json!({ "/a": operation("a"), "/b": operation("b") }), json!({ "Shared": shared }))
    };
    let shared =
        |name: &str| json!({ "$dynamicAnchor": "shared", "type": "object", "properties": { "x": { "type": name } } });
    for reference in [json!({ "$ref": "#/components/schemas/Shared" }), json!({ "$dynamicRef": "#shared" })] {
        let (old, new) = (with(reference.clone(), shared("string")), with(reference, shared("integer")));
        let changes = changes(&old, &new);
        let [change] = changes.as_slice() else { panic!("{changes:?}") };
        assert_eq!(change["class"], RESPONSES);
        assert_eq!(change["place"], "GET /a, response 200, `one.x`");
        let uses = ["GET /a, response 200, `other`", "GET /b, response 200, `one.x`", "GET /b, response 200, `other`"];
        assert_eq!(change["uses"], json!(uses));
    }
}

#[test]
fn a_default_of_what_is_now_required_is_named() {
    let with = |required: Value| json!({ "type": "object", "properties": { "n": { "type": "integer", "default": 3 } }, "required": required });
    let changes = changes(&with_schema(&with(json!([]))), &with_schema(&with(json!(["n"]))));
    let what = "field is now required; HeyGen documents the default 3";
    assert!(changes.iter().any(|one| one["class"] == REQUESTS && one["what"] == what), "{changes:?}");
}

/// The schema is recursive and used in several places, some with a description beside the reference.
#[test]
fn members_beside_a_reference_are_compared_at_each_place() {
    let with = |description: &str, nullable: bool| {
        let reference = json!({ "$ref": "#/components/schemas/Folder" });
        let parent = json!({ "anyOf": [reference, { "type": "null" }], "description": description });
        let second = if nullable { json!({ "anyOf": [reference, { "type": "null" }] }) } else { reference.clone() };
        let folder = json!({ "type": "object", "properties": { "name": { "type": "string" }, "parent": parent } });
        let body = json!({ "type": "object", "properties": {
            "first": reference, "second": second, "third": { "$ref": "#/components/schemas/Folder", "description": description },
        } });
        let operation = json!({ "operationId": "a", "responses": { "200": content(body) } });
        with_paths(json!({ "/a": { "get": operation } }), json!({ "Folder": folder }))
    };
    assert_eq!(classes(&with("d", false), &with("d", true)), [RESPONSES]);
    assert_eq!(classes(&with("d", true), &with("d", false)), [COMPATIBLE]);
    assert_eq!(classes(&with("d", true), &with("e", true)), [DOCUMENTATION, DOCUMENTATION]);
}

#[test]
fn adding_or_removing_a_constraint_breaks_one_direction_only() {
    for keywords in [
        json!({ "pattern": "a" }),
        json!({ "format": "uri" }),
        json!({ "additionalProperties": false }),
        json!({ "contains": { "type": "string" } }),
        json!({ "if": { "minLength": 1 }, "then": { "maxLength": 2 } }),
        json!({ "if": { "minLength": 1 }, "else": { "maxLength": 2 } }),
        json!({ "dependentRequired": { "x": ["y"] } }),
        json!({ "dependentSchemas": { "x": { "required": ["y"] } } }),
        json!({ "prefixItems": [{ "type": "string" }] }),
        json!({ "propertyNames": { "maxLength": 3 } }),
        json!({ "patternProperties": { "^x": { "type": "string" } } }),
        json!({ "unevaluatedProperties": false }),
        json!({ "unevaluatedItems": false }),
        json!({ "additionalProperties": { "type": "string" } }),
        json!({ "minLength": 1 }),
        json!({ "maxLength": 1 }),
        json!({ "minItems": 1 }),
        json!({ "maxItems": 0 }),
        json!({ "minProperties": 1 }),
        json!({ "maxProperties": 1 }),
        json!({ "minimum": 0 }),
        json!({ "exclusiveMaximum": 1 }),
        json!({ "multipleOf": 2 }),
        json!({ "uniqueItems": true }),
        json!({ "not": {} }),
        json!({ "allOf": [{ "minLength": 1 }] }),
        json!({ "anyOf": [{ "minLength": 1 }] }),
        json!({ "enum": ["a"] }),
        json!({ "required": ["x"] }),
    ] {
        let (without, with) = (with_schema(&json!({})), with_schema(&keywords));
        let [added, removed] = [classes(&without, &with), classes(&with, &without)];
        // A condition consists of two keywords.
        let all =
            |classes: &[String], class: &str| classes.iter().filter(|one| *one == class).count() * 2 == classes.len();
        assert!(!added.is_empty() && !removed.is_empty(), "{keywords}");
        assert!(all(&added, REQUESTS) && all(&added, COMPATIBLE), "{keywords}: {added:?}");
        assert!(all(&removed, RESPONSES) && all(&removed, COMPATIBLE), "{keywords}: {removed:?}");
    }
    // A keyword that allows every value is no constraint.
    for keywords in
        [json!({ "minLength": 0 }), json!({ "pattern": "a", "$comment": "" }), json!({ "propertyNames": {} })]
    {
        let old = if keywords.get("pattern").is_some() { json!({ "pattern": "a" }) } else { json!({}) };
        assert_documentation(&with_schema(&old), &with_schema(&keywords));
    }
}

#[test]
fn a_discriminator_is_compatible_and_a_default_may_change_behaviour() {
    let union = json!({ "oneOf": [{ "type": "object" }] });
    let tagged = json!({ "oneOf": [{ "type": "object" }], "discriminator": { "propertyName": "type" } });
    assert_eq!(classes(&with_schema(&union), &with_schema(&tagged)), [COMPATIBLE, COMPATIBLE]);
    assert_eq!(classes(&with_schema(&tagged), &with_schema(&union)), [COMPATIBLE, COMPATIBLE]);
    let mapped = |property: &str, mapping: Value| {
        let discriminator = json!({ "propertyName": property, "mapping": mapping });
        with_schema(&json!({ "oneOf": [{ "type": "object" }], "discriminator": discriminator }))
    };
    let (one, two) = (mapped("a", json!({ "x": "#/x" })), mapped("a", json!({ "x": "#/x", "y": "#/y" })));
    assert_eq!(classes(&one, &two), [COMPATIBLE, COMPATIBLE]);
    assert_eq!(classes(&two, &one), [REQUESTS, RESPONSES]);
    assert_eq!(classes(&one, &mapped("b", json!({ "x": "#/x" }))), [REQUESTS, RESPONSES]);
    let with = |default: u64| with_schema(&json!({ "type": "integer", "default": default }));
    assert_eq!(classes(&with(1), &with(2)), ["behaviour may change", COMPATIBLE]);
}

#[test]
fn a_limit_in_a_description_is_a_limit_of_requests() {
    let with = |limit: &str| {
        with_schema(&json!({ "type": "array", "items": {}, "description": format!("At most {limit} items.") }))
    };
    assert_eq!(classes(&with("4"), &with("2")), [REQUESTS, DOCUMENTATION]);
    assert_eq!(classes(&with("four"), &with("6")), [COMPATIBLE, DOCUMENTATION]);
    let none = with_schema(&json!({ "type": "array", "items": {}, "description": "Items." }));
    assert_eq!(classes(&none, &with("4")), [REQUESTS, DOCUMENTATION]);
}

#[test]
fn a_correction_that_both_documents_need_is_no_change() {
    let with = |text: &str| with_schema(&json!({ "type": "string", "description": text, "examples": [null] }));
    assert_eq!(classes(&with("a"), &with("b")), [DOCUMENTATION, DOCUMENTATION]);
}

#[test]
fn corrections_are_applied_before_changes_are_classed() {
    for (replacements, classes) in [
        (&[("\"type\": \"integer\"", "\"type\": \"number\"")], &["HeyGen caught up"][..]),
        (&[("A maximum of 4 images", "A maximum of 2 images")], &[REQUESTS, DOCUMENTATION]),
        (&[("A maximum of 4 images", "A maximum of 6 images")], &[COMPATIBLE, DOCUMENTATION]),
    ] {
        let (before, after) = (Repository::new(), Repository::new());
        after.write(DOCUMENT, &changed(TEXT, replacements));
        let output = before.diff(&after, "json");
        let report: Value = serde_json::from_str(&output.out).unwrap();
        let found: Vec<&str> =
            report["changes"].as_array().unwrap().iter().map(|one| one["class"].as_str().unwrap()).collect();
        assert_eq!(found, classes, "{replacements:?}: {}", output.out);
    }
}

#[test]
fn a_moved_operation_is_compared_with_itself() {
    let text = with_schema(&json!({ "type": "string" }));
    assert_eq!(classes(&text, &text.replace("\"/a\"", "\"/b\"")), [REQUESTS], "only moved");
    let mut other: Value = serde_json::from_str(&text).unwrap();
    other["webhooks"] = json!({ "done": { "post": {} } });
    assert_eq!(classes(&text, &other.to_string()), [DOCUMENTATION], "the client has no webhooks");
}

#[test]
fn fields_in_parts_of_all_of_are_compared_as_fields() {
    let (name, id) = (json!({ "name": { "type": "string" } }), json!({ "id": { "type": "string" } }));
    let object = |properties: &Value| json!({ "type": "object", "properties": properties });
    let parts = |required: Value| {
        let second = json!({ "type": "object", "properties": id, "required": required });
        json!({ "allOf": [object(&name), second] })
    };
    let both = json!({ "type": "object", "properties": { "name": { "type": "string" }, "id": { "type": "string" } } });
    assert_eq!(classes(&with_schema(&both), &with_schema(&parts(json!([])))), [DOCUMENTATION]);
    assert_eq!(classes(&with_schema(&object(&name)), &with_schema(&parts(json!([])))), [COMPATIBLE, COMPATIBLE]);
    assert_eq!(classes(&with_schema(&both), &with_schema(&parts(json!(["id"])))), [REQUESTS, COMPATIBLE]);
    assert_eq!(classes(&with_schema(&parts(json!([]))), &with_schema(&object(&name))), [REQUESTS, RESPONSES]);
    let itself = json!({ "allOf": [{ "$ref": "#/components/schemas/Loop" }] });
    let looped = with_schema(&itself).replace("\"schemas\":{}", &format!("\"schemas\":{{\"Loop\":{itself}}}"));
    assert_eq!(classes(&looped, &looped), Vec::<String>::new());
}

#[test]
fn restricting_a_field_to_one_direction_breaks_the_other() {
    let with = |keyword: &str| with_schema(&json!({ "type": "string", keyword: true }));
    let both = with_schema(&json!({ "type": "string" }));
    assert_eq!(classes(&both, &with("readOnly")), [REQUESTS]);
    assert_eq!(classes(&both, &with("writeOnly")), [RESPONSES]);
    assert_eq!(classes(&with("readOnly"), &both), [COMPATIBLE]);
}
