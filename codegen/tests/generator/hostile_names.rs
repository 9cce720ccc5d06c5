//! Tests with names that clash with Rust or the generated code: no operation is skipped because of them, and the
//! client compiles.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value, json};

use crate::clients::assert_document;
use crate::fixtures::{self, client, document, object, post_item, warning_lines};

#[rustfmt::skip]
const HOSTILE: &[&str] = &[
    "type", "self", "Self", "crate", "super", "gen", "async", "r#type", "_", "__", "", "1st", "16:9", "-1", "+1",
    "don't", "dont", "clientId", "client_id", "ClientID", "🎬", "é", "x²", "x", "Option", "Result", "None", "Some",
    "Ok", "Err", "String", "Vec", "Box", "Default", "From", "Into", "TryFrom", "TryInto", "from", "Error",
    "ByteStream", "ResponseValue", "Client", "Builder", "builder", "error", "defaults", "types", "mock", "new",
    "send", "stream", "client", "clone", "body", "body_map", "header_map", "encode_path", "request", "response",
    "result", "url", "info", "value", "extra", "inner", "into_inner", "exec", "pre", "post", "format", "a b", "a-b",
    "a_b", "\0", "i64", "bool",
];

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(HOSTILE).prop_map(str::to_owned),
        1 => "[A-Za-z0-9_é🎬' -]{0,6}",
    ]
}

fn names(count: std::ops::Range<usize>) -> impl Strategy<Value = BTreeSet<String>> {
    prop::collection::btree_set(name(), count)
}

/// The names of one operation: its own, and those of its parameters, properties, values and components.
fn hostile() -> impl Strategy<Value = (String, Vec<BTreeSet<String>>)> {
    (name(), prop::collection::vec(names(1..5), 6))
}

/// A path item, `/INDEX/...`, and components with these names.
fn add_hostile(
    index: usize,
    id: &str,
    names: &[BTreeSet<String>],
    paths: &mut Map<String, Value>,
    schemas: &mut Map<String, Value>,
) {
    let [places, queries, headers, properties, values, components] = names else { panic!() };
    let string = json!({ "type": "string", "minLength": 1 });
    let places: Vec<&String> = places.iter().filter(|name| !name.is_empty() && !name.contains(['\0', '/'])).collect();
    let is_header =
        |name: &&String| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    let headers: Vec<&String> = headers.iter().filter(is_header).collect();
    let mut parameters = Vec::new();
    for (location, names) in [("path", places.clone()), ("query", queries.iter().collect()), ("header", headers)] {
        for name in names {
            parameters.push(json!({ "name": name, "in": location, "required": location == "path", "schema": string }));
        }
    }
    let mut schema =
        object(json!({ "values": { "enum": values }, "list": { "type": "array", "items": { "enum": values } } }));
    let names: Vec<&String> = components.iter().filter(|name| !name.contains('/')).collect();
    for (name, property) in properties.iter().zip(names.iter().cycle()) {
        schema["properties"][name] = json!({ "$ref": format!("#/components/schemas/{property}") });
        schemas.insert(
            (*property).clone(),
            object(
                json!({ (name.as_str()): { "type": "string" }, (property.as_str()): object(json!({ "a": string })) }),
            ),
        );
    }
    // Names without a property.
    schema["required"] = json!(properties.iter().chain(values).collect::<Vec<_>>());
    if index.is_multiple_of(2) {
        schema["additionalProperties"] = json!({ "type": "integer" });
    }
    let mut item = post_item(id, schema.clone());
    item["post"]["parameters"] = json!(parameters);
    item["post"]["responses"]["200"]["content"] = json!({ "application/json": { "schema": schema } });
    let path: String = places.iter().map(|name| format!("/{{{name}}}")).collect();
    paths.insert(format!("/{index}{path}"), item);
}

fn hostile_document(all: &[(String, Vec<BTreeSet<String>>)]) -> Value {
    let (mut paths, mut schemas) = (Map::new(), Map::new());
    for (index, (id, names)) in all.iter().enumerate() {
        add_hostile(index, id, names, &mut paths, &mut schemas);
    }
    document(Value::Object(paths), Value::Object(schemas))
}

fn skipped(document: &Value) -> Vec<String> {
    let generated = client(document);
    warning_lines(&generated.warnings).into_iter().filter(|line| line.contains("is skipped")).collect()
}

/// The crate of tests/clients/ compiles this document.
#[test]
fn the_hostile_document_of_the_test_clients_has_every_operation() {
    let mut runner = TestRunner::deterministic();
    let all: Vec<_> = (0..40).map(|_| hostile().new_tree(&mut runner).unwrap().current()).collect();
    let document = hostile_document(&all);
    assert_document("more/names/hostile.json", &document);
    assert_eq!(skipped(&document), [""; 0]);
}

proptest! {
    #![proptest_config(fixtures::case_count(32))]
    #[test]
    fn no_operation_is_skipped_because_of_its_names(all in prop::collection::vec(hostile(), 1..3)) {
        prop_assert_eq!(skipped(&hostile_document(&all)), [""; 0]);
    }
}
