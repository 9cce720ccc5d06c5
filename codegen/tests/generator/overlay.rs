//! The examples of the Overlay Specification 1.0.0, section 4.5, with documents to apply them to.

use heygen_api_codegen::overlay;
use serde_json::{Value, json};

use crate::fixtures::{DOCUMENT_TEXT, add_looks};

fn overlay_of(actions: Value) -> Value {
    json!({ "overlay": "1.0.0", "info": { "title": "t", "version": "1.0.0" }, "actions": actions })
}

fn apply(document: Value, actions: Value) -> Value {
    overlay::apply(document, &overlay_of(actions)).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn structured_overlay() {
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "t", "version": "1.0.0" },
        "paths": { "/": { "get": { "tags": ["a"] } }, "/pets": { "get": { "description": "d" } } },
        "tags": [{ "name": "a" }],
    });
    let update = json!({
        "info": { "x-overlay-applied": "structured-overlay" },
        "paths": {
            "/": {
                "summary": "The root resource",
                "get": { "summary": "Retrieve the root resource", "x-rate-limit": 100 },
            },
            "/pets": { "get": { "summary": "Retrieve a list of pets", "x-rate-limit": 100 } },
        },
        "components": null,
        "tags": [{ "name": "b" }],
    });
    let expected = json!({
        "openapi": "3.1.0",
        "info": { "title": "t", "version": "1.0.0", "x-overlay-applied": "structured-overlay" },
        "paths": {
            "/": {
                "summary": "The root resource",
                "get": { "summary": "Retrieve the root resource", "tags": ["a"], "x-rate-limit": 100 },
            },
            "/pets": { "get": { "summary": "Retrieve a list of pets", "description": "d", "x-rate-limit": 100 } },
        },
        "components": null,
        "tags": [{ "name": "a" }, { "name": "b" }],
    });
    assert_eq!(apply(document, json!([{ "target": "$", "update": update }])), expected);
}

#[test]
fn targeted_overlay() {
    let document = json!({ "paths": {
        "/foo": { "get": { "description": "old" } },
        "/bar": { "get": { "description": "old", "x": 1 }, "post": { "description": "old", "y": 1 } },
    } });
    let actions = json!([
        { "target": "$.paths['/foo'].get", "update": { "description": "This is the new description" } },
        { "target": "$.paths['/bar'].get", "update": { "description": "This is the updated description" } },
        { "target": "$.paths['/bar']", "update": { "post": { "description": "Of a child object", "x-safe": false } } },
    ]);
    let expected = json!({ "paths": {
        "/foo": { "get": { "description": "This is the new description" } },
        "/bar": {
            "get": { "description": "This is the updated description", "x": 1 },
            "post": { "description": "Of a child object", "x-safe": false, "y": 1 },
        },
    } });
    assert_eq!(apply(document, actions), expected);
}

fn parameters() -> Value {
    json!({ "paths": {
        "/a": { "get": { "parameters": [
            { "name": "filter", "in": "query" }, { "name": "filter", "in": "header" }, { "name": "dummy", "in": "query" },
        ] } },
        "/b": {
            "get": { "parameters": [{ "name": "dummy", "in": "query" }, { "name": "dummy", "in": "header" }] },
            "post": {},
        },
    } })
}

#[test]
fn wildcard_overlay() {
    let reference = json!({ "$ref": "/components/schemas/filterSchema" });
    let actions = json!([
        { "target": "$.paths.*.get", "update": { "x-safe": true } },
        {
            "target": "$.paths.*.get.parameters[?@.name=='filter' && @.in=='query']",
            "update": { "schema": reference },
        },
    ]);
    let mut expected = parameters();
    expected["paths"]["/a"]["get"]["x-safe"] = json!(true);
    expected["paths"]["/b"]["get"]["x-safe"] = json!(true);
    expected["paths"]["/a"]["get"]["parameters"][0]["schema"] = reference;
    assert_eq!(apply(parameters(), actions), expected);
}

#[test]
fn array_modification_adds_an_entry() {
    let new = json!({ "name": "newParam", "in": "query" });
    let applied = apply(parameters(), json!([{ "target": "$.paths.*.get.parameters", "update": new }]));
    let mut expected = parameters();
    for path in ["/a", "/b"] {
        expected["paths"][path]["get"]["parameters"].as_array_mut().unwrap().push(new.clone());
    }
    assert_eq!(applied, expected);
}

