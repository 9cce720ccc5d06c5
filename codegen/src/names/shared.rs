//! Merges types of the same shape whose names differ only by the path to them. The other names remain as aliases, so
//! that a type keeps its name when a page adds another place with the same shape.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::Place;
use crate::document::{components, visit};

/// The extension of `components` that maps aliases to the names of types.
pub(crate) const ALIASES: &str = "x-aliases";

/// Merges components with the same shape, the same direction and the same end of the path.
pub(super) fn merge(document: &mut Value, places: &BTreeMap<String, Place>) {
    let mut aliases: BTreeMap<String, String> = BTreeMap::new();
    let mut schemas = components::take(document);
    loop {
        let new = equal(&schemas, places);
        if new.is_empty() {
            break;
        }
        schemas.retain(|name, _| !new.contains_key(name));
        let mut rename = |reference: &mut String| {
            if let Some(name) = components::name_in(reference).and_then(|name| new.get(name)) {
                *reference = components::reference(name);
            }
        };
        visit::references(&mut document["paths"], &mut rename);
        // Schemas that refer to them may be equal now.
        schemas.iter_mut().for_each(|(_, schema)| visit::references(schema, &mut rename));
        for name in aliases.values_mut() {
            *name = new.get(name).unwrap_or(name).clone();
        }
        aliases.extend(new);
    }
    document["components"]["schemas"] = Value::Object(schemas);
    if !aliases.is_empty() {
        document["components"][ALIASES] = json!(aliases);
    }
}

/// Maps components to an equal one that replaces them: the one that the document names, or else the one with the
/// shortest name.
fn equal(schemas: &Map<String, Value>, places: &BTreeMap<String, Place>) -> BTreeMap<String, String> {
    let mut groups: BTreeMap<(&str, bool, String), Vec<&String>> = BTreeMap::new();
    for (name, schema) in schemas {
        if let Some(place) = places.get(name) {
            groups.entry((&place.end, place.is_response, shape(schema))).or_default().push(name);
        }
    }
    let mut equal = BTreeMap::new();
    for mut names in groups.into_values() {
        names.sort_by_key(|name| (places[*name].is_derived, name.len(), *name));
        for name in names.iter().skip(1).filter(|name| places[**name].is_derived) {
            equal.insert((*name).clone(), names[0].clone());
        }
    }
    equal
}

/// A schema as text, with sorted members. It lacks the description, which belongs to the place.
fn shape(schema: &Value) -> String {
    let mut shape = schema.clone();
    shape.as_object_mut().map(|members| members.remove("description"));
    shape.sort_all_objects();
    shape.to_string()
}
