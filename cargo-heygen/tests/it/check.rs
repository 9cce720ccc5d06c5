//! `check`: contradictions, corrections that no longer fit, and limits that only a description states.

use crate::support::{self, DOCUMENT, OVERLAY, OVERLAY_TEXT, Repository, TEXT, changed, snapshot, with_paths};
use heygen_api_codegen::{Source, generate};
use serde_json::{Value, json};

#[test]
fn fix_writes_the_reported_actions_which_make_the_example_valid() {
    let repository = Repository::new();
    repository.remove(OVERLAY);
    let output = repository.heygen(&["check"]);
    assert_eq!(output.code, 2);
    snapshot("check-without-overlay.md", &output.all());
    let output = repository.heygen(&["check", "--fix"]);
    assert_eq!(output.errors.matches("contradicts its schema").count(), 11, "{}", output.all());
    // A limit that only the description states is left to a person.
    assert_eq!(output.code, 2, "{}", output.all());
    assert!(output.out.contains("Open: 1.") && output.out.contains("A maximum of 4 images"), "{}", output.all());
    let overlay = repository.read(OVERLAY);
    snapshot("fixed.overlay.json", &overlay);
    let source = Source { file: DOCUMENT.into(), text: TEXT.into(), overlay: Some((OVERLAY.into(), overlay)) };
    let rust = generate(std::slice::from_ref(&source)).unwrap().rust;
    assert!(rust.contains("pub created_at : Option < f64 >"));
    let document = source.corrected().unwrap();
    let content =
        document.pointer("/paths/~1v2~1photo_avatar~1avatar_group~1add/post/responses/200/content/application~1json");
    let content = content.unwrap();
    let validator = jsonschema::draft202012::new(&content["schema"]).unwrap();
    assert!(validator.is_valid(&content["examples"]["Result"]["value"]));
    // The second run changes nothing.
    let before = repository.files();
    let again = repository.heygen(&["check", "--fix"]);
    assert!(again.errors.contains("None."), "{}", again.all());
    assert_eq!(repository.files(), before);
}

