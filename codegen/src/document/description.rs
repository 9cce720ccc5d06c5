//! Adds to descriptions what a Rust type does not express.

use serde_json::{Map, Value, json};

/// Adds a paragraph to the description of a schema or a parameter.
pub(crate) fn append(members: &mut Map<String, Value>, paragraph: &str) {
    let text = members.get("description").and_then(Value::as_str).unwrap_or_default().trim();
    let gap = if text.is_empty() { "" } else { "\n\n" };
    let text = format!("{text}{gap}{paragraph}");
    members.insert("description".into(), json!(text));
}

/// A value as the text of a code span.
pub(crate) fn plain(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text.replace(['`', '\n', '\r'], " ")
}
