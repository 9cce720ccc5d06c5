//! Adapts operations, and gives each a unique method name.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{Adapted, bodies, parameters, skipped};
use crate::diagnostic::Diagnostic;
use crate::document::description::{append, plain};
use crate::document::pointer::join;
use crate::document::server::server_url;
use crate::document::{METHODS, Operation, resolve};
use crate::identifier::{PRELUDE, field_name, variant_name};

/// Methods that the generated client already has.
const TAKEN: &[&str] = &["clone", "from"];

/// Our extension for the server of an operation that is not on that of the document.
pub(crate) const SERVER: &str = "x-other-server";

/// Adapts every operation.
pub(crate) fn adapt_operations(document: &mut Value, warnings: &mut Vec<Diagnostic>) {
    drop_webhooks(document, warnings);
    let mut items: Vec<_> = document["paths"].as_object().cloned().unwrap_or_default().into_iter().collect();
    items.retain(|(path, _)| !path.starts_with("x-"));
    // If two operations have the same name, the one that the crate requires keeps it, or else the one with the
    // shorter path.
    items.sort_by_key(|(path, item)| (!skipped::is_required(item), path.len()));
    let mut names = BTreeSet::new();
    let mut paths = Map::new();
    for (path, item) in items {
        let pointer = join("/paths", &path);
        match resolve::follow(document, &item) {
            Ok(item) => {
                let adapted = adapt_item(document, &path, &item, &mut names, warnings);
                if !adapted.is_empty() {
                    paths.insert(path, Value::Object(adapted));
                }
            }
            Err(reason) => warnings.push(Diagnostic::warning(pointer, format!("`{path}` is skipped: {reason}"))),
        }
    }
    document["paths"] = Value::Object(paths);
}

/// Removes the webhooks, with a warning.
fn drop_webhooks(document: &mut Value, warnings: &mut Vec<Diagnostic>) {
    let hooks = document.as_object_mut().and_then(|members| members.remove("webhooks")).unwrap_or_default();
    let names: Vec<&str> = hooks.as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect();
    if !names.is_empty() {
        let message =
            format!("webhooks are skipped, because HeyGen calls them and not the client: {}", names.join(", "));
        warnings.push(Diagnostic::warning("/webhooks", message));
    }
}

/// The operations of a path item. `names` are the methods of the client so far.
fn adapt_item(
    document: &Value,
    path: &str,
    item: &Value,
    names: &mut BTreeSet<String>,
    warnings: &mut Vec<Diagnostic>,
) -> Map<String, Value> {
    let mut adapted = Map::new();
    for method in METHODS {
        let Some(value) = item.get(*method) else { continue };
        let pointer = join(&join("/paths", path), method);
        let original = Operation { path, method, pointer, value, item };
        let mut warn = |mut warning: Diagnostic, separator: &str| {
            warning.pointer.insert_str(0, &original.pointer);
            warnings.push(warning.of_operation(original.label(), separator));
        };
        let mut notes = Vec::new();
        match adapt_operation(document, &original, &mut notes) {
            Ok(mut operation) => {
                operation["operationId"] = json!(unique_name(&original, names));
                adapted.insert((*method).to_owned(), operation);
                notes.into_iter().for_each(|note| warn(note, ": "));
            }
            Err(unsupported) => warn(unsupported, " is skipped: "),
        }
    }
    adapted
}

/// Adapts one operation. `notes` collects the parts that are left out.
fn adapt_operation(document: &Value, original: &Operation<'_>, notes: &mut Vec<Diagnostic>) -> Adapted<Value> {
    let Some(members) = original.value.as_object() else {
        return Err(Diagnostic::warning("", "it is not an object"));
    };
    let server = other_server(document, original)?;
    let kept = members.iter().filter(|(key, value)| match key.as_str() {
        "summary" | "description" => value.is_string(),
        "deprecated" => value.is_boolean(),
        key => key.starts_with("x-") && !key.starts_with("x-dropshot") && key != SERVER,
    });
    let mut adapted: Map<String, Value> = kept.map(|(key, value)| (key.clone(), value.clone())).collect();
    if let Some(server) = server {
        adapted.insert(SERVER.into(), json!(server));
    }
    let mut parameters = parameters::adapt_parameters(document, original, notes)?;
    if let Some(body) = members.get("requestBody") {
        let body = resolve::follow(document, body).map_err(|reason| Diagnostic::warning("/requestBody", reason))?;
        if let Some(body) = bodies::adapt_request(body, &mut parameters, notes) {
            adapted.insert("requestBody".into(), body);
        }
    }
    adapted.insert("parameters".into(), Value::Array(parameters));
    adapted.insert("responses".into(), bodies::adapt_responses(document, original.value, notes)?);
    if bodies::has_bytes(&adapted) {
        append(
            &mut adapted,
            "Its request or response body is bytes: the documentation of the module `api` has examples.",
        );
    }
    Ok(Value::Object(adapted))
}

/// The server of an operation, if it is not that of the document.
fn other_server(document: &Value, original: &Operation<'_>) -> Adapted<Option<String>> {
    let servers = original.value.get("servers").or(original.item.get("servers"));
    let Some(servers) = servers.filter(|servers| servers.get(0).is_some()) else { return Ok(None) };
    let Some(url) = server_url(servers) else {
        let reason = format!("the URL of its server is not supported, `{}`", plain(&servers[0]["url"]));
        return Err(Diagnostic::warning("/servers", reason));
    };
    Ok(Some(url).filter(|url| server_url(&document["servers"]).as_ref() != Some(url)))
}

/// The name of an operation: its `operationId`, or its method and path if it has none or the name is taken.
fn unique_name(operation: &Operation<'_>, names: &mut BTreeSet<String>) -> String {
    let id = operation.value["operationId"].as_str().unwrap_or_default();
    let mut name = field_name(id);
    // The type of the builder must be unique too: `x1` and `x_1` would both be `X1`.
    let builder = variant_name(&name);
    if !id.starts_with(|c: char| c.is_alphabetic() || c == '_')
        || TAKEN.contains(&name.as_str())
        || PRELUDE.contains(&builder.as_str())
        || names.contains(&builder)
    {
        name = field_name(&format!("{}_{}", operation.method, operation.path));
    }
    while !names.insert(variant_name(&name)) {
        name.push_str("_2");
    }
    name
}
