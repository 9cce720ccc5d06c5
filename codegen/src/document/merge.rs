//! All documents of openapi/ as one: HeyGen publishes v1 and v2 as one document for each operation.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::diagnostic::{Diagnostic, Result, Stage};
use crate::document::direction::pascal;
use crate::document::visit::{self, METHODS, join, unescape};
use crate::lower;

/// A corrected document and the file that it came from.
pub struct Named {
    pub file: String,
    pub document: Value,
}

/// Merges documents; equal things merge, unequal ones of one name get the name of their document before theirs, and
/// the same operation twice is refused.
///
/// Security schemes are not merged: whatever a document calls them, the hooks send the key in its header.
pub fn merge(documents: &[Named]) -> Result<Value> {
    let mut merged = json!({ "openapi": "", "info": {}, "paths": {} });
    let mut origins: BTreeMap<String, String> = BTreeMap::new();
    for (index, Named { file, document }) in documents.iter().enumerate() {
        let mut document = check(file, document)?;
        lower::version(&document).map_err(|problem| problem.in_file(file))?;
        if index == 0 {
            // The first document's stand for the client. `documents()` has them all.
            for key in ["openapi", "info", "servers"] {
                if let Some(value) = document.get(key) {
                    merged[key] = value.clone();
                }
            }
        } else {
            own_servers(&merged, &mut document);
        }
        rename(&merged, &mut document, file);
        components(&mut merged, &document);
        for (path, item) in document["paths"].as_object().into_iter().flatten() {
            add_path(&mut merged["paths"], path, item, file, &mut origins)?;
        }
        for (name, hook) in document.get("webhooks").and_then(Value::as_object).into_iter().flatten() {
            merged["webhooks"][name] = hook.clone();
        }
    }
    Ok(merged)
}

fn check(file: &str, document: &Value) -> Result<Value> {
    let refuse = |place: &str, what: &str| {
        Err(Diagnostic::new(Stage::Merge, place, what, "vendor HeyGen's OpenAPI document again").in_file(file))
    };
    if !document.is_object() {
        return refuse("", "the document is not a JSON object");
    }
    if !document.get("paths").is_some_and(Value::is_object) {
        return refuse("/paths", "the document has no `paths`: not an OpenAPI document that a client can be made from");
    }
    Ok(document.clone())
}

/// A document on other servers than the first says so at each path, and operations.rs leaves them out.
fn own_servers(merged: &Value, document: &mut Value) {
    let Some(servers) = document.get("servers").cloned() else { return };
    if servers.pointer("/0/url") == merged.pointer("/servers/0/url") {
        return;
    }
    for item in document["paths"].as_object_mut().into_iter().flatten().filter_map(|(_, item)| item.as_object_mut()) {
        item.entry("servers").or_insert_with(|| servers.clone());
    }
}

fn parts(document: &Value) -> impl Iterator<Item = (&String, &Map<String, Value>)> {
    let kinds = document.get("components").and_then(Value::as_object).into_iter().flatten();
    kinds.filter(|(kind, _)| *kind != "securitySchemes").filter_map(|(kind, parts)| Some((kind, parts.as_object()?)))
}

/// Gives components that have another body in an earlier document a name of their own, with all references to them.
fn rename(merged: &Value, document: &mut Value, file: &str) {
    let slug = file.rsplit('/').next().unwrap_or(file).split('.').next().unwrap_or(file);
    let taken = |kind: &str, name: &str| merged["components"][kind].get(name);
    // What refers to something that is renamed is another body too: to the end.
    let copy = document.clone();
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    loop {
        let before = renamed.len();
        for (kind, parts) in parts(&copy) {
            for (name, body) in parts {
                let mut body = body.clone();
                redirect(&mut body, &renamed);
                let pointer = format!("#{}", join(&format!("/components/{kind}"), name));
                if taken(kind, name).is_some_and(|present| *present != body) && !renamed.contains_key(&pointer) {
                    let mut new = format!("{}{}", pascal(slug), pascal(name));
                    while taken(kind, &new).is_some() || parts.contains_key(&new) {
                        new.push('2');
                    }
                    renamed.insert(pointer, format!("#{}", join(&format!("/components/{kind}"), &new)));
                }
            }
        }
        if renamed.len() == before {
            break;
        }
    }
    if renamed.is_empty() {
        return;
    }
    redirect(document, &renamed);
    for (old, new) in &renamed {
        let (Some((holder, name)), Some((_, new))) = (old[1..].rsplit_once('/'), new[1..].rsplit_once('/')) else {
            continue;
        };
        if let Some(holder) = document.pointer_mut(holder).and_then(Value::as_object_mut)
            && let Some(body) = holder.remove(&unescape(name))
        {
            holder.insert(unescape(new), body);
        }
    }
}

fn redirect(node: &mut Value, renamed: &BTreeMap<String, String>) {
    visit::references(node, &mut |reference| {
        let found = renamed.iter().find(|(old, _)| {
            reference.strip_prefix(old.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        if let Some((old, new)) = found {
            *reference = format!("{new}{}", &reference[old.len()..]);
        }
    });
    mapping(node, renamed);
}

/// A discriminator's `mapping` holds references that are no `$ref`s.
fn mapping(node: &mut Value, renamed: &BTreeMap<String, String>) {
    match node {
        Value::Object(members) => {
            for (key, value) in members {
                if key == "mapping" {
                    for target in value.as_object_mut().into_iter().flatten().map(|(_, target)| target) {
                        if let Some(new) = target.as_str().and_then(|old| renamed.get(old)) {
                            *target = json!(new);
                        }
                    }
                } else {
                    mapping(value, renamed);
                }
            }
        }
        Value::Array(entries) => entries.iter_mut().for_each(|entry| mapping(entry, renamed)),
        _ => {}
    }
}

fn components(merged: &mut Value, document: &Value) {
    for (kind, parts) in parts(document) {
        for (name, body) in parts {
            merged["components"][kind][name] = body.clone();
        }
    }
}

fn add_path(
    paths: &mut Value,
    path: &str,
    item: &Value,
    file: &str,
    origins: &mut BTreeMap<String, String>,
) -> Result<()> {
    let Some(present) = paths.get_mut(path) else {
        paths[path] = item.clone();
        for key in item.as_object().into_iter().flatten().map(|(key, _)| key) {
            origins.insert(join(&join("/paths", path), key), file.to_owned());
        }
        return Ok(());
    };
    for (key, value) in item.as_object().into_iter().flatten() {
        let here = join(&join("/paths", path), key);
        if present.get(key).is_some_and(|present| METHODS.contains(&key.as_str()) || present != value) {
            let other = origins.get(&here).map_or("another document", String::as_str);
            let remedy = "remove it from one of the two documents with its overlay";
            return Err(Diagnostic::new(Stage::Merge, &here, format!("also in {other}"), remedy).in_file(file));
        }
        if let Some(present) = present.as_object_mut() {
            present.insert(key.clone(), value.clone());
        }
        origins.insert(here, file.to_owned());
    }
    Ok(())
}
