//! The examples of the Overlay Specification 1.0.0, section 4.5, with documents to apply them to.

use heygen_api_codegen::overlay;
use serde_json::{Value, json};

fn apply(document: Value, actions: Value) -> Value {
    let overlay = json!({ "overlay": "1.0.0", "info": { "title": "t", "version": "1.0.0" }, "actions": actions });
    overlay::apply(document, &overlay).unwrap_or_else(|error| panic!("{error}"))
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
    let overlay = json!({ "overlay": "1.0.0", "actions": [{ "target": "$.nothing", "update": {} }] });
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
    assert_eq!(apply(json!([{"target": "$.a", "remove": true, "update": {"b": 9}}])).get("a"), None);
    let chained = apply(json!([{"target": "$.a", "update": {"new": {}}}, {"target": "$.a.new", "update": {"y": 1}}]));
    assert_eq!(chained["a"]["new"], json!({"y": 1}));
}
