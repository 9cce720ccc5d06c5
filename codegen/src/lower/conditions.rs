//! Lowers schemas that apply under a condition.

use serde_json::{Map, Value, json};

use super::{Place, Schema};

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
