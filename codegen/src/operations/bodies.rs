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

/// The body of one success response.
enum Success {
    Json(Value),
    Bytes,
    Empty,
}

/// Merges the 2xx responses of an operation into one `2XX`.
///
/// Failures get no types: the runtime reads them, whatever their form.
pub(super) fn adapt_responses(document: &Value, operation: &Value, notes: &mut Vec<Diagnostic>) -> Adapted<Value> {
    let mut description = String::new();
    let mut schemas: Vec<Value> = Vec::new();
    let (mut bytes, mut empty) = (false, false);
    for (status, response) in operation["responses"].as_object().into_iter().flatten() {
        if !status.starts_with('2') {
            continue;
        }
        let response = resolve::follow(document, response)
            .map_err(|reason| Diagnostic::warning(join("/responses", status), reason))?;
        if description.is_empty() {
            description = response["description"].as_str().unwrap_or_default().to_owned();
        }
        match read_success(response.get("content").and_then(Value::as_object)) {
            Success::Json(schema) if !schemas.contains(&schema) => schemas.push(schema),
            Success::Json(_) => {}
            Success::Bytes => bytes = true,
            Success::Empty => empty = true,
        }
    }
    if schemas.is_empty() && !bytes && !empty {
        // progenitor returns the bytes of a response that is not documented.
        return Ok(json!({}));
    }
    let mut response = json!({ "description": description });
    if bytes && !schemas.is_empty() {
        notes.push(Diagnostic::warning(
            "/responses",
            "its success is JSON or bytes, depending on the status: it is read as bytes",
        ));
    }
    if bytes {
        response["content"] = json!({ BYTES: { "schema": bytes_schema() } });
    } else if !schemas.is_empty() {
        // Several schemas become one type whose fields are all optional: see response/unions.rs.
        let schema = if schemas.len() == 1 { schemas.remove(0) } else { json!({ "oneOf": schemas }) };
        // If the body is empty for another status, the client reads it as null.
        let schema = if empty { json!({ "anyOf": [schema, { "type": "null" }] }) } else { schema };
        response["content"] = json!({ "application/json": { "schema": schema } });
    }
    Ok(json!({ "2XX": response }))
}

fn read_success(content: Option<&Map<String, Value>>) -> Success {
    let Some(content) = content.filter(|content| !content.is_empty()) else { return Success::Empty };
    let json = content.iter().find(|(media, body)| {
        let media = media_essence(media);
        let structured =
            || !matches!(body["schema"]["type"].as_str(), None | Some("string")) || body["schema"]["$ref"].is_string();
        media == "application/json" || media.ends_with("+json") || media == "*/*" && structured()
    });
    match json {
        Some((_, body)) => Success::Json(body.get("schema").cloned().unwrap_or_else(|| json!({}))),
        None => Success::Bytes,
    }
}
