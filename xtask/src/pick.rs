//! Some operations of a document, with the components that they reach.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use serde_json::{Map, Value, json};

use crate::operations;
use crate::path::steps;
use heygen_api_codegen::document::visit::join;

/// The document with only these operations, by `operationId`, as text that is the same for the same document.
pub fn operations(document: &Value, ids: &[String]) -> Result<(Value, String)> {
    let all = operations::list(document);
    let id =
        |operation: &operations::Operation<'_>| operation.value["operationId"].as_str().unwrap_or_default().to_owned();
    for wanted in ids {
        match all.iter().filter(|operation| id(operation) == *wanted).count() {
            0 => bail!("no operation `{wanted}`; there are {}", listed(all.iter().map(id))),
            1 => {}
            count => bail!("{count} operations are called `{wanted}`"),
        }
    }
    let mut picked = document.clone();
    picked["paths"] = json!({});
    for operation in all.iter().filter(|operation| ids.contains(&id(operation))) {
        let item = &mut picked["paths"][&operation.path];
        if item.is_null() {
            // What an item says of all its operations stays.
            let members = operation.item.as_object().cloned().unwrap_or_default();
            let shared = members
                .into_iter()
                .filter(|(key, _)| !heygen_api_codegen::document::visit::METHODS.contains(&key.as_str()));
            *item = Value::Object(shared.collect());
        }
        item[operation.method] = operation.value.clone();
    }
    picked.as_object_mut().map(|members| members.remove("webhooks"));
    let mut reached = BTreeSet::new();
    reach(document, &picked["paths"], &mut reached);
    let mut components = Map::new();
    for (kind, parts) in document["components"].as_object().into_iter().flatten() {
        let kept: Map<String, Value> = parts
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(name, _)| kind == "securitySchemes" || reached.contains(&join(&join("/components", kind), name)))
            .map(|(name, part)| (name.clone(), part.clone()))
            .collect();
        if !kept.is_empty() {
            components.insert(kind.clone(), Value::Object(kept));
        }
    }
    picked["components"] = Value::Object(components);
    let text = serde_json::to_string_pretty(&picked)? + "\n";
    Ok((picked, text))
}

/// The components that a part of a document refers to, and all that they refer to: by `$ref`, and by a discriminator's
/// `mapping`.
fn reach(document: &Value, node: &Value, reached: &mut BTreeSet<String>) {
    match node {
        Value::Object(members) => members.values().for_each(|value| reach(document, value, reached)),
        Value::Array(entries) => entries.iter().for_each(|entry| reach(document, entry, reached)),
        Value::String(text) => {
            let Some(pointer) = text.strip_prefix('#').filter(|pointer| pointer.starts_with("/components/")) else {
                return;
            };
            let component = steps(pointer).take(3).fold(String::new(), |pointer, step| join(&pointer, &step));
            if let Some(found) = document.pointer(&component)
                && reached.insert(component)
            {
                reach(document, found, reached);
            }
        }
        _ => {}
    }
}

/// Names, not more than a screen takes.
fn listed(names: impl ExactSizeIterator<Item = String>) -> String {
    let count = names.len();
    let shown: Vec<String> = names.take(20).collect();
    let more = if count > shown.len() { format!(" and {} more", count - shown.len()) } else { String::new() };
    format!("{}{more}", shown.join(", "))
}
