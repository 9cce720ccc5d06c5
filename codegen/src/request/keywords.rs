//! Keeps the keywords of requests that Rust types check, and documents the others.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::diagnostic::Diagnostic;
use crate::document::description::{append, plain};
use crate::document::pointer::join;

/// Formats that are Rust types. Others would need a dependency, or make no difference.
const FORMATS: &[&str] = &["int32", "int64", "float", "double", "binary"];

/// Keywords that neither typify nor emit/limits.rs checks.
const UNCHECKED: &[&str] = &["not", "minProperties", "maxProperties", "multipleOf"];

/// Keeps the keywords that are checked. The others become documentation, or are dropped with a warning.
pub(super) fn restrict(schema: &mut Map<String, Value>, pointer: &str, warnings: &mut Vec<Diagnostic>) {
    let mut notes = Vec::new();
    if let Some(Value::String(format)) = schema.get("format").cloned()
        && !FORMATS.contains(&format.as_str())
    {
        schema.remove("format");
        notes.push(format!("Format: `{}`.", plain(&json!(format))));
    }
    // HeyGen applies its defaults, so a field that is not set is not sent. Also, typify panics if a default has
    // another type.
    if let Some(default) = schema.remove("default").filter(|default| !default.is_null()) {
        notes.push(format!("Default: `{}`.", plain(&default)));
    }
    if let Some(pattern) = schema.get("pattern").cloned() {
        let text = pattern.as_str().unwrap_or_default();
        if regress::Regex::new(text).is_err() {
            schema.remove("pattern");
            notes.push(format!("Pattern: `{}`.", plain(&pattern)));
            let message = format!("the pattern is not checked, because it is not valid: `{}`", plain(&pattern));
            warnings.push(Diagnostic::warning(join(pointer, "pattern"), message));
        }
    }
    if let Some(Value::Array(values)) = schema.get("enum").cloned() {
        restrict_values(schema, &values, pointer, &mut notes, warnings);
    }
    let of_floats = schema.get("type") == Some(&json!("number"));
    for keyword in UNCHECKED.iter().filter(|keyword| **keyword != "multipleOf" || of_floats) {
        if schema.remove(*keyword).is_some() {
            warnings.push(Diagnostic::unchecked(pointer, keyword));
        }
    }
    if !notes.is_empty() {
        append(schema, &notes.join(" "));
    }
}

/// The values of an `enum` stay the variants of a Rust enum, each once. Values that cannot be variants are only
/// documented.
fn restrict_values(
    schema: &mut Map<String, Value>,
    values: &[Value],
    pointer: &str,
    notes: &mut Vec<String>,
    warnings: &mut Vec<Diagnostic>,
) {
    let strings = !values.is_empty() && values.iter().all(Value::is_string);
    // typify does not compare floating-point numbers.
    let exact = values.iter().all(|value| value.is_i64() || value.is_u64() || value.is_boolean());
    let only_null = values.len() == 1 && values[0].is_null();
    if strings {
        let mut seen = BTreeSet::new();
        let once: Vec<&Value> = values.iter().filter(|value| seen.insert(value.as_str())).collect();
        schema.insert("enum".into(), json!(once));
        return;
    }
    if only_null || exact && !values.is_empty() && schema.get("type") != Some(&json!("number")) {
        return;
    }
    schema.remove("enum");
    let known: Vec<String> = values.iter().map(|value| format!("`{}`", plain(value))).collect();
    notes.push(format!("Known values: {}.", known.join(", ")));
    let message = "the values of an `enum` are not checked, because they cannot be variants of a Rust enum";
    warnings.push(Diagnostic::warning(join(pointer, "enum"), message));
}
