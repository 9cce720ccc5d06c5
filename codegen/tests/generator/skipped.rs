//! Operations that cannot be generated are skipped, with a warning that gives the operation, the place and the
//! reason. The others are generated.

use serde_json::{Value, json};

use crate::fixtures::{self, external_api, get_item, has_operation, post_item, video_status, warning_lines};
use heygen_api_codegen::{Generated, Source, Stage, generate};

/// A document with these operations, and one called `fine`.
fn source(paths: Value, schemas: Value) -> Source {
    let mut document = fixtures::document(paths, schemas);
    document["paths"]["/fine"] =
        json!({ "get": { "operationId": "fine", "responses": { "204": { "description": "" } } } });
    document["components"]["securitySchemes"] = json!({
        "key": { "type": "apiKey", "in": "header", "name": "X-API-KEY" }, "bearer": { "type": "http", "scheme": "bearer" }
    });
    fixtures::source("openapi/a.json", &document.to_string())
}

fn generated(source: Source) -> Generated {
    fixtures::generated(&[source])
}

/// Checks that there is one warning, with these parts.
fn assert_warnings(generated: &Generated, parts: &[&str]) {
    let [warning] = generated.warnings.as_slice() else { panic!("{:?}", warning_lines(&generated.warnings)) };
    let line = warning.one_line();
    for part in parts {
        assert!(line.contains(part), "{part:?} is not in: {line}");
    }
}

#[test]
fn every_skipped_operation_has_a_warning_with_its_reason() {
    let generated = fixtures::generated(&[external_api(), video_status()]);
    let warnings = warning_lines(&generated.warnings);
    for (operation, reason) in [("external", "other.yaml#/X"), ("endless", "defined only by itself")] {
        let named = |line: &String| line.contains(&format!("(`{operation}`) is skipped")) && line.contains(reason);
        assert!(warnings.iter().any(named), "{operation}: {warnings:#?}");
        assert!(!has_operation(&generated, operation), "{operation}");
    }
    assert_eq!(warnings.iter().filter(|line| line.contains("is skipped")).count(), 2, "{warnings:#?}");
}

#[test]
fn a_request_that_no_value_matches_skips_only_its_operations() {
    let shared = json!({ "type": "object", "properties": { "a": { "allOf": [false] } } });
    let reads = get_item("reads", json!({ "$ref": "#/components/schemas/Shared" }));
    let sends = post_item("sends", json!({ "type": "array", "items": { "$ref": "#/components/schemas/Shared" } }));
    let generated = generated(source(json!({ "/reads": reads, "/sends": sends }), json!({ "Shared": shared })));
    assert!(
        has_operation(&generated, "fine") && has_operation(&generated, "reads") && !has_operation(&generated, "sends")
    );
    assert_warnings(
        &generated,
        &["POST /sends (`sends`) is skipped", "no value matches", "/components/schemas/SharedInput/properties/a/allOf"],
    );
    assert_eq!(generated.warnings[0].stage, Stage::Lowering);
}

#[test]
fn an_operation_that_the_crate_requires_is_never_skipped() {
    let overlay = |target: &str| {
        let actions = json!([{ "target": target, "update": { "x-required-by-crate": true } }]);
        json!({ "overlay": "1.0.0", "info": { "title": "t", "version": "1" }, "actions": actions }).to_string()
    };
    let with = |target: &str| {
        let mut source = self::source(json!({ "/sends": post_item("sends", json!({ "allOf": [false] })) }), json!({}));
        source.overlay = Some(("openapi/a.overlay.json".into(), overlay(target)));
        generate(&[source])
    };
    assert!(with("$.paths['/fine'].get").is_ok());
    // It also keeps its name, although another page has an operation with that name and a shorter path.
    let mut source = self::source(json!({ "/f": get_item("fine", json!({ "type": "string" })) }), json!({}));
    source.overlay = Some(("openapi/a.overlay.json".into(), overlay("$.paths['/fine'].get")));
    let paths = &self::generated(source).document["paths"];
    assert_eq!(paths["/fine"]["get"]["operationId"], "fine");
    assert_eq!(paths["/f"]["get"]["operationId"], "get_f");
    let text = with("$.paths['/sends'].post").unwrap_err().to_string();
    assert!(text.contains("POST /sends (`sends`) is skipped") && text.contains("`allOf`"), "{text}");
}

