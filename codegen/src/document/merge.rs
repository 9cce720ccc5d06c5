//! Merges several documents into one: HeyGen publishes a document for each operation of v1 and v2.

use serde_json::{Map, Value, json};

use super::pointer::join;
use super::{Corrected, METHODS, check_version, visit};
use crate::diagnostic::{Diagnostic, Result, Stage};
use crate::identifier::type_name;

/// Merges documents. Equal components become one. If two components differ but have the same name, the later one gets
/// the name of its document as a prefix.
///
/// Security schemes are not merged, because the client always sends the API key in its header.
///
/// # Errors
/// Returns an error if two documents contain the same operation.
pub(crate) fn merge_documents(documents: &[Corrected]) -> Result<Value> {
    // The version is that of the document after lower/.
    let mut merged = json!({ "openapi": "3.0.3", "info": {}, "paths": {} });
    for (index, Corrected { file, document }) in documents.iter().enumerate() {
        check_document(document).map_err(|error| error.in_file(file))?;
        let mut document = document.clone();
        if index == 0 {
            // The first document describes the client. `heygen_api::documents()` lists all of them.
            for key in ["title", "version", "description"] {
                merged["info"][key] = json!(document["info"][key].as_str().unwrap_or_default());
            }
            document.get("servers").into_iter().for_each(|servers| merged["servers"] = servers.clone());
        } else {
            keep_servers(&mut document, &merged);
        }
        rename_components(&mut document, &merged, file);
        for (kind, parts) in components(&document) {
            for (name, part) in parts {
                merged["components"][kind][name] = part.clone();
            }
        }
        for (path, item) in document["paths"].as_object().into_iter().flatten() {
            add_path(&mut merged["paths"], path, item).map_err(|pointer| {
                let mut others = documents.iter().filter(|other| other.document.pointer(&pointer).is_some());
                let other = others.next().map_or("another document", |other| &other.file);
                let help = "remove it from one of the two documents with its overlay";
                let message = format!("this is also defined in {other}");
                Diagnostic::new(Stage::Merge, pointer, message, help).in_file(file)
            })?;
        }
        for (name, hook) in document.get("webhooks").and_then(Value::as_object).into_iter().flatten() {
            merged["webhooks"][name] = hook.clone();
        }
    }
    Ok(merged)
}

fn check_document(document: &Value) -> Result<()> {
    let (pointer, message) = if !document.is_object() {
        ("", "the document is not a JSON object")
    } else if !document.get("paths").is_some_and(Value::is_object) {
        ("/paths", "the document has no `paths`, so it does not describe an API")
    } else {
        return check_version(document);
    };
    Err(Diagnostic::new(Stage::Vendor, pointer, message, "vendor HeyGen's OpenAPI document again"))
}

/// Copies the servers of a document to its path items if they are not the client's. Such operations are skipped
/// later.
fn keep_servers(document: &mut Value, merged: &Value) {
    let Some(servers) = document.get("servers").cloned() else { return };
    if servers.pointer("/0/url") == merged.pointer("/servers/0/url") {
        return;
    }
    for item in document["paths"].as_object_mut().into_iter().flatten().filter_map(|(_, item)| item.as_object_mut()) {
        item.entry("servers").or_insert_with(|| servers.clone());
    }
}

/// The components of a document by kind.
fn components(document: &Value) -> impl Iterator<Item = (&String, &Map<String, Value>)> {
    let kinds = document.get("components").and_then(Value::as_object).into_iter().flatten();
    kinds.filter(|(kind, _)| *kind != "securitySchemes").filter_map(|(kind, parts)| Some((kind, parts.as_object()?)))
}

/// Renames the components that differ from earlier ones with the same name, and redirects all references. A component
/// that refers to a renamed one differs too.
fn rename_components(document: &mut Value, merged: &Value, file: &str) {
    let slug = file.rsplit('/').next().unwrap_or(file).split('.').next().unwrap_or(file);
    let taken = |kind: &str, name: &str| merged["components"][kind].get(name).is_some();
    while let Some((kind, name)) = find_clash(document, merged) {
        let parts = &document["components"][&kind];
        let mut new = type_name(&format!("{slug} {name}"));
        while taken(&kind, &new) || parts.get(&new).is_some() {
            new.push('2');
        }
        let reference = |name: &str| format!("#{}", join(&format!("/components/{kind}"), name));
        redirect(document, &reference(&name), &reference(&new));
        if let Some(parts) = document["components"][&kind].as_object_mut()
            && let Some(part) = parts.remove(&name)
        {
            parts.insert(new, part);
        }
    }
}

/// The kind and the name of a component that differs from an earlier one.
fn find_clash(document: &Value, merged: &Value) -> Option<(String, String)> {
    components(document).find_map(|(kind, parts)| {
        let taken = &merged["components"][kind];
        let (name, _) = parts.iter().find(|(name, part)| taken.get(name).is_some_and(|present| present != *part))?;
        Some((kind.clone(), name.clone()))
    })
}

/// Redirects the references to a component and to places in it.
fn redirect(document: &mut Value, old: &str, new: &str) {
    visit::references(document, &mut |reference| {
        if let Some(rest) = reference.strip_prefix(old).filter(|rest| rest.is_empty() || rest.starts_with('/')) {
            *reference = format!("{new}{rest}");
        }
    });
}

/// Adds a path item, or else returns the pointer of a member that another document has too.
fn add_path(paths: &mut Value, path: &str, item: &Value) -> std::result::Result<(), String> {
    let present = &mut paths[path];
    if present.is_null() {
        *present = item.clone();
        return Ok(());
    }
    let (Some(present), Some(item)) = (present.as_object_mut(), item.as_object()) else { return Ok(()) };
    for (key, value) in item {
        if present.get(key).is_some_and(|other| METHODS.contains(&key.as_str()) || other != value) {
            return Err(join(&join("/paths", path), key));
        }
        present.insert(key.clone(), value.clone());
    }
    Ok(())
}
