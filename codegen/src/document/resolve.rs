//! Resolves references. A schema that is referred to becomes a component, so that later steps see only
//! `#/components/schemas/NAME`. Anything else replaces its `$ref`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::pointer::{join, split};
use super::{components, visit};
use crate::diagnostic::Diagnostic;
use crate::identifier::type_name;

/// The longest chain of references that is followed.
const DEPTH: usize = 16;

/// Returns what `node` is or refers to. Members beside a `$ref` take precedence.
///
/// # Errors
/// Returns the reason if the reference has no target, is circular, or leads to another document.
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
        node = find_target(root, reference)?;
    }
    Err("its `$ref` is circular".to_owned())
}

fn find_target<'a>(root: &'a Value, reference: &str) -> Result<&'a Value, String> {
    let Some(pointer) = reference.strip_prefix('#') else {
        return Err(format!("its `$ref` leads to another document: `{reference}`"));
    };
    root.pointer(&pointer.replace("%7B", "{").replace("%7D", "}"))
        .ok_or_else(|| format!("its `$ref` has no target: `{reference}`"))
}

/// Makes a component of every schema that a `$ref` refers to by its place: schemas in `$defs`, and parts of other
/// schemas.
pub(crate) fn schemas_to_components(document: &mut Value) {
    own_definitions(document);
    let original = document.clone();
    let present = original["components"]["schemas"].as_object().into_iter().flatten();
    let mut named: BTreeMap<String, &Value> = present.map(|(name, schema)| (name.clone(), schema)).collect();
    let mut found = Vec::new();
    for part in ["paths", "components"] {
        if let Some(part) = document.get_mut(part) {
            name_places(part, &original, &mut named, &mut found);
        }
    }
    // A schema that becomes a component may refer to further ones.
    while let Some((name, mut schema)) = found.pop() {
        name_places(&mut schema, &original, &mut named, &mut found);
        document["components"]["schemas"][name] = schema;
    }
    visit::schemas(document, "", &mut |_, schema| {
        schema.as_object_mut().map(|members| members.remove("$defs"));
    });
}

/// Redirects the references to places in the `original` document to components. Those that are not `named` yet are added
/// to `found`.
fn name_places<'d>(
    part: &mut Value,
    original: &'d Value,
    named: &mut BTreeMap<String, &'d Value>,
    found: &mut Vec<(String, Value)>,
) {
    visit::references(part, &mut |reference| {
        let pointer = reference.strip_prefix('#').filter(|pointer| is_schema(pointer));
        let Some(pointer) = pointer.filter(|_| components::name_in(reference).is_none()) else { return };
        let Ok(schema) = find_target(original, reference) else { return };
        let mut name = name_of(pointer);
        while named.get(&name).is_some_and(|other| *other != schema) {
            name.push('_');
        }
        *reference = components::reference(&name);
        if named.insert(name.clone(), schema).is_none() {
            found.push((name, schema.clone()));
        }
    });
}

/// The references of schemas that lead to no schema, and the components that are defined only by themselves.
pub(crate) fn reference_errors(document: &Value) -> Vec<Diagnostic> {
    let all = &document["components"]["schemas"];
    let mut errors = Vec::new();
    for (name, schema) in all.as_object().into_iter().flatten() {
        let mut seen = BTreeSet::new();
        collect_composed(schema, all, &mut seen);
        if seen.contains(name.as_str()) {
            let message = format!("the schema `{name}` is defined only by itself");
            errors.push(Diagnostic::warning(join(components::POINTER, name), message));
        }
    }
    visit::schemas(&mut document.clone(), "", &mut |pointer, schema| {
        let Some(reference) = schema["$ref"].as_str() else { return };
        if components::name_in(reference).is_none_or(|name| all.get(name).is_none()) {
            let message = format!("a `$ref` leads to something that is not a schema of this document: `{reference}`");
            errors.push(Diagnostic::warning(pointer, message));
        }
    });
    errors
}

/// Collects the components that a schema is composed of, without a property or an array in between.
fn collect_composed<'v>(schema: &'v Value, all: &'v Value, seen: &mut BTreeSet<&'v str>) {
    if let Some(name) = components::referenced(schema).filter(|name| seen.insert(name)) {
        collect_composed(&all[name], all, seen);
    }
    let parts = schema.as_object().into_iter().flat_map(visit::parts_of);
    parts.for_each(|part| collect_composed(part, all, seen));
}

/// Whether a pointer leads to a schema, rather than to another part of the document.
fn is_schema(pointer: &str) -> bool {
    pointer.starts_with("/components/schemas/") || pointer.contains("/schema/") || pointer.ends_with("/schema")
}

/// Rewrites `#/$defs/X` in a schema with `$defs` as a pointer from the root of the document. By the specification, a
/// pointer always starts there, but tools write it relative to the schema.
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

/// A name for the schema at a pointer: the component that contains it, if any, and the last step.
fn name_of(pointer: &str) -> String {
    let component = match pointer.split('/').skip(1).collect::<Vec<_>>().as_slice() {
        ["components", _, name, ..] => (*name).to_owned(),
        _ => String::new(),
    };
    let last = split(pointer).map(|(_, step)| step).unwrap_or_default();
    type_name(&format!("{component} {last}"))
}
