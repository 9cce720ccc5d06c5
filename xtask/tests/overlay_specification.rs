//! The examples of the Overlay Specification 1.0.0, section 4.5, with the documents that they speak of.

use pipeline::overlay;
use serde_json::{Value, json};

fn yaml(text: &str) -> Value {
    serde_yaml_ng::from_str(text).unwrap()
}

fn apply(document: &str, overlay: &str) -> Value {
    overlay::apply(yaml(document), &yaml(overlay)).unwrap_or_else(|problem| panic!("{problem}"))
}

#[test]
fn structured_overlay() {
    let document = "{ openapi: 3.1.0, info: { title: t, version: 1.0.0 }, paths: { /: { get: { tags: [a] } }, /pets: { get: { description: d } } }, tags: [{ name: a }] }";
    let applied = apply(
        document,
        "
overlay: 1.0.0
info:
  title: Structured Overlay
  version: 1.0.0
actions:
  - target: '$' # Root of document
    update:
      info:
        x-overlay-applied: structured-overlay
      paths:
        '/':
          summary: 'The root resource'
          get:
            summary: 'Retrieve the root resource'
            x-rate-limit: 100
        '/pets':
          get:
            summary: 'Retrieve a list of pets'
            x-rate-limit: 100
      components:
      tags:
        - name: b
",
    );
    let expected = json!({
        "openapi": "3.1.0",
        "info": { "title": "t", "version": "1.0.0", "x-overlay-applied": "structured-overlay" },
        "paths": {
            "/": { "summary": "The root resource", "get": { "tags": ["a"], "summary": "Retrieve the root resource", "x-rate-limit": 100 } },
            "/pets": { "get": { "description": "d", "summary": "Retrieve a list of pets", "x-rate-limit": 100 } },
        },
        "components": null,
        "tags": [{ "name": "a" }, { "name": "b" }],
    });
    assert_eq!(applied, expected);
}

#[test]
fn targeted_overlay() {
    let document = "{ paths: { /foo: { get: { description: old } }, /bar: { get: { description: old, x: 1 }, post: { description: old, y: 1 } } } }";
    let applied = apply(
        document,
        "
overlay: 1.0.0
info:
  title: Targeted Overlay
  version: 1.0.0
actions:
  - target: $.paths['/foo'].get
    update:
      description: This is the new description
  - target: $.paths['/bar'].get
    update:
      description: This is the updated description
  - target: $.paths['/bar']
    update:
      post:
        description: This is an updated description of a child object
        x-safe: false
",
    );
    let expected = json!({ "paths": {
        "/foo": { "get": { "description": "This is the new description" } },
        "/bar": {
            "get": { "description": "This is the updated description", "x": 1 },
            "post": { "description": "This is an updated description of a child object", "x-safe": false, "y": 1 },
        },
    } });
    assert_eq!(applied, expected);
}

const PARAMETERS: &str = "{ paths: { /a: { get: { parameters: [{ name: filter, in: query }, { name: filter, in: header }, { name: dummy, in: query }] } }, /b: { get: { parameters: [{ name: dummy, in: query }, { name: dummy, in: header }] }, post: {} } } }";

#[test]
fn wildcard_overlay() {
    let applied = apply(
        PARAMETERS,
        "
overlay: 1.0.0
info:
  title: Update many objects at once
  version: 1.0.0
actions:
  - target: $.paths.*.get
    update:
      x-safe: true
  - target: $.paths.*.get.parameters[?@.name=='filter' && @.in=='query']
    update:
      schema:
        $ref: '/components/schemas/filterSchema'
",
    );
    let filter = json!({ "name": "filter", "in": "query", "schema": { "$ref": "/components/schemas/filterSchema" } });
    let (header, dummy) = (json!({ "name": "filter", "in": "header" }), json!({ "name": "dummy", "in": "query" }));
    let expected = json!({ "paths": {
        "/a": { "get": { "x-safe": true, "parameters": [filter, header, dummy] } },
        "/b": { "get": { "x-safe": true, "parameters": [dummy, { "name": "dummy", "in": "header" }] }, "post": {} },
    } });
    assert_eq!(applied, expected);
}

#[test]
fn array_modification_adds_an_entry() {
    let applied = apply(
        PARAMETERS,
        "
overlay: 1.0.0
info:
  title: Add an array element
  version: 1.0.0
actions:
  - target: $.paths.*.get.parameters
    update:
      name: newParam
      in: query
",
    );
    let new = json!({ "name": "newParam", "in": "query" });
    for path in ["/a", "/b"] {
        let parameters = applied["paths"][path]["get"]["parameters"].as_array().unwrap();
        let before = yaml(PARAMETERS)["paths"][path]["get"]["parameters"].as_array().unwrap().clone();
        assert_eq!(parameters[..before.len()], before[..]);
        assert_eq!(parameters[before.len()..], *std::slice::from_ref(&new));
    }
}

#[test]
fn array_modification_removes_every_entry_that_matches() {
    let applied = apply(
        PARAMETERS,
        "
overlay: 1.0.0
info:
  title: Remove a array element
  version: 1.0.0
actions:
  - target: $.paths.*.get.parameters[?@.name == 'dummy']
    remove: true
",
    );
    let left = json!([{ "name": "filter", "in": "query" }, { "name": "filter", "in": "header" }]);
    assert_eq!(applied["paths"]["/a"]["get"]["parameters"], left);
    assert_eq!(applied["paths"]["/b"]["get"]["parameters"], json!([]));
}

#[test]
fn traits() {
    let document = "
openapi: 3.1.0
info:
  title: API with a paged collection
  version: 1.0.0
paths:
  /items:
    get:
      x-oai-traits: ['paged']
      responses:
        200:
          description: OK
  /others:
    get:
      x-oai-traits: ['cached']
      parameters: []
";
    // The example's target, in the words of RFC 9535, which takes no `-` after a dot.
    let applied = apply(
        document,
        "
overlay: 1.0.0
info:
  title: Apply Traits
  version: 1.0.0
actions:
  - target: $.paths.*[?@['x-oai-traits'][?@ == 'paged']]
    update:
      parameters:
        - name: top
          in: query
        - name: skip
          in: query
",
    );
    let paged = json!([{ "name": "top", "in": "query" }, { "name": "skip", "in": "query" }]);
    assert_eq!(applied["paths"]["/items"]["get"]["parameters"], paged);
    assert_eq!(applied["paths"]["/items"]["get"]["responses"]["200"]["description"], "OK");
    assert_eq!(applied["paths"]["/others"]["get"]["parameters"], json!([]));
}

/// Where this project is stricter than the standard, which lets such an action do nothing.
#[test]
fn a_target_that_matches_nothing_is_an_error() {
    let overlay =
        yaml("{ overlay: 1.0.0, info: { title: t, version: 1.0.0 }, actions: [{ target: $.nothing, update: {} }] }");
    assert!(overlay::apply(yaml(PARAMETERS), &overlay).unwrap_err().what.contains("matches nothing"));
}
