//! Schemas that apply under a condition.

use serde_json::{Value, json};

use super::{Place, Schema};
use crate::diagnostic::Result;

/// `if`, `then` and `else`: in a response, their properties become optional ones. An error in a request.
pub(super) fn if_then_else(schema: &mut Schema, place: &Place<'_>) -> Result<()> {
    for key in ["if", "then", "else"] {
        if let Some(branch) = place.remove(schema, key)? {
            add_properties(schema, &branch);
        }
    }
    Ok(())
}

/// `dependentSchemas`: in a response, their properties become optional ones. An error in a request.
pub(super) fn dependent_schemas(schema: &mut Schema, place: &Place<'_>) -> Result<()> {
    if let Some(dependent) = place.remove(schema, "dependentSchemas")? {
        dependent.as_object().into_iter().flatten().for_each(|(_, branch)| add_properties(schema, branch));
    }
    Ok(())
}

/// `dependentRequired` is dropped in a response. An error in a request.
pub(super) fn dependent_required(schema: &mut Schema, place: &Place<'_>) -> Result<()> {
    place.remove(schema, "dependentRequired").map(drop)
}

/// Adds the properties of a branch that the schema does not have. Of those that it has, the branch only narrows the values.
fn add_properties(schema: &mut Schema, branch: &Value) {
    let Some(found) = branch.get("properties").and_then(Value::as_object) else { return };
    if let Some(properties) = schema.entry("properties").or_insert_with(|| json!({})).as_object_mut() {
        for (name, property) in found {
            properties.entry(name.clone()).or_insert_with(|| property.clone());
        }
    }
}
