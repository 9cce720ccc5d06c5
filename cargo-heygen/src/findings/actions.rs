//! Writes the overlay actions that resolve a contradiction: the smallest change that makes the schema accept the examples.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::examples::{Contradiction, Example};
use crate::openapi::json_path;

/// The actions for a contradiction; none if a person has to decide. A string `type` that becomes a list is removed first, because
/// overlay tools disagree about a merge of the two.
pub fn resolve(document: &Value, one: &Contradiction) -> Vec<Value> {
    let schema = document.pointer(&one.pointer).unwrap_or(&Value::Null);
    let target = json_path::of_pointer(document, &one.pointer);
    let key = one.keyword.as_str();
    let update = |key: &str, value: Value, used: &[&Example]| {
        let mut action = json!({ "target": target, "description": reason(one, used), "update": { key: value } });
        if let Some(present) = schema.get(key) {
            action["x-upstream"] = json!({ key: present });
        }
        action
    };
    let remove = |target: String, used: &[&Example]| json!({ "target": target, "description": reason(one, used), "remove": true });
    let mut actions = Vec::new();
    let mut used: Vec<&Example> = Vec::new();
    for example in &one.examples {
        match &example.default_at {
            // A default that is not null is wrong.
            Some(pointer) if !example.value.is_null() => {
                actions.push(remove(json_path::of_pointer(document, pointer), &[example]));
            }
            _ => used.push(example),
        }
    }
    if key == "type" {
        // The example is wrong, or the schema: a person has to decide.
        used.retain(|example| !is_other_scalar(&schema["type"], &example.value));
        let mut types = BTreeSet::new();
        used.retain(|example| types.insert(type_name(&example.value)));
    }
    if used.is_empty() {
        return actions;
    }
    let keyword = format!("{target}.{key}");
    match key {
        "type" => {
            let wider = wider_type(&schema["type"], &used);
            if wider.is_array() && schema["type"].is_string() {
                let (reason, present) = (reason(one, &used), &schema["type"]);
                actions.extend([
                    json!({ "target": keyword, "description": reason, "x-upstream": present, "remove": true }),
                    json!({ "target": target, "description": reason, "update": { "type": wider } }),
                ]);
            } else {
                actions.push(update("type", wider, &used));
            }
        }
        "enum" => {
            let mut values: Vec<&Value> = used.iter().map(|example| &example.value).collect();
            values.dedup();
            actions.push(update(key, json!(values), &used));
        }
        "maximum" | "minimum" | "maxLength" | "minLength" | "maxItems" | "minItems" | "maxProperties"
        | "minProperties" => {
            // The loosest bound.
            let order = |one: &&&Example, other: &&&Example| size(&one.value).total_cmp(&size(&other.value));
            let example = if key.starts_with("max") { used.iter().max_by(order) } else { used.iter().min_by(order) };
            actions.extend(example.map(|example| {
                let count = || json!(size(&example.value) as u64);
                update(key, if example.value.is_number() { example.value.clone() } else { count() }, &[example])
            }));
        }
        "additionalProperties" | "unevaluatedProperties" => actions.push(update(key, json!(true), &used)),
        "exclusiveMaximum" | "exclusiveMinimum" | "multipleOf" | "pattern" | "format" | "uniqueItems" | "const" => {
            actions.push(remove(keyword, &used));
        }
        "required" => {
            for name in one.expected.as_array().into_iter().flatten().filter_map(Value::as_str) {
                let without: Vec<&Example> =
                    used.iter().copied().filter(|example| example.value.get(name).is_none()).collect();
                if !without.is_empty() {
                    actions.push(remove(format!("{keyword}[?@ == {}]", json!(name)), &without));
                }
            }
        }
        "anyOf" | "oneOf" if used.iter().all(|example| example.value.is_null()) => {
            actions.push(update(key, json!([{ "type": "null" }]), &used));
        }
        _ => {}
    }
    actions
}

/// Whether a value is a scalar of another type than that of a scalar schema. Null, and a number for an integer, aside.
fn is_other_scalar(present: &Value, value: &Value) -> bool {
    let types = type_names(present).into_iter().filter(|name| *name != "null").collect::<Vec<_>>();
    let number = types.iter().any(|name| matches!(*name, "integer" | "number"));
    let scalars = types.iter().all(|name| matches!(*name, "integer" | "number" | "string" | "boolean"));
    scalars && (value.is_string() || value.is_boolean() || value.is_number() && !number)
}

/// The update that adds the types of examples. Overlays concatenate arrays, so it is only the new types where the schema has a list.
fn wider_type(present: &Value, examples: &[&Example]) -> Value {
    let mut types: Vec<&str> = if present.is_array() { Vec::new() } else { type_names(present) };
    types.extend(examples.iter().map(|example| type_name(&example.value)));
    // Every integer is a number.
    if types.contains(&"number") {
        types.retain(|name| *name != "integer");
    }
    match types.as_slice() {
        [only] if !present.is_array() => json!(only),
        _ => json!(types),
    }
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// The names in a `type`.
pub fn type_names(present: &Value) -> Vec<&str> {
    match present {
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        name => name.as_str().into_iter().collect(),
    }
}

/// A number, or the length of a text, list or object.
fn size(value: &Value) -> f64 {
    match value {
        Value::String(text) => text.chars().count() as f64,
        Value::Array(entries) => entries.len() as f64,
        Value::Object(members) => members.len() as f64,
        value => value.as_f64().unwrap_or_default(),
    }
}

/// The description of an action for these examples.
fn reason(one: &Contradiction, examples: &[&Example]) -> String {
    let sentence = |example: &&Example| {
        let what = if example.default_at.is_some() { "default" } else { "example" };
        match &example.value {
            Value::Null => format!("HeyGen's {what} is null."),
            value @ (Value::Object(_) | Value::Array(_))
                if one.keyword == "required" || value.to_string().len() > 60 =>
            {
                format!("HeyGen's {what} contradicts `{}`.", one.keyword)
            }
            value => format!("HeyGen's {what} is {}.", shortened(&value.to_string())),
        }
    };
    let mut sentences: Vec<String> = examples.iter().map(sentence).collect();
    sentences.dedup();
    sentences.join(" ")
}

/// Shortens a text to 60 characters.
pub fn shortened(text: &str) -> String {
    if text.chars().count() <= 60 {
        return text.to_owned();
    }
    text.chars().take(57).collect::<String>() + "..."
}
