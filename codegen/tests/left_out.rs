//! What a document has that no client can be made of: it is left out with a warning that names it, its place and the
//! reason, and all else is generated.

#[path = "../build/mod.rs"]
#[allow(dead_code, reason = "shared with build.rs")]
mod pipeline;

use pipeline::problem::{Problem, Stage};
use pipeline::{Output, Source};
use serde_json::{Value, json};

/// A document with an operation `fine` and these.
fn source(paths: Value, schemas: Value) -> Source {
    let mut document = json!({
        "openapi": "3.1.0", "info": { "title": "t", "version": "1" }, "servers": [{ "url": "https://example.com" }],
        "paths": { "/fine": { "get": { "operationId": "fine", "responses": { "204": { "description": "" } } } } },
        "components": { "schemas": schemas, "securitySchemes": {
            "key": { "type": "apiKey", "in": "header", "name": "X-API-KEY" }, "bearer": { "type": "http", "scheme": "bearer" }
        } },
    });
    for (path, item) in paths.as_object().unwrap() {
        document["paths"][path] = item.clone();
    }
    Source { file: "openapi/a.json".into(), text: document.to_string(), overlay: None }
}

fn post(id: &str, request: Value) -> Value {
    json!({ "post": {
        "operationId": id, "requestBody": { "content": { "application/json": { "schema": request } } },
        "responses": { "200": { "description": "" } },
    } })
}

fn get(id: &str, answer: Value) -> Value {
    json!({ "get": { "operationId": id, "responses": {
        "200": { "description": "", "content": { "application/json": { "schema": answer } } },
    } } })
}

fn output(source: Source) -> Output {
    pipeline::output(&[source]).unwrap_or_else(|problem| panic!("{problem}"))
}

fn has(output: &Output, operation: &str) -> bool {
    output.rust.contains(&format!("pub fn {operation}("))
}

/// The one warning, with these parts.
fn warned(output: &Output, parts: &[&str]) {
    let [warning] = output.warnings.as_slice() else { panic!("{:?}", lines(&output.warnings)) };
    let line = warning.one_line();
    for part in parts {
        assert!(line.contains(part), "{part:?} is not in: {line}");
    }
}

fn lines(warnings: &[Problem]) -> Vec<String> {
    warnings.iter().map(Problem::one_line).collect()
}

#[test]
fn a_request_that_3_0_cannot_say_costs_its_operations_alone() {
    let shared = json!({ "type": "object", "properties": { "a": { "prefixItems": [{ "type": "string" }, { "type": "integer" }] } } });
    let reads = get("reads", json!({ "$ref": "#/components/schemas/Shared" }));
    let sends = post("sends", json!({ "type": "array", "items": { "$ref": "#/components/schemas/Shared" } }));
    let output = output(source(json!({ "/reads": reads, "/sends": sends }), json!({ "Shared": shared })));
    assert!(has(&output, "fine") && has(&output, "reads") && !has(&output, "sends"));
    warned(
        &output,
        &[
            "POST /sends (`sends`) is left out",
            "`prefixItems`",
            "/components/schemas/SharedInput/properties/a/prefixItems",
        ],
    );
    assert_eq!(output.warnings[0].stage, Stage::Lowering);
}

#[test]
fn an_operation_that_src_is_written_for_is_never_left_out() {
    let overlay = |target: &str| {
        let actions = json!([{ "target": target, "update": { "x-needed": true } }]);
        json!({ "overlay": "1.0.0", "info": { "title": "t", "version": "1" }, "actions": actions }).to_string()
    };
    let with = |target: &str| {
        let mut source = self::source(json!({ "/sends": post("sends", json!({ "if": {} })) }), json!({}));
        source.overlay = Some(("openapi/a.overlay.json".into(), overlay(target)));
        pipeline::output(&[source])
    };
    assert!(with("$.paths['/fine'].get").is_ok());
    // And it keeps its name, though another page has an operation of that name and a shorter path.
    let mut source = self::source(json!({ "/f": get("fine", json!({ "type": "string" })) }), json!({}));
    source.overlay = Some(("openapi/a.overlay.json".into(), overlay("$.paths['/fine'].get")));
    let output = self::output(source);
    assert!(output.rust.contains("Sends a `GET` request to `/fine`") && has(&output, "fine") && has(&output, "get_f"));
    let (before, _) = output.rust.split_once("pub fn fine(").unwrap();
    assert!(before.ends_with("    ") && before.rfind("`/fine`") > before.rfind("`/f`"), "`fine` is another operation");
    let Err(problem) = with("$.paths['/sends'].post") else { panic!("it was left out") };
    let text = problem.to_string();
    assert!(text.contains("POST /sends (`sends`) is left out") && text.contains("`if`"), "{text}");
}

