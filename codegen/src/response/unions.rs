//! Flattens unions and `allOf` in responses into one plain type.
//!
//! In a response every property may be missing, so the first branch of a union of objects would match everything and
//! lose the properties of the others. One type with the properties of all branches loses nothing, and can read a
//! branch that HeyGen adds later. Any other union becomes one scalar type, or any value.

use serde_json::{Map, Value, json};

use crate::document::components;
use crate::document::visit::{annotations, parts_of};
use crate::keywords::{is_annotation, is_composition};

type Schema = Map<String, Value>;

/// Rewrites a schema that is composed of others as one plain type, or as any value without `all` components. Returns
/// whether it became any value for that.
pub(super) fn flatten_composition(schema: &mut Value, all: Option<&Value>) -> bool {
    let composed = schema.as_object().filter(|members| members.keys().any(|key| is_composition(key)));
    let Some(members) = composed else { return false };
    if let Some(reference) = only_reference(members) {
        *schema = reference;
        return false;
    }
    let mut flat = annotations(members);
    if let Some(all) = all {
        flat.extend(merge_shapes(components::plain_parts(schema, all).0));
    }
    *schema = Value::Object(flat);
    all.is_none()
}

/// The reference, with annotations, of a composition with a single part: this is already a type.
fn only_reference(members: &Schema) -> Option<Value> {
    let mut parts = parts_of(members);
    let only = parts.next().filter(|only| only["$ref"].is_string())?;
    if parts.next().is_some() || !members.keys().all(|key| is_composition(key) || is_annotation(key)) {
        return None;
    }
    let mut reference = annotations(members);
    if reference.is_empty() {
        return Some(only.clone());
    }
    reference.insert("allOf".into(), json!([only]));
    Some(Value::Object(reference))
}

/// One schema that accepts whatever these accept.
fn merge_shapes(shapes: Vec<Schema>) -> Schema {
    let Some(first) = shapes.first().cloned() else { return Map::new() };
    if shapes.iter().all(|shape| *shape == first) {
        return first;
    }
    let all = |name: &str| shapes.iter().all(|shape| shape.get("type").is_some_and(|of| of == name));
    if all("object") {
        return merge_objects(shapes);
    }
    let all_numbers = shapes.iter().all(|shape| shape.get("type").is_some_and(|of| of == "number" || of == "integer"));
    if all_numbers || all("string") || all("boolean") {
        return merge_scalars(shapes.iter());
    }
    if all("array") {
        let items = shapes.iter().map(|shape| shape.get("items").cloned().unwrap_or_default());
        let items = items.reduce(|left, right| Value::Object(merge_two(&left, &right)));
        return Map::from_iter([("type".to_owned(), json!("array")), ("items".to_owned(), items.unwrap_or_default())]);
    }
    Map::new()
}

/// Merges scalars. The result has the values of all, if each has values. Integers and numbers become numbers.
pub(crate) fn merge_scalars<'s>(shapes: impl Iterator<Item = &'s Schema> + Clone) -> Schema {
    let mut types = shapes.clone().filter_map(|shape| shape.get("type"));
    let first = types.next().cloned().unwrap_or_default();
    let name = if types.all(|other| *other == first) { first } else { json!("number") };
    let mut merged = Map::from_iter([("type".to_owned(), name)]);
    let values: Option<Vec<_>> = shapes.map(|shape| shape.get("enum")?.as_array()).collect();
    if let Some(values) = values {
        let mut known: Vec<&Value> = Vec::new();
        for value in values.into_iter().flatten() {
            if !known.contains(&value) {
                known.push(value);
            }
        }
        merged.insert("enum".into(), json!(known));
    }
    merged
}

fn merge_objects(shapes: Vec<Schema>) -> Schema {
    let mut properties = Map::new();
    let mut rest = None;
    for shape in shapes {
        for (name, property) in shape.get("properties").and_then(Value::as_object).into_iter().flatten() {
            match properties.get(name) {
                None => {
                    properties.insert(name.clone(), property.clone());
                }
                Some(present) if without_annotations(present) == without_annotations(property) => {}
                Some(present) => {
                    let mut both = present.as_object().map(annotations).unwrap_or_default();
                    both.extend(merge_two(present, property));
                    properties.insert(name.clone(), Value::Object(both));
                }
            }
        }
        rest = rest.or(shape.get("additionalProperties").cloned());
    }
    let mut merged = Map::from_iter([("type".to_owned(), json!("object"))]);
    if !properties.is_empty() {
        merged.insert("properties".into(), Value::Object(properties));
        // Additional properties have a type that the named properties may not have: any value.
        rest = rest.map(|_| json!({}));
    }
    if let Some(rest) = rest {
        merged.insert("additionalProperties".into(), rest);
    }
    merged
}

/// Merges two properties with the same name: into one type if both are plain, otherwise into any value.
fn merge_two(left: &Value, right: &Value) -> Schema {
    match (without_annotations(left), without_annotations(right)) {
        (Value::Object(left), Value::Object(right)) if left.contains_key("type") && right.contains_key("type") => {
            merge_shapes(vec![left, right])
        }
        _ => Map::new(),
    }
}

/// A schema without its annotations.
fn without_annotations(schema: &Value) -> Value {
    match schema {
        Value::Object(members) => members
            .iter()
            .filter(|(key, value)| !is_annotation(key) || value.is_object())
            .map(|(key, value)| {
                let value =
                    if key == "properties" || key == "items" { without_annotations(value) } else { value.clone() };
                (key.clone(), value)
            })
            .collect(),
        other => other.clone(),
    }
}
