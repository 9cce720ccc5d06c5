//! Lowers the type and the values of a schema, `false`, and references. `$defs`, and references to other places, are
//! already components: see document/resolve.rs.

use serde_json::{Map, Value, json};

use super::{Place, Schema};
use crate::diagnostic::{Diagnostic, Result, Stage};
use crate::document::pointer::join;
use crate::keywords::{Rule, find, is_annotation, is_composition, is_of_type, with_rule};

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

/// `contentEncoding: base64` becomes `format: byte`.
pub(super) fn content_encoding(schema: &mut Schema) {
    if schema.get("contentEncoding").is_some_and(|encoding| encoding == "base64") {
        schema.entry("format").or_insert(json!("byte"));
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

/// A schema without a type gets the type of its values, or the one that all its keywords apply to. A schema that has
/// properties beside a composition is an object.
pub(super) fn missing_type(schema: &mut Schema) {
    if schema.contains_key("type") {
        return;
    }
    let name = if schema.keys().any(|key| is_composition(key) || matches!(key.as_str(), "$ref" | "not")) {
        schema.contains_key("properties").then_some("object")
    } else if let Some(values) = schema.get("enum") {
        values.as_array().and_then(|values| type_of(values))
    } else {
        let mut found = schema.keys().filter_map(|key| type_of_keyword(key));
        found.next().filter(|first| found.all(|other| other == *first))
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

/// `false` is removed from properties, as it must not be present, from unions, as it never matches, and from `not`.
/// `items: false` allows no entries, or none after `prefixItems`. No value matches an `allOf` with `false`: it is removed
/// from a response, and an error in a request.
pub(super) fn false_schemas(schema: &mut Schema, place: &Place<'_>) -> Result<()> {
    let is_false = |value: &Value| *value == json!(false);
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        properties.retain(|_, property| !is_false(property));
    }
    for key in with_rule(&[Rule::Union]) {
        if let Some(Value::Array(branches)) = schema.get_mut(key) {
            branches.retain(|branch| !is_false(branch));
        }
    }
    schema.retain(|key, value| key != "not" || !is_false(value));
    if schema.get("items").is_some_and(is_false) {
        schema.remove("items");
        if !schema.contains_key("prefixItems") {
            schema.insert("maxItems".into(), json!(0));
        }
    }
    if !schema.get("allOf").and_then(Value::as_array).is_some_and(|parts| parts.iter().any(is_false)) {
        return Ok(());
    }
    schema.remove("allOf");
    if place.is_response {
        return Ok(());
    }
    let (message, help) = ("no value matches an `allOf` with `false`", "replace the schema with an overlay action");
    Err(Diagnostic::new(Stage::Lowering, join(place.pointer, "allOf"), message, help))
}

/// `$ref` with siblings, which 3.0 ignores, becomes `allOf` of the reference and the siblings. Annotations stay beside it,
/// and a type alone is that of the reference.
pub(super) fn reference_siblings(schema: &mut Schema) {
    if schema.len() < 2 {
        return;
    }
    let Some(reference) = schema.remove("$ref") else { return };
    let (annotations, siblings): (Map<_, _>, Map<_, _>) =
        std::mem::take(schema).into_iter().partition(|(key, _)| is_annotation(key) || key == "allOf");
    *schema = annotations;
    let mut parts = vec![json!({ "$ref": reference })];
    if siblings.keys().any(|key| key != "type") {
        parts.push(Value::Object(siblings));
    }
    if let Some(Value::Array(present)) = schema.remove("allOf") {
        parts.extend(present);
    }
    schema.insert("allOf".into(), Value::Array(parts));
}