#[test]
fn an_allof_that_leads_back_to_itself_ends() {
    // Each has the other's property, so a merge of the two never ends; plain objects are one object.
    let node = |other: &str| json!({ "type": "object", "properties": { "next": { "$ref": format!("#/components/schemas/{other}") } } });
    let both = json!({ "allOf": [{ "$ref": "#/components/schemas/A" }, { "$ref": "#/components/schemas/B" }] });
    let plain =
        output(source(json!({ "/sends": post("sends", both.clone()) }), json!({ "A": node("A"), "B": node("B") })));
    assert!(has(&plain, "sends") && plain.warnings.is_empty(), "{:?}", lines(&plain.warnings));
    // A union among them is typify's to merge, and it would not come back.
    let union = |other: &str| json!({ "oneOf": [node(other), { "type": "string" }] });
    let endless = output(source(json!({ "/sends": post("sends", both) }), json!({ "A": union("A"), "B": union("B") })));
    assert!(has(&endless, "fine") && !has(&endless, "sends"));
    warned(&endless, &["POST /sends (`sends`) is left out", "lead back to themselves"]);
}

#[test]
fn what_progenitor_alone_refuses_is_found_by_trying_each_operation() {
    let document: Value =
        serde_json::from_str(&source(json!({ "/reads": get("reads", json!({ "type": "string" })) }), json!({})).text)
            .unwrap();
    let named = pipeline::merge::Named { file: "a.json".into(), document };
    let mut prepared = pipeline::prepare(&[named]).unwrap();
    // No step of the pipeline lets a cookie through: so it stands for what one does.
    let cookie = json!([{ "in": "cookie", "name": "c", "schema": { "type": "string" } }]);
    prepared["paths"]["/reads"]["get"]["parameters"] = cookie.clone();
    let warnings = pipeline::generate::leave_out_what_fails(&mut prepared).unwrap();
    let [warning] = warnings.as_slice() else { panic!("{:?}", lines(&warnings)) };
    assert!(warning.what.contains("GET /reads (`reads`) is left out: progenitor"), "{warning}");
    assert!(prepared["paths"]["/reads"].get("get").is_none() && prepared["paths"]["/fine"]["get"].is_object());
    assert!(pipeline::generate::leave_out_what_fails(&mut prepared).unwrap().is_empty());
    // Where nothing is left, the whole is the error.
    prepared["paths"] = json!({ "/reads": { "get": {
        "operationId": "reads", "parameters": cookie, "responses": { "2XX": { "description": "" } }
    } } });
    let left = pipeline::generate::leave_out_what_fails(&mut prepared).map(|warnings| warnings.len());
    assert!(matches!(left, Ok(1)) && prepared["paths"]["/reads"].get("get").is_none());
}

#[test]
fn nothing_is_lost_without_a_word() {
    let twice = json!({ "type": "object", "properties": { "a-b": { "type": "string" }, "a_b": { "type": "string" } } });
    warned(
        &output(source(json!({ "/reads": get("reads", twice) }), json!({}))),
        &["`ReadsResponse` is a map", "`a_b`"],
    );

    let open = |schema: Value| {
        output(source(
            json!({ "/sends": post("sends", json!({ "type": "object", "properties": { "x": schema } })) }),
            json!({}),
        ))
    };
    warned(
        &open(json!({ "type": "string", "pattern": "(" })),
        &["pattern that is not checked", "/properties/x/pattern"],
    );
    warned(
        &open(json!({ "type": "number", "enum": [1.5, 2.5] })),
        &["values of an `enum` are not checked", "/properties/x/enum"],
    );
    warned(&open(json!({ "type": "string", "not": { "enum": ["a"] } })), &["`not` is not checked"]);
    warned(&open(json!({ "type": "object", "minProperties": 1 })), &["`minProperties` is not checked"]);
    warned(&open(json!({ "type": "number", "multipleOf": 0.5 })), &["`multipleOf` is not checked"]);

    let mut closed = get("closed", json!({ "type": "string" }));
    closed["get"]["security"] = json!([{ "bearer": [] }]);
    let mut either = get("either", json!({ "type": "string" }));
    either["get"]["security"] = json!([{ "bearer": [] }, { "key": [] }]);
    let output = output(source(json!({ "/closed": closed, "/either": either }), json!({})));
    assert!(has(&output, "closed"));
    warned(&output, &["openapi/a.json", "does not open: GET /closed (`closed`) asks for bearer", "/security"]);
    assert!(!output.warnings[0].what.contains("/either"));
}

#[test]
fn a_union_in_unions_is_read_as_any_json_where_it_is_too_deep() {
    // Each union takes the properties of the next component, which hold a union themselves.
    let mut schemas = json!({});
    for depth in 0..6 {
        let next =
            json!({ "oneOf": [{ "$ref": format!("#/components/schemas/L{}", depth + 1) }, { "type": "object" }] });
        schemas[format!("L{depth}")] = json!({ "type": "object", "properties": { "next": next } });
    }
    schemas["L6"] = json!({ "type": "object", "properties": { "leaf": { "type": "string" } } });
    let reads = get("reads", json!({ "$ref": "#/components/schemas/L0" }));
    let output = output(source(json!({ "/reads": reads }), schemas));
    assert!(has(&output, "reads") && !output.warnings.is_empty());
    for warning in &output.warnings {
        assert!(warning.what.contains("any JSON") && warning.place.starts_with("/components/schemas/L"), "{warning}");
    }
}
