//! `check`: contradictions, corrections that no longer fit, and limits in prose.

#[path = "support/bumps.rs"]
#[allow(dead_code, reason = "each test uses a part")]
mod bumps;
mod support;

use heygen_api_codegen::{Source, generate};
use serde_json::{Value, json};
use support::{DOCUMENT, OVERLAY, OVERLAY_TEXT, Repository, TEXT, changed, snapshot};

#[test]
fn todays_documents_have_nothing_open() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let output =
        std::process::Command::new(env!("CARGO_BIN_EXE_xtask")).args(["--root", root, "check"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn without_the_overlay_each_contradiction_has_the_action_that_settles_it() {
    let repository = Repository::new();
    repository.remove(OVERLAY);
    let said = repository.xtask(&["check"]);
    assert_eq!(said.code, 2);
    snapshot("check-without-overlay.txt", &said.all());
    for (field, action) in [
        ("created_at", r#""update":{"type":"number"},"x-upstream":{"type":"integer"}"#),
        ("moderation_msg", r#""update":{"type":["string","null"]},"x-upstream":{"type":"string"}"#),
    ] {
        let line = said.out.lines().find(|line| line.contains(&format!("{field}\",\"update\"")));
        assert!(line.is_some_and(|line| line.contains(action)), "{field}: {}", said.out);
    }
}

#[test]
fn fix_writes_an_overlay_with_which_the_pages_example_fits() {
    let repository = Repository::new();
    repository.remove(OVERLAY);
    let said = repository.xtask(&["check", "--fix"]);
    assert!(said.errors.contains("6 corrections written"), "{}", said.all());
    // The limit in prose is for a person to decide.
    assert_eq!(said.code, 2, "{}", said.all());
    assert!(said.out.contains("1 open") && said.out.contains("A maximum of 4 images"), "{}", said.all());
    let overlay = repository.read(OVERLAY);
    snapshot("fixed.overlay.json", &overlay);
    let source = Source { file: DOCUMENT.into(), text: TEXT.into(), overlay: Some((OVERLAY.into(), overlay)) };
    let rust = generate(std::slice::from_ref(&source)).unwrap().rust;
    assert!(rust.contains("pub created_at : :: std :: option :: Option < f64 >"));
    let document = source.corrected().unwrap();
    let content =
        document.pointer("/paths/~1v2~1photo_avatar~1avatar_group~1add/post/responses/200/content/application~1json");
    let content = content.unwrap();
    let validator = jsonschema::draft202012::new(&content["schema"]).unwrap();
    assert!(validator.is_valid(&content["examples"]["Result"]["value"]));
    // Again: nothing more to write.
    let before = repository.files();
    let again = repository.xtask(&["check", "--fix"]);
    assert!(again.errors.contains("0 corrections written"), "{}", again.all());
    assert_eq!(repository.files(), before);
}

#[test]
fn fix_leaves_what_a_person_wrote_as_it_is() {
    let repository = Repository::new();
    let document = changed(
        TEXT,
        &[("\"is_motion\": false", "\"is_motion\": \"no\""), ("\"is_motion\": false", "\"is_motion\": null")],
    );
    repository.write(DOCUMENT, &document);
    let said = repository.xtask(&["check", "--fix"]);
    assert_eq!(said.code, 0, "{}", said.all());
    let overlay = repository.read(OVERLAY);
    let kept = OVERLAY_TEXT.trim_end().trim_end_matches('}').trim_end().trim_end_matches(']').trim_end();
    let added = overlay.strip_prefix(kept).unwrap_or_else(|| panic!("{overlay}"));
    assert!(added.contains(r#""update": { "type": ["boolean", "string", "null"] }"#), "{added}");
    assert_eq!(added.matches("\"target\"").count(), 1, "{added}");
}

#[test]
fn a_correction_that_heygen_made_is_listed_for_removal_and_one_whose_ground_moved_for_review() {
    let repository = Repository::new();
    repository.write(DOCUMENT, &changed(TEXT, bumps::TO_4_1_0));
    let said = repository.xtask(&["check"]);
    assert_eq!(said.code, 2);
    snapshot("check-stale.txt", &said.all());
    // Part of one action's targets.
    let nullable =
        "\"type\": [\"string\", \"null\"],\n                                \"description\": \"Message describing";
    let bumped = changed(
        TEXT,
        &[("\"type\": \"string\",\n                                \"description\": \"Message describing", nullable)],
    );
    repository.write(DOCUMENT, &bumped);
    let said = repository.xtask(&["check"]);
    assert!(
        said.out.contains("action 9 no longer does anything") && said.out.contains("narrow the target"),
        "{}",
        said.all()
    );
    assert!(said.out.contains("moderation_msg"), "{}", said.all());
    // What an action would correct is gone.
    repository.write(DOCUMENT, &TEXT.replace("upscale_availability", "upscaling"));
    let said = repository.xtask(&["check"]);
    assert!(said.out.contains("action 10 finds nothing to correct"), "{}", said.all());
}

/// A document with one request body and the fields given.
fn with_fields(fields: Value) -> String {
    let schema = json!({ "type": "object", "properties": fields });
    json!({
        "openapi": "3.1.0", "info": { "title": "t", "version": "1" }, "servers": [{ "url": "https://api.heygen.com" }],
        "paths": { "/a": { "post": {
            "operationId": "a", "responses": { "200": { "description": "ok" } },
            "requestBody": { "content": { "application/json": { "schema": schema } } },
        } } },
    })
    .to_string()
}

fn report(repository: &Repository, arguments: &[&str]) -> Value {
    let said = repository.xtask(&[arguments, &["--format", "json"]].concat());
    serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("{}", said.all()))
}

#[test]
fn limits_in_prose_are_pointed_out_where_no_keyword_says_them() {
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
    // What no keyword can say is settled by an action that quotes it.
    let repository = Repository::new();
    let field = json!({ "type": "string", "description": "The file. Up to 32 MB." });
    repository.write("a.json", &with_fields(json!({ "f": field })));
    assert_eq!(report(&repository, &["check"])["limits"].as_array().unwrap().len(), 1);
    let action = json!({
        "target": "$..properties.f", "update": { "x-max-megabytes": 32 }, "x-upstream": { "description": "Up to 32 MB." },
    });
    let overlay = json!({ "overlay": "1.0.0", "info": {}, "actions": [action] });
    repository.write("a.overlay.json", &overlay.to_string());
    assert_eq!(repository.xtask(&["check"]).code, 0);
}

#[test]
fn every_kind_of_contradiction_that_can_be_settled_is() {
    let fields = json!({
        "type": { "type": "integer", "examples": [1.5, null] },
        "enum": { "type": "string", "enum": ["a"], "examples": ["b", "c"] },
        "const": { "const": "a", "example": "b" },
        "long": { "type": "string", "maxLength": 2, "examples": ["four", "six---"] },
        "many": { "type": "array", "maxItems": 1, "items": { "type": "string" }, "example": ["a", 1] },
        "least": { "type": "integer", "minimum": 3, "examples": [2, 1] },
        "pattern": { "type": "string", "pattern": "^a$", "example": "b" },
        "required": { "type": "object", "properties": { "x": {}, "y": {} }, "required": ["x", "y"], "example": { "x": 1 } },
        "closed": { "type": "object", "additionalProperties": false, "example": { "x": 1 } },
        "union": { "anyOf": [{ "type": "string" }, { "type": "integer" }], "example": null },
        "default": { "type": "integer", "default": "none" },
        "nested": { "type": "object", "properties": { "in": { "$ref": "#/components/schemas/In" } }, "example": { "in": 1 } },
    });
    let mut document: Value = serde_json::from_str(&with_fields(fields)).unwrap();
    document["components"] = json!({ "schemas": { "In": { "type": "string" } } });
    for version in ["3.1.0", "3.0.3"] {
        let repository = Repository::new();
        document["openapi"] = json!(version);
        if version == "3.0.3" {
            let fields = "/paths/~1a/post/requestBody/content/application~1json/schema/properties";
            document
                .pointer_mut(fields)
                .unwrap()
                .as_object_mut()
                .unwrap()
                .retain(|name, _| !matches!(name.as_str(), "const" | "union"));
        }
        repository.write("a.json", &document.to_string());
        let found = report(&repository, &["check"]);
        assert!(found["contradictions"].as_array().unwrap().len() >= 10, "{found:#}");
        let said = repository.xtask(&["check", "--fix"]);
        assert_eq!(said.code, 0, "{version}: {}\n{}", said.all(), repository.read("a.overlay.json"));
        if version == "3.1.0" {
            snapshot("every-kind.overlay.json", &repository.read("a.overlay.json"));
        }
    }
    // An object where a string is wanted by every branch is for a person.
    let repository = Repository::new();
    let field = json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }], "example": {} });
    repository.write("a.json", &with_fields(json!({ "f": field })));
    let said = repository.xtask(&["check", "--fix"]);
    assert_eq!(said.code, 2);
    assert!(said.out.contains("to do: write an overlay action"), "{}", said.all());
}
