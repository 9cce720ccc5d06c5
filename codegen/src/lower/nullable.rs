//! Lowers `null`, which 3.0 writes as `nullable: true`.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Schema;
use crate::document::{components, operations_mut, visit};
use crate::keywords::{Rule, is_composition, with_rule};

/// `type: [T, "null"]` becomes `type: T` and `nullable: true`; `type: "null"` becomes `enum: [null]`.
pub(super) fn null_types(schema: &mut Schema) {
    let types = match schema.remove("type") {
        Some(Value::Array(types)) => types,
        Some(one) => vec![one],
        None => return,
    };
    let is_nullable = types.iter().any(|name| name == "null");
    let others: Vec<&Value> = types.iter().filter(|name| *name != "null").collect();
    match others.as_slice() {
        [] if is_nullable => drop(schema.insert("enum".into(), json!([null]))),
        [] => {}
        [one] => drop(schema.insert("type".into(), json!(one))),
        several => drop(schema.insert("type".into(), json!(several))),
    }
    if is_nullable && !others.is_empty() {
        schema.insert("nullable".into(), json!(true));
    }
}

/// `anyOf` and `oneOf` lose their branches that are `null`, and get `nullable: true`. A single remaining branch
/// replaces the union.
pub(super) fn null_unions(schema: &mut Schema) {
    let is_null = |branch: &Value| branch["enum"] == json!([null]) && branch.get("$ref").is_none();
    for key in with_rule(&[Rule::Union]) {
        let Some(Value::Array(branches)) = schema.get_mut(key) else { continue };
        let before = branches.len();
        branches.retain(|branch| !is_null(branch));
        let nullable = branches.len() < before;
        if branches.len() < 2 {
            let only = branches.pop();
            schema.remove(key);
            match only {
                Some(only) => replace_union(schema, only),
                None if nullable => drop(schema.insert("enum".into(), json!([null]))),
                None => {}
            }
        }
        if nullable {
            schema.insert("nullable".into(), json!(true));
        }
    }
}

/// Replaces a union by its only branch: by its keywords, or by a part of `allOf` if keywords would conflict.
fn replace_union(schema: &mut Schema, branch: Value) {
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
            if let Value::Array(parts) = schema.entry("allOf").or_insert_with(|| json!([])) {
                parts.push(branch);
            }
        }
    }
}

/// `enum` loses `null`, and gets `nullable: true`. `enum: [null]` stays.
pub(super) fn null_values(schema: &mut Schema) {
    let Some(Value::Array(values)) = schema.get_mut("enum") else { return };
    let (nulls, others): (Vec<Value>, Vec<Value>) = values.drain(..).partition(Value::is_null);
    let is_nullable = !nulls.is_empty() && !others.is_empty();
    *values = if others.is_empty() { nulls } else { others };
    if is_nullable {
        schema.insert("nullable".into(), json!(true));
    }
}

/// Moves `nullable` from components to the places that use them: typify would give the type and its `Option` the same
/// name.
pub(super) fn nullable_components(document: &mut Value) {
    loop {
        let nullable = components::schemas_mut(document).filter_map(|(name, schema)| {
            let nullable = schema.as_object_mut()?.remove("nullable")? == json!(true);
            nullable.then(|| name.clone())
        });
        let names: BTreeSet<String> = nullable.collect();
        if names.is_empty() {
            break;
        }
        let is_one = |schema: &Value| components::referenced(schema).is_some_and(|name| names.contains(name));
        visit::schemas(document, "", &mut |pointer, schema| {
            let parts = |key: &str| schema.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            // A union may be null if one branch may be, but an `allOf` only if all parts may be.
            let all = !parts("allOf").is_empty() && parts("allOf").iter().all(is_one);
            if all || parts("anyOf").iter().chain(parts("oneOf")).any(is_one) {
                schema["nullable"] = json!(true);
            }
            let list = pointer.rsplit('/').nth(1).unwrap_or_default();
            if is_one(schema) && !is_composition(list) {
                *schema = json!({ "allOf": [schema.take()], "nullable": true });
            }
        });
    }
}

/// Removes `nullable` from parameters: a parameter that is null is not sent.
pub(super) fn nullable_parameters(document: &mut Value) {
    for (_, operation) in operations_mut(document) {
        for parameter in operation["parameters"].as_array_mut().into_iter().flatten() {
            parameter["schema"].as_object_mut().map(|schema| schema.remove("nullable"));
        }
    }
}
