//! The keywords of one schema, from 3.1 to 3.0, as the table in `lower.rs` says.

use serde_json::{Map, Value, json};

use crate::diagnostic::Result;
use crate::document::visit::{is_place, join};
use crate::lower::refuse;
use crate::lower::types;

type Schema = Map<String, Value>;

/// Keywords of 3.1 that say nothing about what goes over the wire.
const ANNOTATIONS: &[&str] = &[
    "$comment",
    "$schema",
    "$id",
    "$anchor",
    "$vocabulary",
    "$dynamicAnchor",
    "examples",
    "contentMediaType",
    "contentEncoding",
    "contentSchema",
    "minContains",
    "maxContains",
    "xml",
    "externalDocs",
];

/// Keywords of 3.1 that only narrow, and that 3.0 has no words for.
const BEYOND: &[&str] =
    &["$dynamicRef", "if", "then", "else", "dependentRequired", "dependentSchemas", "contains", "unevaluatedItems"];

/// Lowers one schema whose own schemas are lowered; `answer` is whether it stands in a response.
pub fn lower(pointer: &str, node: &mut Value, answer: bool) -> Result<()> {
    match node {
        Value::Bool(true) => *node = json!({}),
        // `additionalProperties: false` is 3.0, and the schema around it deals with the other places.
        Value::Bool(false) => {}
        Value::Object(schema) => {
            object(pointer, schema, answer)?;
            bounds(schema);
            types::null(schema);
            types::several(schema, answer);
            types::infer(schema);
            beside_reference(schema);
        }
        _ => return Err(refuse(pointer, "a schema that is neither an object nor a boolean")),
    }
    Ok(())
}

fn object(pointer: &str, schema: &mut Schema, answer: bool) -> Result<()> {
    if schema.get("contentEncoding").is_some_and(|encoding| encoding == "base64") {
        schema.entry("format").or_insert(json!("byte"));
    }
    schema.retain(|key, _| !ANNOTATIONS.contains(&key.as_str()));
    impossible(pointer, schema, answer)?;
    if answer {
        optional_branches(schema);
    }
    // `unevaluated...` says the same as `additional...` where nothing else evaluates.
    let alone = !["allOf", "anyOf", "oneOf", "$ref"].iter().any(|key| schema.contains_key(*key));
    match schema.remove("unevaluatedProperties") {
        None | Some(Value::Bool(false)) => {}
        Some(rest) if alone => {
            schema.entry("additionalProperties").or_insert(rest);
        }
        Some(_) if answer => {}
        Some(_) => return Err(refuse(&join(pointer, "unevaluatedProperties"), "`unevaluatedProperties` here")),
    }
    patterns(pointer, schema, answer)?;
    prefix_items(pointer, schema, answer)?;
    for key in BEYOND {
        if schema.remove(*key).is_some() && !answer {
            return Err(refuse(&join(pointer, key), &format!("`{key}`")));
        }
    }
    if let Some(value) = schema.remove("const") {
        schema.insert("enum".into(), json!([value]));
    }
    Ok(())
}

/// The schema `false`, which nothing matches.
fn impossible(pointer: &str, schema: &mut Schema, answer: bool) -> Result<()> {
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        properties.retain(|_, property| *property != json!(false));
    }
    for key in ["anyOf", "oneOf"] {
        if let Some(Value::Array(branches)) = schema.get_mut(key) {
            branches.retain(|branch| *branch != json!(false));
        }
    }
    if schema.get("items") == Some(&json!(false)) {
        schema.remove("items");
        if !schema.contains_key("prefixItems") {
            schema.insert("maxItems".into(), json!(0));
        }
    }
    for key in ["allOf", "not"] {
        let holds = schema.get(key).is_some_and(|value| {
            *value == json!(false) || value.as_array().is_some_and(|parts| parts.contains(&json!(false)))
        });
        if holds {
            schema.remove(key);
            if key == "allOf" && !answer {
                return Err(refuse(&join(pointer, key), "`false` as a part of a schema"));
            }
        }
    }
    Ok(())
}

/// In a response: what `if`, `then`, `else` and `dependentSchemas` may add, as properties that may be there.
fn optional_branches(schema: &mut Schema) {
    let mut more: Vec<Value> = ["if", "then", "else"].iter().filter_map(|key| schema.get(*key).cloned()).collect();
    if let Some(Value::Object(dependent)) = schema.get("dependentSchemas") {
        more.extend(dependent.values().cloned());
    }
    for branch in more {
        let Some(found) = branch.get("properties").and_then(Value::as_object) else { continue };
        let properties = schema.entry("properties").or_insert_with(|| json!({}));
        for (name, property) in found {
            // What only narrows a property that is there already says nothing new.
            if let Some(properties) = properties.as_object_mut() {
                properties.entry(name.clone()).or_insert_with(|| property.clone());
            }
        }
    }
}

