//! Lowers the keywords of arrays.

use serde_json::{Value, json};

use super::{Place, Schema};

/// `prefixItems` becomes `items` if all entries have the same schema. Otherwise, entries are any values, unchecked.
pub(super) fn prefix_items(schema: &mut Schema, place: &mut Place<'_>) {
    let Some(Value::Array(prefix)) = schema.remove("prefixItems") else { return };
    let first = prefix.first().cloned().unwrap_or_else(|| json!({}));
    let same = prefix.iter().all(|item| *item == first);
    // Without `items`, any value may follow the prefix, but a request need not send more.
    let ends = schema.get("maxItems").and_then(Value::as_u64) <= Some(prefix.len() as u64);
    let one_schema = match schema.remove("items") {
        None => same && (place.is_response || ends),
        Some(rest) => same && rest == first,
    };
    if one_schema {
        schema.insert("items".into(), first);
    } else {
        place.unchecked("prefixItems");
        schema.insert("items".into(), json!({}));
    }
    schema.entry("type").or_insert(json!("array"));
}

/// `contains`, with `minContains` and `maxContains`, is unchecked.
pub(super) fn contains(schema: &mut Schema, place: &mut Place<'_>) {
    schema.remove("minContains");
    schema.remove("maxContains");
    place.drop(schema, "contains");
}
