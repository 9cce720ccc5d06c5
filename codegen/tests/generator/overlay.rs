//! The examples of the Overlay Specification 1.0.0, section 4.5, with documents to apply them to.

use heygen_api_codegen::overlay;
use serde_json::{Value, json};

use crate::fixtures::{DOCUMENT_TEXT, add_looks};

fn overlay_of(actions: Value) -> Value {
    json!({ "overlay": "1.0.0", "info": { "title": "t", "version": "1.0.0" }, "actions": actions })
}

#[test]
fn the_examples_of_the_specification_give_its_results() {
    let filters = json!([{ "name": "filter", "in": "query" }, { "name": "filter", "in": "header" }]);
    let paged = json!([{ "name": "top" }, { "name": "skip" }]);
    let document = json!({
        "info": { "title": "t" }, "tags": [{ "name": "a" }],
        "paths": {
            "/a": { "get": { "description": "old", "parameters": [filters[0], filters[1], { "name": "dummy" }] } },
            "/b": { "get": { "x-oai-traits": ["paged"], "parameters": [] }, "post": { "description": "old", "y": 1 } },
        },
    });
    let update = json!({
        "info": { "x-applied": true }, "tags": [{ "name": "b" }], "components": null,
        "paths": { "/a": { "summary": "s", "get": { "description": "new" } } },
    });
    for (example, actions, changes) in [
        (
            "structured",
            json!([{ "target": "$", "update": update }]),
            vec![
                ("/info/x-applied", json!(true)),
                ("/tags", json!([{ "name": "a" }, { "name": "b" }])),
                ("/components", json!(null)),
                ("/paths/~1a/summary", json!("s")),
                ("/paths/~1a/get/description", json!("new")),
            ],
        ),
        (
            "targeted",
            json!([
                { "target": "$.paths['/b']", "update": { "post": { "description": "new", "new": {} } } },
                { "target": "$.paths['/b'].post.new", "update": { "z": 1 } },
            ]),
            vec![("/paths/~1b/post/description", json!("new")), ("/paths/~1b/post/new", json!({ "z": 1 }))],
        ),
        (
            "wildcard",
            json!([
                { "target": "$.paths.*.get", "update": { "x-safe": true } },
                { "target": "$.paths.*.get.parameters[?@.name=='filter' && @.in=='query']", "update": { "x": 1 } },
            ]),
            vec![
                ("/paths/~1a/get/x-safe", json!(true)),
                ("/paths/~1b/get/x-safe", json!(true)),
                ("/paths/~1a/get/parameters/0/x", json!(1)),
            ],
        ),
        (
            "array: add",
            json!([{ "target": "$.tags", "update": { "name": "b" } }]),
            vec![("/tags", json!([{ "name": "a" }, { "name": "b" }]))],
        ),
        (
            "array: remove",
            json!([{ "target": "$.paths.*.get.parameters[?@.name == 'filter']", "remove": true }]),
            vec![("/paths/~1a/get/parameters", json!([{ "name": "dummy" }]))],
        ),
        // The example's target in the syntax of RFC 9535: a name with `-` needs brackets.
        (
            "traits",
            json!([{ "target": "$.paths.*[?@['x-oai-traits'][?@ == 'paged']]", "update": { "parameters": paged } }]),
            vec![("/paths/~1b/get/parameters", paged.clone())],
        ),
    ] {
        let mut expected = document.clone();
        for (pointer, value) in changes {
            let (parent, member) = pointer.rsplit_once('/').unwrap();
            expected.pointer_mut(parent).unwrap()[member] = value;
        }
        let applied = overlay::apply(document.clone(), &overlay_of(actions)).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(applied, expected, "{example}");
    }
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
