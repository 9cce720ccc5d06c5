//! Lowers schemas that apply under a condition.

use serde_json::{Map, Value, json};

use super::{Place, Schema};

/// `if`, `then` and `else`: their properties become optional, and the rest is unchecked.
pub(super) fn if_then_else(schema: &mut Schema, place: &mut Place<'_>) {
    let condition = schema.remove("if");
    let branches: Vec<Value> = ["then", "else"].iter().filter_map(|key| schema.remove(*key)).collect();
    if condition.is_some() && !branches.is_empty() {
        place.unchecked("if");
    }
    // If the condition is false, its properties have other values.
    let named = condition.iter().map(|condition| (condition, true));
    add_properties(schema, named.chain(branches.iter().map(|branch| (branch, false))));
}

/// `dependentSchemas`: their properties become optional, and the rest is unchecked.
pub(super) fn dependent_schemas(schema: &mut Schema, place: &mut Place<'_>) {
    let Some(dependent) = schema.remove("dependentSchemas") else { return };
    place.unchecked("dependentSchemas");
    let branches = dependent.as_object().into_iter().flatten();
    add_properties(schema, branches.map(|(_, branch)| (branch, false)));
}

/// Adds the properties of branches that the schema lacks. A property that the schema has stays as it is, because a
/// branch only narrows its values. A property is any value if branches define it differently, or if `any_value` is
/// set.
fn add_properties<'b>(schema: &mut Schema, branches: impl Iterator<Item = (&'b Value, bool)>) {
    let mut found: Map<String, Value> = Map::new();
    for (branch, any_value) in branches {
        for (name, property) in branch.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let same = !any_value && found.get(name).is_none_or(|other| other == property);
            found.insert(name.clone(), if same { property.clone() } else { json!({}) });
        }
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
