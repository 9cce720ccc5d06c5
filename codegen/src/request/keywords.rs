//! Keeps the keywords of requests that Rust types check, and documents the others.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::diagnostic::Diagnostic;
use crate::document::description::{append, plain};
use crate::document::pointer::join;
use crate::keywords::{Rule, has_rule, is_of_type};

/// Formats that are Rust types. Others would need a dependency, or make no difference.
const FORMATS: &[&str] = &["int32", "int64", "float", "double", "binary"];

/// Keeps the keywords that are checked. The others become documentation, or are dropped with a warning.
pub(super) fn restrict(schema: &mut Map<String, Value>, pointer: &str, warnings: &mut Vec<Diagnostic>) {
    let mut notes = Vec::new();
    let mut warn = |keyword: &str, message: &str| {
        warnings.push(Diagnostic::warning(join(pointer, keyword), message));
    };
    if let Some(format) = remove_if(schema, "format", |format| !FORMATS.iter().any(|known| format == known)) {
        notes.push(format!("Format: `{}`.", plain(&format)));
    }
    // HeyGen applies its defaults, so a field that is not set is not sent. Also, typify panics if a default has
    // another type.
    if let Some(default) = schema.remove("default").filter(|default| !default.is_null()) {
        notes.push(format!("Default: `{}`.", plain(&default)));
    }
    let is_invalid = |pattern: &Value| regress::Regex::new(pattern.as_str().unwrap_or_default()).is_err();
    if let Some(pattern) = remove_if(schema, "pattern", is_invalid) {
        let pattern = plain(&pattern);
        notes.push(format!("Pattern: `{pattern}`."));
        warn("pattern", &format!("the pattern is not checked, because it is not valid: `{pattern}`"));
    }
    if let Some(Value::Array(values)) = schema.get_mut("enum") {
        let mut seen = BTreeSet::new();
        values.retain(|value| seen.insert(value.to_string()));
    }
    let of = schema.get("type").and_then(Value::as_str).map(str::to_owned);
    let is_int32 = schema.get("format").is_some_and(|format| format == "int32");
    if let Some(Value::Array(values)) =
        remove_if(schema, "enum", |values| !are_variants(values, of.as_deref(), is_int32))
    {
        let known: Vec<String> = values.iter().map(|value| format!("`{}`", plain(value))).collect();
        notes.push(format!("Known values: {}.", known.join(", ")));
        warn("enum", "the values of an `enum` are not checked, because they cannot be variants of a Rust enum");
    }
    // No restriction: Rust warns of lengths that are less than 0.
    remove_if(schema, "minLength", |min| *min == 0);
    // Neither typify nor emit/limits.rs checks them.
    let is_unchecked = |key: &str| {
        has_rule(key, &[Rule::Maximum, Rule::Minimum]) && is_of_type(key, "object")
            || key == "not"
            || key == "multipleOf" && of.as_deref() == Some("number")
    };
    schema.retain(|key, _| {
        let is_checked = !is_unchecked(key);
        if !is_checked {
            warnings.push(Diagnostic::unchecked(pointer, key));
        }
        is_checked
    });
    if !notes.is_empty() {
        append(schema, &notes.join(" "));
    }
}

/// Whether the values of an `enum` of this type can be the variants of a Rust enum, or are only null.
fn are_variants(values: &Value, of: Option<&str>, is_int32: bool) -> bool {
    let values = values.as_array().map(Vec::as_slice).unwrap_or_default();
    let all = |is: fn(&Value) -> bool| !values.is_empty() && values.iter().all(is);
    // typify does not compare floating-point numbers, and rejects a value of another type.
    match of {
        Some("string") => all(Value::is_string),
        Some("boolean") => all(Value::is_boolean),
        Some("integer") if is_int32 => all(|value| value.as_i64().is_some_and(|value| i32::try_from(value).is_ok())),
        Some("integer") => all(Value::is_i64),
        Some(_) => false,
        None => all(Value::is_string) || all(|value| value.is_i64() || value.is_boolean()) || all(Value::is_null),
    }
}

fn remove_if(schema: &mut Map<String, Value>, key: &str, test: impl Fn(&Value) -> bool) -> Option<Value> {
    if schema.get(key).is_some_and(test) { schema.remove(key) } else { None }
}
