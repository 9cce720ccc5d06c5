//! Lowers the type and the values of a schema.

use serde_json::{Map, Value, json};

use super::{Place, Schema};
use crate::diagnostic::Diagnostic;
use crate::document::pointer::join;
use crate::keywords::{find, is_composition, is_of_type};

/// The types of JSON Schema.
const TYPES: &[&str] = &["string", "number", "integer", "boolean", "array", "object", "null"];

/// A type that JSON Schema does not have is dropped, with a warning.
pub(super) fn unknown_type(schema: &mut Schema, place: &mut Place<'_>) {
    let types = match schema.get("type") {
        Some(Value::Array(types)) => types.as_slice(),
        other => other.map(std::slice::from_ref).unwrap_or_default(),
    };
    if let Some(unknown) = types.iter().find(|of| !TYPES.iter().any(|known| of == known)) {
        let message = format!("{unknown} is not a type of JSON Schema, so this is treated as any JSON");
        place.warnings.push(Diagnostic::warning(join(place.pointer, "type"), message));
        schema.remove("type");
    }
}

/// `const: V` becomes `enum: [V]`.
pub(super) fn constant_value(schema: &mut Schema) {
    if let Some(value) = schema.remove("const") {
        schema.insert("enum".into(), json!([value]));
    }
}

/// `exclusiveMinimum: N` becomes `minimum: N` and `exclusiveMinimum: true`, and likewise for the maximum. Of two
/// bounds, the stricter one stays.
pub(super) fn exclusive_bounds(schema: &mut Schema) {
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

/// `type: [T, U]` becomes any value in a response. In a request, it becomes `anyOf`, and each branch has the keywords
/// of its type. Beside `enum` it is dropped, because the values have these types.
pub(super) fn several_types(schema: &mut Schema, place: &Place<'_>) {
    let Some(Value::Array(types)) = schema.get("type").cloned() else { return };
    schema.remove("type");
    let mut branches = Vec::new();
    for name in types.iter().filter_map(Value::as_str) {
        let own = schema.iter().filter(|(key, _)| is_of_type(key, name));
        let own = own.map(|(key, value)| (key.clone(), value.clone()));
        let branch: Map<String, Value> = own.chain([("type".to_owned(), json!(name))]).collect();
        branches.push(Value::Object(branch));
    }
    schema.retain(|key, _| type_of_keyword(key).is_none());
    if !place.is_response && !schema.contains_key("enum") && !schema.contains_key("anyOf") {
        schema.insert("anyOf".into(), Value::Array(branches));
    }
}

/// A schema without a type gets the type of its values, or the one that all its keywords apply to.
pub(super) fn missing_type(schema: &mut Schema) {
    if schema.keys().any(|key| is_composition(key) || matches!(key.as_str(), "type" | "$ref" | "not")) {
        return;
    }
    let name = match schema.get("enum") {
        Some(values) => values.as_array().and_then(|values| type_of(values)),
        None => {
            let mut found = schema.keys().filter_map(|key| type_of_keyword(key));
            found.next().filter(|first| found.all(|other| other == *first))
        }
    };
    if let Some(name) = name {
        schema.insert("type".into(), json!(name));
    }
}

/// The type that a keyword applies to, if it is only one.
fn type_of_keyword(key: &str) -> Option<&'static str> {
    find(key).map(|keyword| keyword.of).filter(|of| !of.is_empty())
}

/// The type that all these values have.
fn type_of(values: &[Value]) -> Option<&'static str> {
    let all = |is: fn(&Value) -> bool| !values.is_empty() && values.iter().all(is);
    let types = [
        ("string", all(Value::is_string)),
        ("boolean", all(Value::is_boolean)),
        ("integer", all(|value| value.is_i64() || value.is_u64())),
        ("number", all(Value::is_number)),
    ];
    types.into_iter().find_map(|(name, is)| is.then_some(name))
}
