//! References: what is no schema replaces its `$ref`, and every schema that is referred to becomes a component, so that later
//! steps know one form only: `#/components/schemas/NAME`.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::pointer::{join, split};
use super::{components, visit};
use crate::identifier::type_name;

/// How many references to references are followed.
const DEPTH: usize = 16;

/// The thing that `node` is or refers to. What is written beside a `$ref` wins.
///
/// # Errors
/// The reason, where the reference leads nowhere, in a circle or to another document.
pub fn follow(root: &Value, node: &Value) -> Result<Value, String> {
    let mut beside = Map::new();
    let mut node = node;
    for _ in 0..DEPTH {
        let Some(members) = node.as_object() else { return Err("not an object".to_owned()) };
        let Some(reference) = members.get("$ref").and_then(Value::as_str) else {
            let mut found = members.clone();
            found.extend(beside);
            return Ok(Value::Object(found));
        };
        for (key, value) in members.iter().filter(|(key, _)| *key != "$ref") {
            beside.entry(key.clone()).or_insert_with(|| value.clone());
        }
        node = target(root, reference)?;
    }
    Err("its `$ref` leads in a circle".to_owned())
}

fn target<'a>(root: &'a Value, reference: &str) -> Result<&'a Value, String> {
    let Some(pointer) = reference.strip_prefix('#') else {
        return Err(format!("`$ref` to another document: `{reference}`"));
    };
    root.pointer(&pointer.replace("%7B", "{").replace("%7D", "}"))
        .ok_or_else(|| format!("`$ref` leads nowhere: `{reference}`"))
}

/// Makes a component of every schema that a `$ref` names by its place: those in `$defs`, and parts of other schemas.
pub(crate) fn schemas(document: &mut Value) {
    own_definitions(document);
    let mut known = BTreeMap::new();
    // A schema that becomes a component may refer to more.
    for _ in 0..DEPTH {
        let found = new_components(document, &mut known);
        if found.is_empty() {
            break;
        }
        if !document["components"]["schemas"].is_object() {
            document["components"]["schemas"] = json!({});
        }
        for (name, schema) in found {
            document["components"]["schemas"][name] = schema;
        }
    }
    visit::schemas(document, "", &mut |_, schema| {
        schema.as_object_mut().map(|members| members.remove("$defs"));
    });
}

/// The schemas that are referred to by their place; the references now name components. `known` are the names by place.
fn new_components(document: &mut Value, known: &mut BTreeMap<String, String>) -> Map<String, Value> {
    let mut new = Map::new();
    let copy = document.clone();
    let taken = |name: &str| copy.pointer(components::POINTER).is_some_and(|schemas| schemas.get(name).is_some());
    let mut redirect = |reference: &mut String| {
        let Some(pointer) = reference.strip_prefix('#') else { return };
        if components::name_in(reference).is_some() || !is_schema(pointer) {
            return;
        }
        if let Some(name) = known.get(pointer) {
            *reference = components::reference(name);
            return;
        }
        let Ok(schema) = target(&copy, reference) else { return };
        let mut name = name_of(pointer);
        while taken(&name) || new.get(&name).is_some_and(|other| other != schema) {
            name.push('_');
        }
        known.insert(pointer.to_owned(), name.clone());
        *reference = components::reference(&name);
        new.insert(name, schema.clone());
    };
    for part in ["paths", "components"] {
        if let Some(part) = document.get_mut(part) {
            visit::references(part, &mut redirect);
        }
    }
    new
}

/// Whether a pointer leads to a schema, and not to another part of the document or to the whole of it.
fn is_schema(pointer: &str) -> bool {
    pointer.starts_with("/components/schemas/") || pointer.contains("/schema/") || pointer.ends_with("/schema")
}

/// Rewrites `#/$defs/X` within a schema that has `$defs` itself as a pointer from the document's root. The standard reads it
/// from the root already, but generators of documents write it.
pub fn own_definitions(document: &mut Value) {
    visit::schemas(document, "", &mut |pointer, schema| {
        let Some(defined) = schema.get("$defs").cloned() else { return };
        let place = join(pointer, "$defs");
        visit::references(schema, &mut |reference| {
            if let Some(name) = reference.strip_prefix("#/$defs/").filter(|name| defined.get(*name).is_some()) {
                *reference = format!("#{}", join(&place, name));
            }
        });
    });
}

/// A name for the schema at a pointer: the component that it is part of, if any, and its last step.
fn name_of(pointer: &str) -> String {
    let component = match pointer.split('/').skip(1).collect::<Vec<_>>().as_slice() {
        ["components", _, name, ..] => (*name).to_owned(),
        _ => String::new(),
    };
    let last = split(pointer).map(|(_, step)| step).unwrap_or_default();
    type_name(&format!("{component} {last}"))
}
