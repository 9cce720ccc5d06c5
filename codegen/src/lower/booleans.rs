//! Lowers the schemas `true`, which any value matches, and `false`, which no value matches.

use serde_json::{Value, json};

use super::{Place, Schema};
use crate::diagnostic::{Diagnostic, Result, Stage};
use crate::document::pointer::join;
use crate::keywords::{Rule, with_rule};

/// `true` becomes `{}`.
pub(super) fn true_schema(schema: &mut Value) {
    if *schema == json!(true) {
        *schema = json!({});
    }
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
