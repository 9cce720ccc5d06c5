//! Drops what does not change the bytes on the wire.

use serde_json::{Value, json};

use super::Schema;

/// Dropped: `webhooks` (HeyGen calls them), `jsonSchemaDialect`, `$self`, `info.summary`, `info.license.identifier`.
pub(super) fn of_document(document: &mut Value) {
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

/// Dropped: comments, identifiers, examples, and the description of what a string contains.
pub(super) fn of_schema(schema: &mut Schema) {
    const DROPPED: &[&str] = &[
        "$comment",
        "$schema",
        "$id",
        "$anchor",
        "$vocabulary",
        "$dynamicAnchor",
        "examples",
        "contentMediaType",
        "contentEncoding",
        "contentSchema",
        "xml",
        "externalDocs",
    ];
    schema.retain(|key, _| !DROPPED.contains(&key.as_str()));
}
