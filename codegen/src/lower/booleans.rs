//! Lowers the schemas `true`, which any value matches, and `false`, which no value matches.

use serde_json::{Value, json};

use super::{Place, Schema};
use crate::diagnostic::{Diagnostic, Result, Stage};
use crate::document::pointer::join;

/// `true` becomes `{}`.
pub(super) fn true_schema(schema: &mut Value) {
    if *schema == json!(true) {
        *schema = json!({});
    }
}

/// A property that is `false` must not be present: it is removed.
pub(super) fn false_properties(schema: &mut Schema) {
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        properties.retain(|_, property| *property != json!(false));
    }
}

/// A branch of `anyOf` or `oneOf` that is `false` never matches: it is removed.
pub(super) fn false_branches(schema: &mut Schema) {
    for key in ["anyOf", "oneOf"] {
        if let Some(Value::Array(branches)) = schema.get_mut(key) {
            branches.retain(|branch| *branch != json!(false));
        }
    }
}

/// `items: false` allows no entries, or none after `prefixItems`: it becomes `maxItems: 0`, or is removed.
pub(super) fn false_items(schema: &mut Schema) {
    if schema.get("items") == Some(&json!(false)) {
        schema.remove("items");
        if !schema.contains_key("prefixItems") {
            schema.insert("maxItems".into(), json!(0));
        }
    }
}

/// `not: false` has no effect and is removed. No value matches an `allOf` with `false`: it is removed from a
/// response, and an error in a request.
pub(super) fn false_parts(schema: &mut Schema, place: &Place<'_>) -> Result<()> {
    if schema.get("not") == Some(&json!(false)) {
        schema.remove("not");
    }
    let parts = schema.get("allOf").and_then(Value::as_array);
    if parts.is_some_and(|parts| parts.contains(&json!(false))) {
        schema.remove("allOf");
        if !place.is_response {
            let help = "replace the schema with an overlay action";
            let message = "no value matches an `allOf` with `false`";
            return Err(Diagnostic::new(Stage::Lowering, join(place.pointer, "allOf"), message, help));
        }
    }
    Ok(())
}
