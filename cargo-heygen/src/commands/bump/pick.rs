//! `--operation`: picks some operations of a document, with the components that they use.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use serde_json::Value;

use crate::openapi::{self, METHODS, Operation, join, unescape};
use crate::page::Document;

/// Reduces a document to the operations with these `operationId`s. The remaining members keep their order.
pub fn pick_operations(document: &mut Document, ids: &[String]) -> Result<()> {
    let all: Vec<_> = openapi::operations(&document.value).collect();
    for wanted in ids {
        match all.iter().filter(|operation| operation_id(operation) == wanted).count() {
            0 => {
                let some: Vec<&str> = all.iter().map(operation_id).take(20).collect();
                bail!("no operation `{wanted}`; the document has {} operations, such as {}", all.len(), some.join(", "))
            }
            1 => {}
            count => bail!("{count} operations have the `operationId` `{wanted}`: leave out --operation to take all"),
        }
    }
    let picked: Vec<&Operation<'_>> =
        all.iter().filter(|one| ids.iter().any(|wanted| wanted == operation_id(one))).collect();
    let mut reached = BTreeSet::new();
    for operation in &picked {
        let shared = operation.item.as_object().into_iter().flatten();
        let shared = shared.filter(|(key, _)| !METHODS.contains(&key.as_str())).map(|(_, value)| value);
        shared.chain([operation.value]).for_each(|node| add_reached(&document.value, node, &mut reached));
    }
    let mut value = document.value.clone();
    retain_members(&mut value, &[], &|steps| match *steps {
        ["webhooks"] => false,
        ["paths", path] => picked.iter().any(|one| one.path == path),
        ["paths", path, key] if METHODS.contains(&key) => {
            picked.iter().any(|one| one.path == path && one.method == key)
        }
        ["components", kind] if kind != "securitySchemes" => {
            let kind = join("/components", kind) + "/";
            reached.iter().any(|component| component.starts_with(&kind))
        }
        ["components", kind, name] if kind != "securitySchemes" => {
            reached.contains(&join(&join("/components", kind), name))
        }
        _ => true,
    });
    document.text = format!("{value:#}\n");
    document.value = value;
    Ok(())
}

/// Keeps only the object members whose path `keep` accepts, down to three levels.
fn retain_members(node: &mut Value, steps: &[&str], keep: &dyn Fn(&[&str]) -> bool) {
    let Value::Object(members) = node else { return };
    members.retain(|name, value| {
        let steps = [steps, &[name]].concat();
        let keeps = keep(&steps);
        if keeps && steps.len() < 3 {
            retain_members(value, &steps, keep);
        }
        keeps
    });
}

fn operation_id<'a>(operation: &Operation<'a>) -> &'a str {
    operation.value["operationId"].as_str().unwrap_or_default()
}

/// Adds the components that a node refers to, directly or indirectly, by `$ref` or by a discriminator's `mapping`.
fn add_reached(document: &Value, node: &Value, reached: &mut BTreeSet<String>) {
    match node {
        Value::Object(members) => members.values().for_each(|value| add_reached(document, value, reached)),
        Value::Array(entries) => entries.iter().for_each(|entry| add_reached(document, entry, reached)),
        Value::String(text) => {
            let Some(place) = text.strip_prefix('#').filter(|place| place.starts_with("/components/")) else { return };
            let component =
                place.split('/').skip(1).take(3).map(unescape).fold(String::new(), |place, step| join(&place, &step));
            if let Some(found) = document.pointer(&component)
                && reached.insert(component)
            {
                add_reached(document, found, reached);
            }
        }
        _ => {}
    }
}
