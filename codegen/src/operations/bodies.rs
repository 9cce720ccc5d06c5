//! Adapts bodies: a request gets one media type, and an operation one success response.

use serde_json::{Map, Value, json};

use super::Adapted;
use crate::diagnostic::Diagnostic;
use crate::document::pointer::join;
use crate::document::resolve;

/// How a body is sent, most preferred first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Encoding {
    Json,
    OtherJson,
    Form,
    Bytes,
    Text,
}

impl Encoding {
    fn of(media: &str) -> Self {
        match media_essence(media).as_str() {
            "application/json" => Self::Json,
            json if json.ends_with("+json") => Self::OtherJson,
            "application/x-www-form-urlencoded" => Self::Form,
            "text/plain" => Self::Text,
            _ => Self::Bytes,
        }
    }
}

/// A media type without its parameters.
fn media_essence(media: &str) -> String {
    media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

const BYTES: &str = "application/octet-stream";

fn bytes_schema() -> Value {
    json!({ "type": "string", "format": "binary" })
}

/// Reduces a request body to one media type. A body of bytes gets a parameter `Content-Type`, unless its type is
/// known.
pub(super) fn adapt_request(body: Value, parameters: &mut Vec<Value>, notes: &mut Vec<Diagnostic>) -> Option<Value> {
    let content = body["content"].as_object().cloned().unwrap_or_default();
    let mut types: Vec<&String> = content.keys().collect();
    types.sort_by_key(|media| Encoding::of(media));
    let chosen = types.first()?.as_str();
    let others: Vec<&str> = types[1..].iter().map(|media| media.as_str()).collect();
    let schema = content[chosen].get("schema").cloned().unwrap_or_else(|| json!({}));
    let (media, schema) = match Encoding::of(chosen) {
        Encoding::Json | Encoding::OtherJson => ("application/json", schema),
        Encoding::Form => ("application/x-www-form-urlencoded", schema),
        Encoding::Text => ("text/plain", json!({ "type": "string" })),
        Encoding::Bytes => (BYTES, bytes_schema()),
    };
    if media == BYTES && (media_essence(chosen) != media || !others.is_empty()) {
        let more = if media_essence(chosen).starts_with("multipart/") { ", with its `boundary`" } else { "" };
        let all: Vec<String> = types.iter().map(|media| format!("`{media}`")).collect();
        parameters.push(json!({
            "name": "Content-Type", "in": "header", "required": true, "schema": { "type": "string" },
            "description": format!("The media type of the body: {}{more}.", all.join(", ")),
        }));
    } else if !others.is_empty() {
        let pointer = join("/requestBody/content", others[0]);
        notes.push(Diagnostic::warning(
            pointer,
            format!("its body is sent as `{chosen}`, not as `{}`", others.join(", ")),
        ));
    }
    let mut adapted = json!({ "required": true, "content": { media: { "schema": schema } } });
    if body["description"].is_string() {
        adapted["description"] = body["description"].clone();
    }
    Some(adapted)
}

/// Whether the body of the request or of the response is bytes.
pub(super) fn has_bytes(operation: &Map<String, Value>) -> bool {
    let success = operation.get("responses").and_then(|responses| responses.get("2XX"));
    operation.get("requestBody").into_iter().chain(success).any(|body| body["content"].get(BYTES).is_some())
}

/// Merges the 2xx responses of an operation into one `2XX`.
///
/// Failures get no types: the runtime reads them, whatever their form.
pub(super) fn adapt_responses(document: &Value, operation: &Value, notes: &mut Vec<Diagnostic>) -> Adapted<Value> {
    let mut adapted = json!({ "description": "" });
    let mut schemas: Vec<Value> = Vec::new();
    let responses = operation["responses"].as_object().into_iter().flatten();
    for (status, response) in responses.filter(|(status, _)| status.starts_with('2')) {
        let response = resolve::follow(document, response)
            .map_err(|reason| Diagnostic::warning(join("/responses", status), reason))?;
        if adapted["description"] == "" {
            adapted["description"] = json!(response["description"].as_str().unwrap_or_default());
        }
        let schema = success_schema(response.get("content").and_then(Value::as_object));
        if !schemas.contains(&schema) {
            schemas.push(schema);
        }
    }
    if schemas.is_empty() {
        // progenitor returns the bytes of a response that is not documented.
        return Ok(json!({}));
    }
    if schemas.contains(&bytes_schema()) {
        if schemas.iter().any(|schema| *schema != bytes_schema() && *schema != no_body()) {
            let message = "its success is JSON or bytes, depending on the status: it is read as bytes";
            notes.push(Diagnostic::warning("/responses", message));
        }
        adapted["content"] = json!({ BYTES: { "schema": bytes_schema() } });
    } else if schemas != [no_body()] {
        // Several schemas become one type whose fields are all optional: see response/unions.rs. If there is no body for
        // another status, the client reads it as null.
        let schema = if schemas.len() == 1 { schemas.remove(0) } else { json!({ "oneOf": schemas }) };
        adapted["content"] = json!({ "application/json": { "schema": schema } });
    }
    Ok(json!({ "2XX": adapted }))
}

fn no_body() -> Value {
    json!({ "type": "null" })
}

/// The schema of one success response.
fn success_schema(content: Option<&Map<String, Value>>) -> Value {
    let Some(content) = content.filter(|content| !content.is_empty()) else { return no_body() };
    let json = content.iter().find(|(media, body)| {
        let media = media_essence(media);
        let structured =
            || !matches!(body["schema"]["type"].as_str(), None | Some("string")) || body["schema"]["$ref"].is_string();
        media == "application/json" || media.ends_with("+json") || media == "*/*" && structured()
    });
    json.map_or_else(bytes_schema, |(_, body)| body.get("schema").cloned().unwrap_or_else(|| json!({})))
}
