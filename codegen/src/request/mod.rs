//! Requests are strict, as far as typify can check and the crate has the types for it.

pub mod all_of;

use std::collections::BTreeSet;

use heck::ToPascalCase;
use serde_json::{Map, Value, json};

use crate::adapt::skipped::{self, warning};
use crate::diagnostic::{Diagnostic, Result};
use crate::document::direction::{self, Direction};
use crate::document::resolve;
use crate::document::visit;
use crate::response::plain;

/// Formats of numbers that are Rust types; all other formats would bring a dependency with them, or say nothing.
const FORMATS: &[&str] = &["int32", "int64", "float", "double", "binary"];

/// What neither typify nor limits.rs checks.
const UNCHECKED: &[&str] = &["not", "minProperties", "maxProperties", "multipleOf"];

/// Fits the schemas of all requests to typify.
pub fn strict(mut document: Value) -> Result<(Value, Vec<Diagnostic>)> {
    let sides = Direction::of(&document);
    let refused = all_of::requests(&mut document, &sides);
    let mut warnings = skipped::reaching(&mut document, &refused)?;
    tags(&mut document, &sides)?;
    visit::schemas(&mut document, "", &mut |pointer, schema| {
        if !sides.answers(pointer) {
            match schema {
                Value::Object(members) => fit(pointer, members, &mut warnings),
                Value::Bool(_) => {}
                _ => *schema = json!({}),
            }
        }
        Ok(())
    })?;
    Ok((document, warnings))
}

fn fit(pointer: &str, schema: &mut Map<String, Value>, warnings: &mut Vec<Diagnostic>) {
    let mut notes = Vec::new();
    if let Some(Value::String(format)) = schema.get("format").cloned()
        && !FORMATS.contains(&format.as_str())
    {
        schema.remove("format");
        notes.push(format!("Format: `{}`.", plain(&json!(format))));
    }
    // HeyGen's own default stays HeyGen's: what is not set is not sent. And typify panics on one that does not fit.
    if let Some(default) = schema.remove("default").filter(|default| !default.is_null()) {
        notes.push(format!("Default: `{}`.", plain(&default)));
    }
    if let Some(pattern) = schema.get("pattern").cloned() {
        let text = pattern.as_str().unwrap_or_default();
        if regress::Regex::new(text).is_err() {
            schema.remove("pattern");
            notes.push(format!("Pattern: `{}`.", plain(&pattern)));
            warnings.push(warning(&visit::join(pointer, "pattern"), format!("a pattern that is not checked: {text}")));
        }
    }
    if let Some(Value::Array(values)) = schema.get("enum").cloned() {
        values_of(pointer, schema, &values, &mut notes, warnings);
    }
    let of_floats = schema.get("type") == Some(&json!("number"));
    for keyword in UNCHECKED.iter().filter(|keyword| **keyword != "multipleOf" || of_floats) {
        if schema.remove(*keyword).is_some() {
            warnings.push(warning(&visit::join(pointer, keyword), format!("`{keyword}` is not checked")));
        }
    }
    if !notes.is_empty() {
        let text = schema.get("description").and_then(Value::as_str).unwrap_or_default();
        let gap = if text.is_empty() { "" } else { "\n\n" };
        let text = format!("{text}{gap}{}", notes.join(" "));
        schema.insert("description".into(), json!(text));
    }
}

/// The values of an `enum`: variants of a Rust enum, a pattern where two would have one name, or all values.
fn values_of(
    pointer: &str,
    schema: &mut Map<String, Value>,
    values: &[Value],
    notes: &mut Vec<String>,
    warnings: &mut Vec<Diagnostic>,
) {
    let mut names = BTreeSet::new();
    let mut variant = |value: &Value| {
        let name = plain(value).to_pascal_case();
        value.is_string() && !name.is_empty() && names.insert(name)
    };
    let strings = !values.is_empty() && values.iter().all(Value::is_string);
    // Floating-point numbers have no equality that typify would check by.
    let exact = values.iter().all(|value| value.is_i64() || value.is_u64() || value.is_boolean());
    let alone = values.len() == 1 && values[0].is_null();
    if values.iter().all(&mut variant) && strings
        || alone
        || exact && !values.is_empty() && schema.get("type") != Some(&json!("number"))
    {
        return;
    }
    schema.remove("enum");
    let known: Vec<String> = values.iter().map(|value| format!("`{}`", plain(value))).collect();
    notes.push(format!("Known values: {}.", known.join(", ")));
    if strings {
        let any: Vec<String> = values.iter().filter_map(Value::as_str).map(regress::escape).collect();
        schema.insert("pattern".into(), json!(format!("^(?:{})$", any.join("|"))));
    } else {
        let place = visit::join(pointer, "enum");
        warnings.push(warning(&place, "the values of an `enum` are not checked: Rust has no type for them".to_owned()));
    }
}

/// Discriminators: each component that is a branch of a union gets its tag as a constant, where it has none.
fn tags(document: &mut Value, sides: &Direction) -> Result<()> {
    let mut found: Vec<(String, String, String)> = Vec::new();
    visit::schemas(document, "", &mut |pointer, schema| {
        let Some(discriminator) = schema.as_object_mut().and_then(|members| members.remove("discriminator")) else {
            return Ok(());
        };
        let (Some(tag), false) = (discriminator["propertyName"].as_str(), sides.answers(pointer)) else {
            return Ok(());
        };
        let mapping = discriminator["mapping"].as_object();
        let branches = ["oneOf", "anyOf"].iter().filter_map(|key| schema.get(*key)?.as_array()).flatten();
        for name in branches.filter_map(|branch| branch["$ref"].as_str().and_then(resolve::name)) {
            let bare = |target: &str| direction::pascal(target.rsplit('/').next().unwrap_or(target));
            // A mapping names components as they were called before they were told apart by side.
            let mapped: Vec<&String> = mapping
                .into_iter()
                .flatten()
                .filter(|(_, target)| {
                    target
                        .as_str()
                        .is_some_and(|target| [bare(target), bare(target) + "Input"].iter().any(|it| it == name))
                })
                .map(|(value, _)| value)
                .collect();
            let plain = name.to_owned();
            for value in if mapped.is_empty() { vec![&plain] } else { mapped } {
                found.push((name.to_owned(), tag.to_owned(), value.clone()));
            }
        }
        Ok(())
    })?;
    for (name, tag, value) in found {
        let Some(component) = document["components"]["schemas"].get_mut(&name) else { continue };
        let known = component.pointer("/properties").and_then(|properties| properties[&tag]["enum"].as_array());
        let nonsense = component.get("properties").is_some_and(|properties| !properties.is_object());
        if known.is_some_and(|values| values.len() == 1) || component["type"] != "object" || nonsense {
            continue;
        }
        let description = component["properties"][&tag]["description"].clone();
        component["properties"][&tag] = json!({ "type": "string", "enum": [value] });
        if description.is_string() {
            component["properties"][&tag]["description"] = description;
        }
        if !component["required"].is_array() {
            component["required"] = json!([]);
        }
        if let Some(required) = component["required"].as_array_mut().filter(|names| !names.contains(&json!(tag))) {
            required.push(json!(tag));
        }
    }
    Ok(())
}
