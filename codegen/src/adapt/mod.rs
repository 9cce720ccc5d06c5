//! What progenitor 0.15 cannot do with an operation: rewritten so that it can, or the operation is skipped with a
//! warning that names it.

pub mod bodies;
pub mod parameters;
pub mod security;
pub mod skipped;

use std::collections::BTreeSet;

use heck::{ToPascalCase, ToSnakeCase};
use serde_json::{Map, Value, json};

use crate::adapt::skipped::{operation_label, warning};
use crate::diagnostic::{Diagnostic, Result};
use crate::document::direction;
use crate::document::resolve;
use crate::document::visit::{self, METHODS, join};

/// Why an operation or a part of it is skipped: the pointer below the operation, and the reason.
pub type Left = (String, String);

/// Methods that the generated client or its hooks have already.
const TAKEN: &[&str] =
    &["api_version", "as_ref", "baseurl", "client", "clone", "exec", "inner", "new", "new_with_client", "post", "pre"];

/// Fits every operation to progenitor.
pub fn operations(mut document: Value) -> Result<(Value, Vec<Diagnostic>)> {
    let mut warnings = Vec::new();
    if let Some(webhooks) = document.get("webhooks").and_then(Value::as_object).filter(|hooks| !hooks.is_empty()) {
        let names: Vec<&str> = webhooks.keys().map(String::as_str).collect();
        let what = format!("webhooks are no operations of a client, and left out: {}", names.join(", "));
        warnings.push(warning("/webhooks", what));
    }
    let mut ids = BTreeSet::new();
    let mut paths = Map::new();
    // Of two operations with one name, the one that src/ is written for keeps it, or else the one with the shorter path.
    let mut items: Vec<_> = document["paths"].as_object().cloned().unwrap_or_default().into_iter().collect();
    items.sort_by_key(|(path, item)| (!skipped::is_needed(item), path.len()));
    for (path, item) in items {
        if path.starts_with("x-") {
            continue;
        }
        let pointer = join("/paths", &path);
        let item = match resolve::follow(&document, &item) {
            Ok(item) => item,
            Err(reason) => {
                warnings.push(warning(&pointer, format!("`{path}` is skipped: {reason}")));
                continue;
            }
        };
        let mut operations = Map::new();
        for method in METHODS {
            let Some(operation) = item.get(*method) else { continue };
            let pointer = join(&pointer, method);
            let mut notes = Vec::new();
            let name = operation["operationId"].as_str().unwrap_or_default().to_owned();
            let told = operation_label(&pointer, method, operation);
            match operation_of(&document, &item, &path, operation, &mut notes) {
                Ok(mut operation) => {
                    operation["operationId"] = json!(id(&name, method, &path, &mut ids));
                    operations.insert((*method).to_owned(), operation);
                }
                Err((place, reason)) => {
                    notes.clear();
                    warnings.push(warning(&format!("{pointer}{place}"), format!("{told} is skipped: {reason}")));
                }
            }
            let noted =
                notes.into_iter().map(|(place, what)| warning(&format!("{pointer}{place}"), format!("{told}: {what}")));
            warnings.extend(noted);
        }
        if !operations.is_empty() {
            paths.insert(path, Value::Object(operations));
        }
    }
    document["paths"] = Value::Object(paths);
    Ok((document, warnings))
}

fn operation_of(
    document: &Value,
    item: &Value,
    path: &str,
    operation: &Value,
    notes: &mut Vec<Left>,
) -> std::result::Result<Value, Left> {
    if !operation.is_object() {
        return Err((String::new(), "it is not an object".to_owned()));
    }
    if let Some(servers) = operation.get("servers").or(item.get("servers"))
        && servers.pointer("/0/url") != document.pointer("/servers/0/url")
    {
        return Err(("/servers".to_owned(), format!("it is on another server: {}", servers[0]["url"])));
    }
    let mut kept = Map::new();
    for (key, value) in operation.as_object().into_iter().flatten() {
        if matches!(key.as_str(), "summary" | "description") && value.is_string()
            || key == "deprecated" && value.is_boolean()
            || key.starts_with("x-") && !key.starts_with("x-dropshot")
        {
            kept.insert(key.clone(), value.clone());
        }
    }
    let mut parameters = parameters::fit(document, item, path, operation, notes)?;
    if let Some(body) = operation.get("requestBody") {
        let body = resolve::follow(document, body).map_err(|reason| ("/requestBody".to_owned(), reason))?;
        if let Some(body) = bodies::request(body, &mut parameters, notes)? {
            kept.insert("requestBody".into(), body);
        }
    }
    parameters::names(&parameters, kept.contains_key("requestBody"))?;
    kept.insert("parameters".into(), Value::Array(parameters));
    kept.insert("responses".into(), bodies::responses(document, operation, notes)?);
    let mut kept = Value::Object(kept);
    references(document, &mut kept)?;
    Ok(kept)
}

/// Every reference of an operation, to the end, must lead to a schema that has an end.
fn references(document: &Value, operation: &mut Value) -> std::result::Result<(), Left> {
    let mut bad = None;
    let mut check = |reference: &mut String| {
        let known = resolve::name(reference).is_some_and(|name| document["components"]["schemas"].get(name).is_some());
        if !known && bad.is_none() {
            bad = Some(format!("`$ref` to what is no schema of this document: {reference}"));
        }
    };
    visit::references(operation, &mut check);
    let reached = direction::closure(document, direction::names(operation));
    for name in &reached {
        visit::references(&mut document["components"]["schemas"][name].clone(), &mut check);
    }
    if let Some(reason) = bad {
        return Err((String::new(), reason));
    }
    for name in &reached {
        if endless(document, &document["components"]["schemas"][name], &mut vec![name.clone()]) {
            let reason = format!("the schema `{name}` is defined by itself alone");
            return Err((String::new(), reason));
        }
    }
    Ok(())
}

/// Whether a schema refers to itself with no property or entry between.
fn endless(document: &Value, schema: &Value, above: &mut Vec<String>) -> bool {
    if let Some(name) = schema.get("$ref").and_then(Value::as_str).and_then(resolve::name) {
        if above.iter().any(|known| known == name) {
            return true;
        }
        above.push(name.to_owned());
        let found = endless(document, &document["components"]["schemas"][name], above);
        above.pop();
        if found {
            return true;
        }
    }
    let lists = ["allOf", "anyOf", "oneOf"].iter().filter_map(|key| schema.get(*key)?.as_array()).flatten();
    let ones = ["not", "if", "then", "else"].iter().filter_map(|key| schema.get(*key));
    lists.chain(ones).any(|part| endless(document, part, above))
}

/// The operation's name, or one from its method and path where it has none or another has it.
fn id(name: &str, method: &str, path: &str, ids: &mut BTreeSet<String>) -> String {
    let derived = format!("{method}_{path}").to_snake_case();
    let mut id = name.to_snake_case();
    // The builder of an operation has its name in another case: `x1` and `x_1` would both be `X1`.
    let type_of = |id: &str| id.to_pascal_case();
    if id.is_empty()
        || id.starts_with(|c: char| c.is_ascii_digit())
        || TAKEN.contains(&id.as_str())
        || ids.contains(&type_of(&id))
    {
        id = derived;
    }
    while !ids.insert(type_of(&id)) {
        id.push_str("_2");
    }
    id
}