fn patterns(pointer: &str, schema: &mut Schema, answer: bool) -> Result<()> {
    if let Some(names) = schema.remove("propertyNames") {
        let plain = names == json!({}) || names == json!({ "type": "string" });
        if !answer && !plain && !each_name(schema, &names) {
            return Err(refuse(&join(pointer, "propertyNames"), "`propertyNames`"));
        }
    }
    let Some(Value::Object(patterns)) = schema.remove("patternProperties") else { return Ok(()) };
    let all = |pattern: &str| matches!(pattern, "" | ".*" | ".+" | "^.*$" | "^.+$" | "^" | "^.*");
    let mut bodies: Vec<&Value> = patterns.values().collect();
    bodies.dedup();
    let rest = schema.get("additionalProperties").filter(|rest| **rest != json!(false));
    match (bodies.as_slice(), rest) {
        ([only], None) if answer || patterns.keys().all(|pattern| all(pattern)) => {
            let only = (*only).clone();
            schema.insert("additionalProperties".into(), only);
        }
        ([], _) => {}
        _ if answer => {
            schema.insert("additionalProperties".into(), json!({}));
        }
        _ => return Err(refuse(&join(pointer, "patternProperties"), "`patternProperties`")),
    }
    Ok(())
}

/// A map whose names are an `enum`, as an object with these properties.
fn each_name(schema: &mut Schema, names: &Value) -> bool {
    let Some(names) = names["enum"].as_array().filter(|_| !schema.contains_key("properties")) else { return false };
    let value = schema.insert("additionalProperties".into(), json!(false)).unwrap_or_else(|| json!({}));
    if value == json!(false) {
        return true;
    }
    let properties = names.iter().filter_map(Value::as_str).map(|name| (name.to_owned(), value.clone()));
    let properties = properties.collect();
    schema.insert("properties".into(), Value::Object(properties));
    true
}

fn prefix_items(pointer: &str, schema: &mut Schema, answer: bool) -> Result<()> {
    let Some(Value::Array(prefix)) = schema.remove("prefixItems") else { return Ok(()) };
    let first = prefix.first().cloned().unwrap_or_else(|| json!({}));
    let same = prefix.iter().all(|item| *item == first);
    let rest = schema.remove("items");
    match rest {
        // `items: false` was removed: no more than the prefix.
        None if same && (answer || schema.get("maxItems").and_then(Value::as_u64) <= Some(prefix.len() as u64)) => {
            schema.insert("items".into(), first);
        }
        Some(rest) if same && rest == first => {
            schema.insert("items".into(), first);
        }
        _ if answer => {
            schema.insert("items".into(), json!({}));
        }
        _ => return Err(refuse(&join(pointer, "prefixItems"), "`prefixItems` of several schemas")),
    }
    schema.entry("type").or_insert(json!("array"));
    Ok(())
}

/// Numeric exclusive bounds, of which the stricter counts.
fn bounds(schema: &mut Schema) {
    for (exclusive, bound, sign) in [("exclusiveMinimum", "minimum", 1.0), ("exclusiveMaximum", "maximum", -1.0)] {
        let Some(limit) = schema.get(exclusive).filter(|limit| limit.is_number()).cloned() else { continue };
        schema.remove(exclusive);
        let inclusive = schema.get(bound).and_then(Value::as_f64);
        if limit.as_f64().zip(inclusive).is_none_or(|(limit, inclusive)| limit * sign >= inclusive * sign) {
            schema.insert(bound.into(), limit);
            schema.insert(exclusive.into(), json!(true));
        }
    }
}

/// 3.0 ignores what stands beside a `$ref`.
fn beside_reference(schema: &mut Schema) {
    if schema.len() < 2 {
        return;
    }
    let Some(reference) = schema.remove("$ref") else { return };
    let mut parts = vec![json!({ "$ref": reference })];
    let more: Map<String, Value> = schema
        .iter()
        .filter(|(key, _)| *key != "allOf" && !is_place(key))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    schema.retain(|key, _| !more.contains_key(key));
    if !more.is_empty() {
        parts.push(Value::Object(more));
    }
    if let Some(Value::Array(present)) = schema.remove("allOf") {
        parts.extend(present);
    }
    schema.insert("allOf".into(), Value::Array(parts));
}
