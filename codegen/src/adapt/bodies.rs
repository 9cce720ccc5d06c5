//! Bodies of requests and responses, as progenitor can take them: one media type and one success each.

use serde_json::{Map, Value, json};

use crate::adapt::Left;
use crate::document::resolve;
use crate::document::visit::join;

type Fit<T> = std::result::Result<T, Left>;

/// Media types of a request in the order in which they are preferred.
fn rank(media: &str) -> usize {
    match essence(media).as_str() {
        "application/json" => 0,
        json if json.ends_with("+json") => 1,
        "application/x-www-form-urlencoded" => 2,
        "text/plain" => 4,
        // All else goes as bytes, with the type that the caller names.
        _ => 3,
    }
}

fn essence(media: &str) -> String {
    media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// A request body with one media type; bytes get a parameter `Content-Type`, where more than one is possible.
pub fn request(mut body: Value, parameters: &mut Vec<Value>, notes: &mut Vec<Left>) -> Fit<Option<Value>> {
    let content = body["content"].as_object().cloned().unwrap_or_default();
    let mut types: Vec<&String> = content.keys().collect();
    types.sort_by_key(|media| rank(media));
    let Some(chosen) = types.first().map(|media| (*media).clone()) else { return Ok(None) };
    let others: Vec<&str> = types[1..].iter().map(|media| media.as_str()).collect();
    let schema = content[&chosen].get("schema").cloned().unwrap_or_else(|| json!({}));
    let (media, schema) = match rank(&chosen) {
        0 | 1 => ("application/json", schema),
        2 => ("application/x-www-form-urlencoded", schema),
        4 => ("text/plain", json!({ "type": "string" })),
        _ => ("application/octet-stream", json!({ "type": "string", "format": "binary" })),
    };
    if media == "application/octet-stream" && (essence(&chosen) != media || !others.is_empty()) {
        let multipart = essence(&chosen).starts_with("multipart/");
        let more = if multipart { ", with its `boundary`; `reqwest::multipart` makes both" } else { "" };
        let all: Vec<String> = types.iter().map(|media| format!("`{media}`")).collect();
        parameters.push(json!({
            "name": "Content-Type", "in": "header", "required": true, "schema": { "type": "string" },
            "description": format!("The type of the body: {}{more}.", all.join(", ")),
        }));
    } else if !others.is_empty() {
        let place = join("/requestBody/content", others[0]);
        notes.push((place, format!("its body goes as `{chosen}`, and not as {}", others.join(", "))));
    }
    let mut fitted = json!({ "required": true, "content": { media: { "schema": schema } } });
    if let Some(Value::String(description)) = body.get_mut("description").map(Value::take) {
        fitted["description"] = json!(description);
    }
    Ok(Some(fitted))
}

/// Marks a success that is JSON or nothing.
pub const MAY_BE_EMPTY: &str = "x-may-be-empty";

/// What one success carries.
enum Success {
    Json(Value),
    Bytes,
    Nothing,
}

/// The 2xx responses of an operation as one `2XX`.
///
/// Failures are read by the hand-written layer, from status and body: a typed failure would turn an HTML error page
/// into an unreadable payload and lose its status and headers.
pub fn responses(document: &Value, operation: &Value, notes: &mut Vec<Left>) -> Fit<Value> {
    let mut description = String::new();
    let mut found = Vec::new();
    for (status, response) in operation["responses"].as_object().into_iter().flatten() {
        if !status.starts_with('2') {
            continue;
        }
        let place = join("/responses", status);
        let response = resolve::follow(document, response).map_err(|reason| (place, reason))?;
        if description.is_empty() {
            description = response["description"].as_str().unwrap_or_default().to_owned();
        }
        found.push(success(response.get("content").and_then(Value::as_object)));
    }
    if found.is_empty() {
        // progenitor gives bytes for what is not documented.
        return Ok(json!({}));
    }
    let mut schemas: Vec<Value> = Vec::new();
    let (mut bytes, mut nothing) = (false, false);
    for success in found {
        match success {
            Success::Json(schema) if !schemas.contains(&schema) => schemas.push(schema),
            Success::Json(_) => {}
            Success::Bytes => bytes = true,
            Success::Nothing => nothing = true,
        }
    }
    let mut response = json!({ "description": description });
    if bytes && !schemas.is_empty() {
        let what = "its successes are JSON or bytes by status: they come as bytes";
        notes.push(("/responses".to_owned(), what.to_owned()));
    }
    if bytes {
        response["content"] =
            json!({ "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } });
    } else if !schemas.is_empty() {
        // Two successes with bodies of their own: unions.rs makes them one type, all of whose parts are optional.
        let schema = if schemas.len() == 1 { schemas.remove(0) } else { json!({ "oneOf": schemas }) };
        // JSON by one status and nothing by another: the hooks read nothing as null.
        let schema = if nothing { json!({ "anyOf": [schema, { "type": "null" }] }) } else { schema };
        response["content"] = json!({ "application/json": { "schema": schema } });
        if nothing {
            response[MAY_BE_EMPTY] = json!(true);
        }
    }
    Ok(json!({ "2XX": response }))
}

fn success(content: Option<&Map<String, Value>>) -> Success {
    let Some(content) = content.filter(|content| !content.is_empty()) else { return Success::Nothing };
    let json = content.iter().find(|(media, body)| {
        let media = essence(media);
        let structured =
            || !matches!(body["schema"]["type"].as_str(), None | Some("string")) || body["schema"]["$ref"].is_string();
        media == "application/json" || media.ends_with("+json") || media == "*/*" && structured()
    });
    match json {
        Some((_, body)) => Success::Json(body.get("schema").cloned().unwrap_or_else(|| json!({}))),
        None => Success::Bytes,
    }
}