#[test]
fn array_modification_removes_every_entry_that_matches() {
    let target = "$.paths.*.get.parameters[?@.name == 'dummy']";
    let applied = apply(parameters(), json!([{ "target": target, "remove": true }]));
    let left = json!([{ "name": "filter", "in": "query" }, { "name": "filter", "in": "header" }]);
    assert_eq!(applied["paths"]["/a"]["get"]["parameters"], left);
    assert_eq!(applied["paths"]["/b"]["get"]["parameters"], json!([]));
}

#[test]
fn traits() {
    let document = json!({ "paths": {
        "/items": { "get": { "x-oai-traits": ["paged"], "responses": { "200": { "description": "OK" } } } },
        "/others": { "get": { "x-oai-traits": ["cached"], "parameters": [] } },
    } });
    let paged = json!([{ "name": "top", "in": "query" }, { "name": "skip", "in": "query" }]);
    let actions = json!([{
        // The example's target in the syntax of RFC 9535: a name with `-` needs brackets.
        "target": "$.paths.*[?@['x-oai-traits'][?@ == 'paged']]",
        "update": { "parameters": paged },
    }]);
    let mut expected = document.clone();
    expected["paths"]["/items"]["get"]["parameters"] = paged;
    assert_eq!(apply(document, actions), expected);
}

/// This is stricter than the specification, which ignores such an action.
#[test]
fn a_target_that_matches_nothing_is_an_error() {
    let overlay = overlay_of(json!([{ "target": "$.nothing", "update": {} }]));
    let error = overlay::apply(parameters(), &overlay).unwrap_err();
    assert!(error.message.contains("matches nothing"), "{error}");
}

#[test]
fn an_overlay_merges_as_the_specification_says() {
    let document = json!({"a": {"b": 1, "c": [1], "d": {"e": 1}}, "list": [{"x": 1}, {"x": 2}, {"x": 3}]});
    let apply = |actions: Value| apply(document.clone(), actions);
    let merged = apply(json!([{"target": "$.a", "update": {"b": 2, "c": [2], "d": {"f": 2}, "g": null}}]));
    assert_eq!(merged["a"], json!({"b": 2, "c": [1, 2], "d": {"e": 1, "f": 2}, "g": null}));
    assert_eq!(apply(json!([{"target": "$.list", "update": {"x": 4}}]))["list"][3], json!({"x": 4}));
    assert_eq!(apply(json!([{"target": "$.list[?@.x != 2]", "remove": true}]))["list"], json!([{"x": 2}]));
    let chained = apply(json!([{"target": "$.a", "update": {"new": {}}}, {"target": "$.a.new", "update": {"y": 1}}]));
    assert_eq!(chained["a"]["new"], json!({"y": 1}));
}

#[test]
fn a_mistake_in_an_action_is_an_error() {
    for (action, message) in [
        (json!({ "target": "$.a", "x-upsteam": {}, "update": {} }), "unknown member \"x-upsteam\""),
        (json!({ "target": "$.a", "update": null }), "`update` is null"),
        (json!({ "target": "$.a", "update": {}, "remove": true }), "both `update` and `remove`"),
        (json!({ "update": {} }), "no `target`"),
        (json!({ "target": "a[", "update": {} }), "not a JSONPath"),
        (json!({ "target": "$.a" }), "neither `update` nor `remove: true`"),
        (json!({ "target": "$.a.x-default", "remove": true }), "write `['x-default']` in place of `.x-default`"),
    ] {
        let error = overlay::apply(json!({ "a": {} }), &overlay_of(json!([action]))).unwrap_err();
        assert!(error.message.contains(message), "{error}");
    }
}

#[test]
fn a_mistake_in_an_overlay_is_an_error() {
    let valid = overlay_of(json!([]));
    for (member, value, message) in [
        ("info", json!({ "title": "t" }), "`info.version` is missing"),
        ("info", json!(null), "`info.title` is missing"),
        ("action", json!([]), "unknown member \"action\""),
        ("actions", json!({}), "`actions` is not an array"),
        ("overlay", json!("2.0.0"), "\"2.0.0\" is not supported"),
        ("overlay", json!(null), "no `overlay` version"),
    ] {
        let mut overlay = valid.clone();
        overlay[member] = value;
        let error = overlay::apply(json!({}), &overlay).unwrap_err();
        assert!(error.message.contains(message), "{error}");
    }
}

#[test]
fn an_overlay_of_another_document_is_an_error() {
    let mut overlay = overlay_of(json!([]));
    overlay["extends"] = json!("remove-looks-to-photo-avatar-group.json");
    let error = add_looks(DOCUMENT_TEXT, &overlay.to_string()).corrected().unwrap_err();
    assert!(error.message.contains("`extends` names \"remove-looks-to-photo-avatar-group.json\""), "{error}");
}
