//! Writes the overlay actions that resolve contradictions: the smallest change that makes the schema accept the example.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::examples::{Contradiction, Example, Nature};
use crate::openapi::{join, json_path};

/// The `update` and `x-upstream` of an action, and the reasons for its `description`.
type Update = (Map<String, Value>, Map<String, Value>, Vec<String>);

/// The actions for contradictions that can be resolved automatically: one per schema, and one per removal. A string that becomes a
/// list is removed first, because overlay tools disagree about a merge of the two.
pub fn all(document: &Value, contradictions: &[Contradiction]) -> Vec<Value> {
    let mut updates: BTreeMap<&str, Update> = BTreeMap::new();
    let mut order: Vec<&str> = Vec::new();
    let mut removals: Vec<Value> = Vec::new();
    for (one, example) in contradictions.iter().flat_map(|one| one.examples.iter().map(move |example| (one, example))) {
        let reason = reason(one, example);
        let schema = document.pointer(&one.pointer).unwrap_or(&Value::Null);
        match change(document, schema, one, example) {
            Some(Change::Update(key, value)) => {
                if !order.contains(&one.pointer.as_str()) {
                    order.push(&one.pointer);
                }
                let (update, guard, reasons) = updates.entry(&one.pointer).or_default();
                // Give a reason only if the example adds something.
                let known = update.clone();
                join_update(update, schema, &key, value);
                if *update != known {
                    reasons.push(reason);
                }
                if let Some(present) = schema.get(&key) {
                    guard.insert(key, present.clone());
                }
            }
            Some(Change::Remove(pointer, filter)) => {
                let target = json_path::of_pointer(document, &pointer) + &filter;
                let action = json!({ "target": target, "description": reason, "remove": true });
                if !removals.iter().any(|known| known["target"] == action["target"]) {
                    removals.push(action);
                }
            }
            None => {}
        }
    }
    let mut actions = Vec::new();
    for pointer in order {
        let Some((update, mut guard, reasons)) = updates.remove(pointer) else { continue };
        let (target, reason) = (json_path::of_pointer(document, pointer), deduplicated(reasons));
        if update.get("type").is_some_and(Value::is_array)
            && let Some(present) = guard.get("type").filter(|present| present.is_string())
        {
            let target = format!("{target}.type");
            actions.push(json!({ "target": target, "description": reason, "x-upstream": present, "remove": true }));
            guard.remove("type");
        }
        let mut action = json!({ "target": target, "description": reason, "update": update });
        if !guard.is_empty() {
            action["x-upstream"] = Value::Object(guard);
        }
        actions.push(action);
    }
    actions.extend(removals);
    actions
}

enum Change {
    Update(String, Value),
    /// A pointer, and a filter for the entries of that node.
    Remove(String, String),
}

fn change(document: &Value, schema: &Value, one: &Contradiction, example: &Example) -> Option<Change> {
    let update = |value: Value| Some(Change::Update(one.keyword.clone(), value));
    let remove = || Some(Change::Remove(join(&one.pointer, &one.keyword), String::new()));
    if let Nature::Default(pointer) = &example.nature
        && !example.value.is_null()
    {
        return Some(Change::Remove(pointer.clone(), String::new()));
    }
    let old = document["openapi"].as_str().is_some_and(|version| version.starts_with("3.0"));
    match one.keyword.as_str() {
        "type" | "enum" if old && example.value.is_null() => Some(Change::Update("nullable".into(), json!(true))),
        // The example is wrong, or the schema: a person has to decide.
        "type" if is_other_scalar(&schema["type"], &example.value) => None,
        "type" => match widened(&schema["type"], &example.value) {
            // OpenAPI 3.0 has no lists of types.
            Value::Array(_) if old => remove(),
            wider => update(wider),
        },
        "enum" => update(json!([example.value])),
        "maximum" | "minimum" => update(example.value.clone()),
        "maxLength" | "minLength" => update(json!(example.value.as_str()?.chars().count())),
        "maxItems" | "minItems" => update(json!(example.value.as_array()?.len())),
        "maxProperties" | "minProperties" => update(json!(example.value.as_object()?.len())),
        "additionalProperties" | "unevaluatedProperties" => update(json!(true)),
        "exclusiveMaximum" | "exclusiveMinimum" | "multipleOf" | "pattern" | "format" | "uniqueItems" | "const" => {
            remove()
        }
        "required" => {
            let present = example.value.as_object()?;
            let missing =
                one.expected.as_array()?.iter().filter_map(Value::as_str).find(|name| !present.contains_key(*name))?;
            let filter = format!("[?@ == {}]", json!(missing));
            Some(Change::Remove(join(&one.pointer, "required"), filter))
        }
        "anyOf" | "oneOf" if example.value.is_null() => update(json!([{ "type": "null" }])),
        _ => None,
    }
}

