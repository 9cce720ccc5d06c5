//! The keywords of one schema, from 3.1 to 3.0, as the table in `lower.rs` says.

use serde_json::{Map, Value, json};

use super::lower::refuse;
use super::problem::Result;
use super::walk::join;

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

/// Keywords by the type that they are of.
const OF_TYPE: &[(&str, &[&str])] = &[
    ("object", &["properties", "additionalProperties", "required", "minProperties", "maxProperties"]),
    ("array", &["items", "minItems", "maxItems", "uniqueItems"]),
    ("string", &["minLength", "maxLength", "pattern"]),
    ("number", &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]),
];

/// Lowers one schema whose own schemas are lowered; `answer` is whether it stands in a response.
pub fn lower(pointer: &str, node: &mut Value, answer: bool) -> Result<()> {
    match node {
        Value::Bool(true) => *node = json!({}),
        // `additionalProperties: false` is 3.0, and the schema around it deals with the other places.
        Value::Bool(false) => {}
        Value::Object(schema) => {
            object(pointer, schema, answer)?;
            bounds(schema);
            null(schema);
            several_types(schema, answer);
            infer_type(schema);
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
        if !plain && !answer {
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

/// `null` as a type, a value or a branch.
fn null(schema: &mut Schema) {
    let mut nullable = false;
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        let before = types.len();
        types.retain(|name| name != "null");
        nullable |= types.len() < before;
        match types.as_slice() {
            [] if nullable => {
                schema.insert("type".into(), json!("null"));
            }
            [] => {
                schema.remove("type");
            }
            [one] => {
                let one = one.clone();
                schema.insert("type".into(), one);
            }
            _ => {}
        }
    }
    if schema.get("type") == Some(&json!("null")) {
        schema.remove("type");
        schema.insert("enum".into(), json!([null]));
    }
    let is_null = |branch: &Value| {
        branch["enum"] == json!([null]) && branch.as_object().is_some_and(|branch| !branch.contains_key("$ref"))
    };
    for key in ["anyOf", "oneOf"] {
        let Some(Value::Array(branches)) = schema.get_mut(key) else { continue };
        let before = branches.len();
        branches.retain(|branch| !is_null(branch));
        nullable |= branches.len() < before;
        match branches.as_slice() {
            [] => {
                schema.remove(key);
                if nullable {
                    schema.insert("enum".into(), json!([null]));
                }
            }
            [_] => {
                if let Some(Value::Array(mut one)) = schema.remove(key) {
                    alone(schema, one.remove(0));
                }
            }
            _ => {}
        }
    }
    if let Some(Value::Array(values)) = schema.get_mut("enum")
        && values.iter().any(|value| !value.is_null())
    {
        let before = values.len();
        values.retain(|value| !value.is_null());
        nullable |= values.len() < before;
    }
    if nullable {
        schema.insert("nullable".into(), json!(true));
    }
}

/// Puts the only branch of a union in the union's place.
fn alone(schema: &mut Schema, branch: Value) {
    match branch {
        Value::Object(branch)
            if !branch.contains_key("$ref")
                && branch.keys().all(|key| key == "description" || !schema.contains_key(key)) =>
        {
            for (key, value) in branch {
                schema.entry(key).or_insert(value);
            }
        }
        branch => {
            let parts = schema.entry("allOf").or_insert_with(|| json!([]));
            if let Value::Array(parts) = parts {
                parts.push(branch);
            }
        }
    }
}

fn several_types(schema: &mut Schema, answer: bool) {
    let Some(Value::Array(types)) = schema.get("type").cloned() else { return };
    schema.remove("type");
    let typed: Vec<&str> = OF_TYPE.iter().flat_map(|(_, keys)| keys.iter().copied()).collect();
    let mut branches = Vec::new();
    for name in types.iter().filter_map(Value::as_str) {
        let mut branch = Map::from_iter([("type".to_owned(), json!(name))]);
        let of = if name == "integer" { "number" } else { name };
        for key in OF_TYPE.iter().filter(|(kind, _)| *kind == of).flat_map(|(_, keys)| keys.iter()) {
            if let Some(value) = schema.get(*key) {
                branch.insert((*key).into(), value.clone());
            }
        }
        branches.push(Value::Object(branch));
    }
    schema.retain(|key, _| !typed.contains(&key.as_str()));
    // Without keywords of its own, several types are any value: wider, so for responses only. Beside `enum` they
    // say nothing that the values do not.
    if !answer && !schema.contains_key("enum") && !schema.contains_key("anyOf") {
        schema.insert("anyOf".into(), Value::Array(branches));
    }
}

/// The type of a schema that names none, from its other keywords.
fn infer_type(schema: &mut Schema) {
    if ["type", "$ref", "allOf", "anyOf", "oneOf", "not"].iter().any(|key| schema.contains_key(*key)) {
        return;
    }
    let of_values = schema.get("enum").and_then(Value::as_array).and_then(|values| {
        let all = |is: fn(&Value) -> bool| !values.is_empty() && values.iter().all(is);
        [("string", all(Value::is_string)), ("boolean", all(Value::is_boolean))]
            .into_iter()
            .chain([("integer", all(|value| value.is_i64() || value.is_u64())), ("number", all(Value::is_number))])
            .find_map(|(name, fits)| fits.then_some(name))
    });
    let of_keywords = || {
        let mut found = OF_TYPE.iter().filter(|(_, keys)| keys.iter().any(|key| schema.contains_key(*key)));
        found.next().map(|(name, _)| *name).filter(|_| found.next().is_none())
    };
    if let Some(name) = of_values.or_else(|| if schema.contains_key("enum") { None } else { of_keywords() }) {
        schema.insert("type".into(), json!(name));
    }
}

/// 3.0 ignores what stands beside a `$ref`.
fn beside_reference(schema: &mut Schema) {
    if schema.len() < 2 {
        return;
    }
    let Some(reference) = schema.remove("$ref") else { return };
    const PLACE: &[&str] =
        &["description", "title", "nullable", "deprecated", "readOnly", "writeOnly", "default", "example", "allOf"];
    let mut parts = vec![json!({ "$ref": reference })];
    let more: Map<String, Value> = schema
        .iter()
        .filter(|(key, _)| !PLACE.contains(&key.as_str()) && !key.starts_with("x-"))
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
