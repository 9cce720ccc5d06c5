//! Drops what does not change the bytes on the wire.

use serde_json::{Value, json};

use super::Schema;
use crate::keywords::{self, Rule};

/// Dropped: `webhooks` (HeyGen calls them), `jsonSchemaDialect`, `$self`, `info.summary`, `info.license.identifier`.
pub(super) fn document_annotations(document: &mut Value) {
    if let Value::Object(members) = document {
        members.retain(|key, _| !matches!(key.as_str(), "webhooks" | "jsonSchemaDialect" | "$self"));
    }
    let text = |key: &str| document["info"][key].as_str().unwrap_or_default().to_owned();
    document["info"] =
        json!({ "title": text("title"), "version": text("version"), "description": text("description") });
}

/// `contentEncoding: base64` becomes `format: byte`.
pub(super) fn content_encoding(schema: &mut Schema) {
    if schema.get("contentEncoding").is_some_and(|encoding| encoding == "base64") {
        schema.entry("format").or_insert(json!("byte"));
    }
}

/// Dropped: comments, identifiers, examples, the description of what a string contains, and a description that is no
/// text.
pub(super) fn schema_annotations(schema: &mut Schema) {
    let is_dropped =
        |key: &str| keywords::has_rule(key, &[Rule::Comment, Rule::CommentData]) || key.starts_with("content");
    schema.retain(|key, value| !is_dropped(key) && (key != "description" || value.is_string()));
}