#[test]
fn fix_leaves_hand_written_text_unchanged() {
    let repository = Repository::new();
    let document = changed(
        TEXT,
        &[("\"is_motion\": false", "\"is_motion\": [\"no\"]"), ("\"is_motion\": false", "\"is_motion\": null")],
    );
    repository.write(DOCUMENT, &document);
    let output = repository.heygen(&["check", "--fix"]);
    assert_eq!(output.code, 0, "{}", output.all());
    let overlay = repository.read(OVERLAY);
    let before = OVERLAY_TEXT.trim_end().trim_end_matches('}').trim_end().trim_end_matches(']').trim_end();
    let added = overlay.strip_prefix(before).unwrap_or_else(|| panic!("{overlay}"));
    assert!(added.contains(r#""update": { "type": ["boolean", "array", "null"] }"#), "{added}");
    assert_eq!(added.matches("\"target\"").count(), 2, "{added}");
}

#[test]
fn corrections_that_no_longer_fit_are_reported_with_the_reason() {
    let repository = Repository::new();
    repository.write(DOCUMENT, &changed(TEXT, support::TO_4_1_0));
    let output = repository.heygen(&["check"]);
    assert_eq!(output.code, 2);
    snapshot("check-stale.md", &output.all());
    // HeyGen corrects one target of an action.
    let nullable =
        "\"type\": [\"string\", \"null\"],\n                                \"description\": \"Message describing";
    let bumped = changed(
        TEXT,
        &[("\"type\": \"string\",\n                                \"description\": \"Message describing", nullable)],
    );
    repository.write(DOCUMENT, &bumped);
    let output = repository.heygen(&["check"]);
    assert!(output.out.contains("narrow the target"), "{}", output.all());
    assert!(output.out.contains("moderation\\_msg: narrow"), "{}", output.all());
    // HeyGen removes the node that an action corrects.
    repository.write(DOCUMENT, &TEXT.replace("upscale_availability", "upscaling"));
    let output = repository.heygen(&["check"]);
    assert!(output.out.contains("its target matches nothing"), "{}", output.all());
}

/// A document whose request body has these fields.
fn with_fields(fields: Value) -> String {
    let body = json!({ "content": { "application/json": { "schema": { "type": "object", "properties": fields } } } });
    let operation = json!({ "operationId": "a", "requestBody": body, "responses": { "200": { "description": "ok" } } });
    with_paths(json!({ "/a": { "post": operation } }), json!({}))
}

fn report(repository: &Repository, arguments: &[&str]) -> Value {
    let output = repository.heygen(&[arguments, &["--format", "json"]].concat());
    serde_json::from_str(&output.out).unwrap_or_else(|_| panic!("{}", output.all()))
}

#[test]
fn limits_that_only_a_description_states_are_reported() {
    for (field, open) in [
        (json!({ "type": "array", "items": {}, "description": "A maximum of 4 images." }), 1),
        (json!({ "type": "array", "items": {}, "description": "A maximum of 4 images.", "maxItems": 4 }), 0),
        (json!({ "type": "array", "items": {}, "description": "A maximum of 4 images.", "maxItems": 5 }), 1),
        (json!({ "type": "string", "description": "Up to 1,000 characters." }), 1),
        (json!({ "type": "string", "description": "Up to 1,000 characters.", "maxLength": 1000 }), 0),
        (
            json!({ "anyOf": [{ "type": "string", "maxLength": 20 }, { "type": "null" }], "description": "Max length: 20" }),
            0,
        ),
        (json!({ "type": "integer", "description": "Must be between 1 and 50." }), 2),
        (json!({ "type": "integer", "description": "Must be between 1 and 50.", "minimum": 1 }), 1),
        (json!({ "type": "number", "description": "Speed, from 0.5 to 1.5", "minimum": 0.5, "maximum": 1.5 }), 0),
        (json!({ "type": "integer", "description": "At least two, no more than ten." }), 2),
        (json!({ "type": "string", "description": "Name of the look, version 4 of 2024." }), 0),
        (json!({ "type": "string", "description": "Expires after 7 days." }), 0),
    ] {
        let repository = Repository::new();
        repository.write("a.json", &with_fields(json!({ "f": field })));
        let limits = report(&repository, &["check"]);
        assert_eq!(limits["limits"].as_array().unwrap().len(), open, "{field}\n{limits:#}");
    }
    // The action that the report shows resolves a limit, also without a keyword.
    let repository = Repository::new();
    let field = json!({ "type": "string", "description": "The file. Up to 32 MB." });
    repository.write("a.json", &with_fields(json!({ "f": field })));
    let limits = &report(&repository, &["check"])["limits"];
    assert_eq!((limits.as_array().unwrap().len(), &limits[0]["action"]["update"]), (1, &json!({})));
    let actions = [&limits[0]["action"]];
    let overlay = json!({ "overlay": "1.0.0", "info": { "title": "t", "version": "1" }, "actions": actions });
    repository.write("a.overlay.json", &overlay.to_string());
    assert_eq!(repository.heygen(&["check"]).code, 0);
}

#[test]
fn every_contradiction_with_an_automatic_fix_is_fixed() {
    let fields = json!({
        "type": { "type": "integer", "examples": [1.5, null] },
        "enum": { "type": "string", "enum": ["a"], "examples": ["b", "c"] },
        "const": { "const": "a", "example": "b" },
        "long": { "type": "string", "maxLength": 2, "examples": ["four", "six---"] },
        "many": { "type": "array", "maxItems": 1, "items": { "type": "string" }, "example": ["a", {}] },
        "least": { "type": "integer", "minimum": 3, "examples": [2, 1] },
        "pattern": { "type": "string", "pattern": "^a$", "example": "b" },
        "required": { "type": "object", "properties": { "x": {}, "y": {} }, "required": ["x", "y"], "example": { "x": 1 } },
        "closed": { "type": "object", "additionalProperties": false, "example": { "x": 1 } },
        "union": { "anyOf": [{ "type": "string" }, { "type": "integer" }], "example": null },
        "default": { "type": "integer", "default": "none" },
        "nested": { "type": "object", "properties": { "in": { "$ref": "#/components/schemas/In" } }, "example": { "in": [] } },
    });
    let mut document: Value = serde_json::from_str(&with_fields(fields)).unwrap();
    document["components"] = json!({ "schemas": { "In": { "type": "string" } } });
    let repository = Repository::new();
    repository.write("a.json", &document.to_string());
    let found = report(&repository, &["check"]);
    assert!(found["contradictions"].as_array().unwrap().len() >= 10, "{found:#}");
    let output = repository.heygen(&["check", "--fix"]);
    assert_eq!(output.code, 0, "{}\n{}", output.all(), repository.read("a.overlay.json"));
    snapshot("every-kind.overlay.json", &repository.read("a.overlay.json"));
    // A scalar of another type, and an object that no branch allows, are left to a person: the example may be wrong.
    for field in [
        json!({ "type": "integer", "example": "one" }),
        json!({ "type": "string", "example": 1 }),
        json!({ "type": "boolean", "example": "no" }),
        json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }], "example": {} }),
    ] {
        let repository = Repository::new();
        repository.write("a.json", &with_fields(json!({ "f": field })));
        let output = repository.heygen(&["check", "--fix"]);
        assert_eq!(output.code, 2, "{}", output.all());
        assert!(output.out.contains("Open: 1."), "{}", output.all());
        assert!(output.out.contains("the example right, or the schema?"), "{}", output.all());
    }
}
