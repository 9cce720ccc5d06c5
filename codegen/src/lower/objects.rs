//! Lowers the keywords of objects and arrays, and schemas that apply under a condition.

use serde_json::{Map, Value, json};

use super::{Place, Schema};
use crate::diagnostic::Diagnostic;
use crate::document::pointer::join;
use crate::keywords::{Rule, has_only_annotations, is_annotation, is_composition, with_rule};

/// A union that only says which properties are required is dropped, unchecked.
pub(super) fn required_unions(schema: &mut Schema, place: &mut Place<'_>) {
    let is_known = |key: &String| key == "required" || key == "type" || is_annotation(key);
    let is_requirement = |branch: &Value| {
        branch["required"].is_array() && branch.as_object().is_some_and(|branch| branch.keys().all(is_known))
    };
    for key in with_rule(&[Rule::Union]) {
        let branches = schema.get(key).and_then(Value::as_array);
        if branches.is_some_and(|branches| !branches.is_empty() && branches.iter().all(is_requirement)) {
            place.drop_keyword(schema, key);
        }
    }
}

/// A part of an `allOf` that has only annotations moves them beside it, so that a single reference is left of it.
pub(super) fn annotating_parts(schema: &mut Schema) {
    let Some(Value::Array(parts)) = schema.remove("allOf") else { return };
    let is_annotating = |part: &Value| part.as_object().is_some_and(has_only_annotations);
    let (annotating, others): (Vec<_>, Vec<_>) = parts.into_iter().partition(is_annotating);
    // The other parts say whether null is valid.
    let annotations = annotating.iter().filter_map(Value::as_object).flatten().filter(|(key, _)| *key != "nullable");
    for (key, value) in annotations {
        schema.entry(key).or_insert_with(|| value.clone());
    }
    if !others.is_empty() {
        schema.insert("allOf".into(), Value::Array(others));
    }
}

/// `unevaluatedProperties: false` is dropped: a struct sends no other properties, and ignores them in a response. A
/// schema becomes `additionalProperties`, unless it is beside a `$ref` or a composition. There it is dropped, with a
/// warning in a request.
pub(super) fn unevaluated_properties(schema: &mut Schema, place: &mut Place<'_>) {
    let Some(rest) = schema.remove("unevaluatedProperties").filter(|rest| *rest != json!(false)) else { return };
    if !schema.contains_key("$ref") && !schema.keys().any(|key| is_composition(key)) {
        schema.entry("additionalProperties").or_insert(rest);
    } else if !place.is_response {
        let message = "properties that only `unevaluatedProperties` allows cannot be sent";
        place.warnings.push(Diagnostic::warning(join(place.pointer, "unevaluatedProperties"), message));
    }
}

/// `propertyNames` is dropped if it only requires strings. In a request, an `enum` of names becomes properties, and
/// anything else is unchecked.
pub(super) fn property_names(schema: &mut Schema, place: &mut Place<'_>) {
    let Some(names) = schema.remove("propertyNames") else { return };
    if place.is_response || names == json!({}) || names == json!({ "type": "string" }) {
        return;
    }
    let (Some(names), false) = (names["enum"].as_array(), schema.contains_key("properties")) else {
        return place.unchecked("propertyNames");
    };
    let value = schema.insert("additionalProperties".into(), json!(false)).unwrap_or_else(|| json!({}));
    let properties = names.iter().filter_map(Value::as_str).map(|name| (name.to_owned(), value.clone()));
    schema.insert("properties".into(), Value::Object(properties.filter(|(_, value)| *value != json!(false)).collect()));
}

/// `patternProperties` becomes `additionalProperties`: its only schema, or any value if there are several. The names
/// are unchecked.
pub(super) fn pattern_properties(schema: &mut Schema, place: &mut Place<'_>) {
    let Some(Value::Object(patterns)) = schema.remove("patternProperties") else { return };
    place.unchecked("patternProperties");
    let others = schema.remove("additionalProperties").filter(|others| *others != json!(false));
    let schemas = patterns.into_iter().map(|(_, schema)| schema).chain(others);
    schema.insert("additionalProperties".into(), only_schema(schemas).unwrap_or_else(|| json!({})));
}

/// `prefixItems` becomes `items` if all entries have the same schema. Otherwise, entries are any values, unchecked.
pub(super) fn prefix_items(schema: &mut Schema, place: &mut Place<'_>) {
    let Some(Value::Array(prefix)) = schema.remove("prefixItems") else { return };
    let only = only_schema(prefix.into_iter().chain(schema.remove("items")));
    if only.is_none() {
        place.unchecked("prefixItems");
    }
    schema.insert("items".into(), only.unwrap_or_else(|| json!({})));
    schema.entry("type").or_insert(json!("array"));
}

/// The schema that all these are equal to.
fn only_schema(mut schemas: impl Iterator<Item = Value>) -> Option<Value> {
    let first = schemas.next()?;
    schemas.all(|schema| schema == first).then_some(first)
}

/// `if`, `then`, `else` and `dependentSchemas`: their properties become optional, and the rest is unchecked. A property
/// that the schema has stays as it is, because a condition only narrows its values.
pub(super) fn conditional_schemas(schema: &mut Schema, place: &mut Place<'_>) {
    let condition = schema.remove("if");
    let mut branches: Vec<Value> = ["then", "else"].iter().filter_map(|key| schema.remove(*key)).collect();
    if condition.is_some() && !branches.is_empty() {
        place.unchecked("if");
    }
    if let Some(Value::Object(dependent)) = schema.remove("dependentSchemas") {
        place.unchecked("dependentSchemas");
        branches.extend(dependent.into_iter().map(|(_, branch)| branch));
    }
    // If the condition is false, its properties have other values.
    let named = condition.iter().flat_map(properties).map(|(name, _)| (name.clone(), json!({})));
    let mut found: Map<String, Value> = named.collect();
    for (name, property) in branches.iter().flat_map(properties) {
        let is_same = found.get(name).is_none_or(|other| other == property);
        found.insert(name.clone(), if is_same { property.clone() } else { json!({}) });
    }
    if found.is_empty() {
        return;
    }
    if let Some(properties) = schema.entry("properties").or_insert_with(|| json!({})).as_object_mut() {
        for (name, property) in found {
            properties.entry(name).or_insert(property);
        }
    }
}

fn properties(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    schema["properties"].as_object().into_iter().flatten()
}