#[test]
fn an_allof_of_recursive_schemas_does_not_loop() {
    // Each has the other's property, so merging the two would never end. Plain objects are merged into one.
    let node = |other: &str| json!({ "type": "object", "properties": { "next": { "$ref": format!("#/components/schemas/{other}") } } });
    let both = post_item(
        "sends",
        json!({ "allOf": [{ "$ref": "#/components/schemas/A" }, { "$ref": "#/components/schemas/B" }] }),
    );
    let plain = generated(source(json!({ "/sends": both }), json!({ "A": node("A"), "B": node("B") })));
    assert!(has_operation(&plain, "sends") && plain.warnings.is_empty(), "{:?}", warning_lines(&plain.warnings));
    // If there is a union among them, typify would merge them, and not return.
    let union = |other: &str| json!({ "oneOf": [node(other), { "type": "string" }] });
    let any = generated(source(json!({ "/sends": both }), json!({ "A": union("A"), "B": union("B") })));
    assert!(has_operation(&any, "sends"));
    assert_warnings(&any, &["an `allOf`", "is any JSON", "/paths/~1sends/post/requestBody"]);
}

#[test]
fn what_is_not_checked_has_a_warning() {
    for (schema, message, keyword) in [
        (json!({ "type": "string", "pattern": "(" }), "pattern is not checked", "pattern"),
        (json!({ "type": "number", "enum": [1.5, 2.5] }), "values of an `enum` are not checked", "enum"),
        (json!({ "type": "string", "enum": [1, 2] }), "values of an `enum` are not checked", "enum"),
        (json!({ "type": "integer", "const": "a" }), "values of an `enum` are not checked", "enum"),
        (json!({ "type": "integer", "enum": [u64::MAX] }), "values of an `enum` are not checked", "enum"),
        (
            json!({ "type": "integer", "format": "int32", "enum": [1_i64 << 31] }),
            "values of an `enum` are not checked",
            "enum",
        ),
        (json!({ "type": "file" }), "\"file\" is not a type of JSON Schema", "type"),
    ] {
        let sends = post_item("sends", json!({ "type": "object", "properties": { "x": schema } }));
        let generated = generated(source(json!({ "/sends": sends }), json!({})));
        assert_warnings(&generated, &[message, &format!("/properties/x/{keyword}")]);
        assert!(has_operation(&generated, "sends"), "{message}");
    }

    let mut closed = get_item("closed", json!({ "type": "string" }));
    closed["get"]["security"] = json!([{ "bearer": [] }]);
    let mut either = get_item("either", json!({ "type": "string" }));
    either["get"]["security"] = json!([{ "bearer": [] }, { "key": [] }]);
    let generated = generated(source(json!({ "/closed": closed, "/either": either }), json!({})));
    assert!(has_operation(&generated, "closed"));
    assert_warnings(
        &generated,
        &[
            "openapi/a.json",
            "GET /closed (`closed`) requires `bearer`",
            "only the API key",
            "/paths/~1closed/get/security",
        ],
    );
    assert!(!generated.warnings[0].message.contains("/either"));
}

#[test]
fn a_union_that_is_nested_too_deeply_is_read_as_any_json() {
    // Each union gets the properties of the next component, which contain another union.
    let mut schemas = json!({});
    for depth in 0..6 {
        let next =
            json!({ "oneOf": [{ "$ref": format!("#/components/schemas/L{}", depth + 1) }, { "type": "object" }] });
        schemas[format!("L{depth}")] = json!({ "type": "object", "properties": { "next": next } });
    }
    schemas["L6"] = json!({ "type": "object", "properties": { "leaf": { "type": "string" } } });
    let reads = get_item("reads", json!({ "$ref": "#/components/schemas/L0" }));
    let generated = generated(source(json!({ "/reads": reads }), schemas));
    assert!(has_operation(&generated, "reads") && !generated.warnings.is_empty());
    for warning in &generated.warnings {
        assert!(
            warning.message.contains("any JSON") && warning.pointer.starts_with("/components/schemas/L"),
            "{warning}"
        );
    }
}
