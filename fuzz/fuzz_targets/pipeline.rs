//! For any document, and any overlay after a NUL, the generator returns Rust that parses or a readable error. It never panics or hangs.
#![no_main]

use fastrand::Rng;
use heygen_api_codegen::{Source, generate};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use serde_json::{Value, json};

fuzz_target!(|text: &str| {
    let (document, overlay) =
        text.split_once('\0').map_or((text, None), |(document, overlay)| (document, Some(overlay)));
    let overlay = overlay.map(|text| ("a.overlay.json".to_owned(), text.to_owned()));
    // The generator catches panics of its dependencies and returns them as errors, which count as failures too.
    match generate(&[Source { file: "a.json".to_owned(), text: document.to_owned(), overlay }]) {
        Ok(generated) => assert!(syn::parse_file(&generated.rust).is_ok()),
        Err(diagnostic) => {
            let shown = diagnostic.to_string();
            assert!(shown.contains("help: ") && !shown.contains("the code generator panicked"), "{shown}");
        }
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let mut random = Rng::with_seed(seed.into());
    let mutated = if random.usize(..8) == 0 { None } else { mutated(&data[..size], &mut random) };
    match mutated.filter(|text| text.len() <= max_size) {
        Some(text) => {
            data[..text.len()].copy_from_slice(text.as_bytes());
            text.len()
        }
        None => fuzzer_mutate(data, size, max_size),
    }
});

/// Changes a few nodes of the document or of the overlay.
fn mutated(data: &[u8], random: &mut Rng) -> Option<String> {
    let mut parts: Vec<Value> =
        std::str::from_utf8(data).ok()?.splitn(2, '\0').map(serde_json::from_str).collect::<Result<_, _>>().ok()?;
    let part = random.usize(..parts.len());
    for _ in 0..=random.usize(..3) {
        change(&mut parts[part], random);
    }
    Some(parts.iter().map(Value::to_string).collect::<Vec<_>>().join("\0"))
}

fn change(document: &mut Value, random: &mut Rng) {
    let count = count(document);
    let other = node(document, &mut random.usize(..count)).cloned().unwrap_or_default();
    let Some(node) = node(document, &mut random.usize(..count)) else { return };
    let was = node.take();
    *node = match random.usize(..9) {
        0 => other,
        1 => pick(values(), random),
        2 => json!({ *pick(WRAPPERS, random): [was, other] }),
        3 => json!({ *pick(WRAPPERS, random): was }),
        4 => with(was, pick(KEYWORDS, random), other),
        5 | 6 => with(was, pick(KEYWORDS, random), pick(values(), random)),
        _ => without(was, random),
    };
}

fn with(node: Value, key: &str, value: Value) -> Value {
    match node {
        Value::Object(mut members) => {
            members.insert(key.to_owned(), value);
            Value::Object(members)
        }
        Value::Array(mut entries) => {
            entries.push(value);
            Value::Array(entries)
        }
        _ => json!({ key: value }),
    }
}

fn without(mut node: Value, random: &mut Rng) -> Value {
    match &mut node {
        Value::Object(members) if !members.is_empty() => {
            let key = members.keys().nth(random.usize(..members.len())).cloned().unwrap_or_default();
            members.remove(&key);
        }
        Value::Array(entries) if !entries.is_empty() => drop(entries.remove(random.usize(..entries.len()))),
        _ => node = Value::Null,
    }
    node
}

fn children(node: &mut Value) -> Vec<&mut Value> {
    match node {
        Value::Object(members) => members.values_mut().collect(),
        Value::Array(entries) => entries.iter_mut().collect(),
        _ => Vec::new(),
    }
}

fn count(node: &mut Value) -> usize {
    1 + children(node).into_iter().map(count).sum::<usize>()
}

/// Returns the node with this number, in document order.
fn node<'v>(here: &'v mut Value, number: &mut usize) -> Option<&'v mut Value> {
    if *number == 0 {
        return Some(here);
    }
    *number -= 1;
    children(here).into_iter().find_map(|child| node(child, number))
}

fn pick<T>(all: impl IntoIterator<Item = T, IntoIter: ExactSizeIterator>, random: &mut Rng) -> T {
    random.choice(all).expect("one of them")
}

const WRAPPERS: &[&str] =
    &["allOf", "anyOf", "oneOf", "items", "not", "schema", "additionalProperties", "prefixItems", "if"];

#[rustfmt::skip]
const KEYWORDS: &[&str] = &[
    "$ref", "$defs", "$dynamicRef", "$anchor", "$id", "additionalProperties", "allOf", "anyOf", "components", "const", "contains", "content",
    "default", "definitions", "dependentRequired", "dependentSchemas", "deprecated", "description", "discriminator", "else", "enum", "example",
    "examples", "exclusiveMaximum", "exclusiveMinimum", "explode", "format", "get", "headers", "if", "in", "info", "items", "mapping", "maxItems",
    "maxLength", "maxProperties", "maximum", "minItems", "minLength", "minProperties", "minimum", "multipleOf", "name", "not", "nullable",
    "oneOf", "openapi", "operationId", "parameters", "pattern", "patternProperties", "paths", "post", "prefixItems", "properties",
    "propertyName", "propertyNames", "readOnly", "requestBody", "required", "responses", "schema", "schemas", "security", "securitySchemes",
    "servers", "style", "summary", "tags", "then", "title", "type", "unevaluatedItems", "unevaluatedProperties", "uniqueItems", "writeOnly",
    "application/json", "multipart/form-data", "text/event-stream", "*/*", "200", "2XX", "404", "default", "x-required-by-crate", "x-may-be-empty", "x-replace-with", "x-retirement",
    "self", "a b", "é", "", "type_", "Type", "/a/{b}", "actions", "target", "update", "remove", "x-upstream",
];

fn values() -> Vec<Value> {
    let text = r##"[
        null, true, false, 0, -1, 1.5, 1e300, 18446744073709551615, "", "é{}\u0000\n    x", "string", "integer", "number", "object", "array",
        "null", "boolean", "date-time", "binary", "int64", "uuid", "^(a|b)*$", "#", "#/paths", "#/components/schemas/A", "$..*", "query", "header",
        "deepObject", [], [null], ["a", "a"], ["string", "null"], ["object", "array", "integer"], {}, {"type": "null"}, {"enum": ["", "a", "A", "-"]},
        {"$ref": "#/components/schemas/A"}, {"type": "object", "properties": {"a": {"$ref": "#"}}}, {"type": "string", "format": "binary"}
    ]"##;
    serde_json::from_str(text).expect("is JSON")
}