/// Whether a value is a scalar of another type than that of a scalar schema. Null, and a number for an integer, aside.
fn is_other_scalar(present: &Value, value: &Value) -> bool {
    let types: Vec<&str> = present
        .as_array()
        .map_or_else(|| vec![present], |types| types.iter().collect())
        .into_iter()
        .filter_map(Value::as_str)
        .filter(|name| *name != "null")
        .collect();
    let number = types.iter().any(|name| matches!(*name, "integer" | "number"));
    let scalars = types.iter().all(|name| matches!(*name, "integer" | "number" | "string" | "boolean"));
    scalars && (value.is_string() || value.is_boolean() || value.is_number() && !number)
}

/// The update that adds the type of a value. Overlays concatenate arrays, so an array contains only the new type.
fn widened(present: &Value, value: &Value) -> Value {
    let own = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    match present {
        Value::Array(_) => json!([own]),
        Value::String(name) if name == "integer" && own == "number" => json!("number"),
        _ => json!([present, own]),
    }
}

/// Combines two updates of the same keyword.
fn join_update(update: &mut Map<String, Value>, schema: &Value, key: &str, value: Value) {
    let known = update.get(key).cloned();
    let joined = match (known, value) {
        (None, value) => value,
        (Some(Value::Array(mut known)), Value::Array(more)) => {
            for entry in more {
                if !known.contains(&entry) {
                    known.push(entry);
                }
            }
            Value::Array(known)
        }
        // If one update is a list, it contains the old type, which `number` replaces.
        (Some(one), other) if key == "type" => {
            let mut types = Vec::new();
            for value in [one, other] {
                match value {
                    Value::Array(entries) => types.extend(entries),
                    single => types.push(single),
                }
            }
            let mut joined: Vec<Value> = Vec::new();
            for name in types {
                let replaced = name == schema["type"] && name == "integer";
                if !replaced && !joined.contains(&name) {
                    joined.push(name);
                }
            }
            if joined.len() == 1 { joined.remove(0) } else { Value::Array(joined) }
        }
        (Some(one), other) => looser(key, one, other),
    };
    update.insert(key.to_owned(), joined);
}

/// The looser bound.
fn looser(key: &str, one: Value, other: Value) -> Value {
    let larger = one.as_f64() >= other.as_f64();
    if larger == key.starts_with("max") { one } else { other }
}

fn deduplicated(mut reasons: Vec<String>) -> String {
    reasons.dedup();
    reasons.join(" ")
}

/// The description of the action.
fn reason(one: &Contradiction, example: &Example) -> String {
    let what = if example.nature == Nature::Example { "example" } else { "default" };
    match &example.value {
        Value::Null => format!("HeyGen's {what} is null."),
        value @ (Value::Object(_) | Value::Array(_)) if one.keyword == "required" || value.to_string().len() > 60 => {
            format!("HeyGen's {what} contradicts `{}`.", one.keyword)
        }
        value => format!("HeyGen's {what} is {}.", shortened(&value.to_string())),
    }
}

/// Shortens a text to 60 characters.
pub fn shortened(text: &str) -> String {
    if text.chars().count() <= 60 {
        return text.to_owned();
    }
    text.chars().take(57).collect::<String>() + "..."
}
