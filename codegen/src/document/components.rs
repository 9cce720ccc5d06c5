//! The named schemas of a document, `components.schemas`, and the references to them.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{operations, pointer, visit};
use crate::keywords::{has_only_annotations, is_annotation, is_composition};

/// The JSON pointer of the components.
pub(crate) const POINTER: &str = "/components/schemas";

const REFERENCE: &str = "#/components/schemas/";

/// The `$ref` to a component.
pub(crate) fn reference(name: &str) -> String {
    format!("{REFERENCE}{name}")
}

/// The component that a `$ref` names. `None` if it names a part of a component or something else.
pub(crate) fn name_in(reference: &str) -> Option<&str> {
    reference.strip_prefix(REFERENCE).filter(|name| !name.is_empty() && !name.contains('/'))
}

/// The component that a schema refers to.
pub(crate) fn referenced(schema: &Value) -> Option<&str> {
    schema.get("$ref").and_then(Value::as_str).and_then(name_in)
}

/// The reference in `allOf: [reference]`, the form for a reference with annotations. Any other schema is returned as
/// it is.
pub(crate) fn only_part(schema: &Value) -> &Value {
    match schema["allOf"].as_array().map(Vec::as_slice) {
        Some([part]) if part["$ref"].is_string() => part,
        _ => schema,
    }
}

/// Follows a chain of references to the schema at its end. Any other schema is returned as it is.
pub(crate) fn follow<'v>(mut schema: &'v Value, components: &'v Value) -> &'v Value {
    let mut seen = BTreeSet::new();
    while let Some(name) = referenced(only_part(schema)).filter(|name| seen.insert(*name)) {
        schema = &components[name];
    }
    schema
}

/// Whether a property is `readOnly` or `writeOnly`. A constant is neither, because it tells types apart.
pub(crate) fn has_access(property: &Value, keyword: &str, components: &Value) -> bool {
    let followed = follow(property, components);
    let is_constant = followed["enum"].as_array().is_some_and(|values| values.len() == 1);
    (property[keyword] == true || followed[keyword] == true) && !is_constant
}

/// The plain schemas that a schema is composed of, without annotations. Returns also whether there is no union among
/// them.
pub(crate) fn plain_parts(schema: &Value, components: &Value) -> (Vec<Map<String, Value>>, bool) {
    let mut parts = Vec::new();
    let is_plain = collect_parts(schema, components, &mut BTreeSet::new(), &mut parts);
    (parts, is_plain)
}

fn collect_parts(
    schema: &Value,
    components: &Value,
    seen: &mut BTreeSet<String>,
    parts: &mut Vec<Map<String, Value>>,
) -> bool {
    if let Some(name) = referenced(schema) {
        return !seen.insert(name.to_owned()) || collect_parts(&components[name], components, seen, parts);
    }
    let Some(members) = schema.as_object() else { return false };
    let is_any = |part: &Value| part.as_object().is_some_and(has_only_annotations);
    let mut is_plain = true;
    for (key, list) in members.iter().filter(|(key, _)| is_composition(key)) {
        is_plain &= key == "allOf";
        // Any value adds nothing to an `allOf`, but everything to a union.
        for part in list.as_array().into_iter().flatten().filter(|part| key != "allOf" || !is_any(part)) {
            is_plain &= collect_parts(part, components, seen, parts);
        }
    }
    let is_own = |key: &str| !is_composition(key) && !is_annotation(key) && key != "discriminator";
    let own = members.iter().filter(|(key, _)| is_own(key)).map(|(key, value)| (key.clone(), value.clone()));
    let own: Map<String, Value> = own.collect();
    if !own.is_empty() || visit::parts_of(members).next().is_none() {
        parts.push(own);
    }
    is_plain
}

/// The component that a pointer leads to or into.
pub(crate) fn containing(pointer: &str) -> Option<String> {
    let rest = pointer.strip_prefix(POINTER)?.strip_prefix('/')?;
    rest.split('/').next().map(pointer::unescape)
}

/// The components, mutable.
pub(crate) fn schemas_mut(document: &mut Value) -> impl Iterator<Item = (&String, &mut Value)> {
    document.pointer_mut(POINTER).and_then(Value::as_object_mut).into_iter().flatten()
}

/// Takes the components out of a document.
pub(crate) fn take_schemas(document: &mut Value) -> Map<String, Value> {
    match document.pointer_mut(POINTER).map(Value::take) {
        Some(Value::Object(schemas)) => schemas,
        _ => Map::new(),
    }
}

/// The components that a part of a document refers to.
pub(crate) fn used_by(part: &Value) -> Vec<String> {
    let mut names = Vec::new();
    visit::references(&mut part.clone(), &mut |reference| names.extend(name_in(reference).map(str::to_owned)));
    names
}

/// These components and all components that they refer to, directly or through others.
pub(crate) fn reachable(document: &Value, mut todo: Vec<String>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    while let Some(name) = todo.pop() {
        if let Some(schema) = document["components"]["schemas"].get(&name)
            && found.insert(name)
        {
            todo.extend(used_by(schema));
        }
    }
    found
}

/// Removes the components that no operation uses.
pub(crate) fn prune(document: &mut Value) {
    let used = operations(document).flat_map(|operation| used_by(operation.value)).collect();
    let needed = reachable(document, used);
    if let Some(schemas) = document.pointer_mut(POINTER).and_then(Value::as_object_mut) {
        schemas.retain(|name, _| needed.contains(name));
    }
}
