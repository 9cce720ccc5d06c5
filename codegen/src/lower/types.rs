//! The type of a schema, from 3.1 to 3.0: `null`, several types, none.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::diagnostic::Result;
use crate::document::resolve;
use crate::document::visit;

type Schema = Map<String, Value>;

/// Keywords by the type that they are of.
const OF_TYPE: &[(&str, &[&str])] = &[
    ("object", &["properties", "additionalProperties", "required", "minProperties", "maxProperties"]),
    ("array", &["items", "minItems", "maxItems", "uniqueItems"]),
    ("string", &["minLength", "maxLength", "pattern"]),
    ("number", &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]),
];

/// `null` as a type, a value or a branch.
pub fn null(schema: &mut Schema) {
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

/// Several types for one value.
pub fn several(schema: &mut Schema, answer: bool) {
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
pub fn infer(schema: &mut Schema) {
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

/// A component that may be null says so where it is used: typify gives the type and its `Option` one name.
pub fn null_where_used(document: &mut Value) -> Result<()> {
    loop {
        let components = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
        let nullable = components.into_iter().flatten().filter_map(|(name, schema)| {
            let null = schema.as_object_mut()?.remove("nullable")? == json!(true);
            null.then(|| name.clone())
        });
        let names: BTreeSet<String> = nullable.collect();
        if names.is_empty() {
            break;
        }
        let is_one =
            |schema: &Value| schema["$ref"].as_str().and_then(resolve::name).is_some_and(|name| names.contains(name));
        visit::schemas(document, "", &mut |pointer, schema| {
            let parts = |key: &str| schema.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            // Of an `allOf` all parts would have to be null.
            let all = !parts("allOf").is_empty() && parts("allOf").iter().all(is_one);
            if all || parts("anyOf").iter().chain(parts("oneOf")).any(is_one) {
                schema["nullable"] = json!(true);
            }
            let is_part = pointer.rsplit('/').nth(1).is_some_and(|list| matches!(list, "allOf" | "anyOf" | "oneOf"));
            if is_one(schema) && !is_part {
                *schema = json!({ "allOf": [schema.take()], "nullable": true });
            }
            Ok(())
        })?;
    }
    // A parameter that is null is one that is not sent.
    for (.., operation) in visit::operations(document) {
        for parameter in operation["parameters"].as_array_mut().into_iter().flatten() {
            parameter["schema"].as_object_mut().map(|schema| schema.remove("nullable"));
        }
    }
    Ok(())
}
