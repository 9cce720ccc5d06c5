//! Unions and inheritance in responses.
//!
//! In a response every property may be missing, so the first branch of a union of objects would match every answer
//! and lose what only the others have. One type with the properties of all branches loses nothing, and takes a
//! branch that HeyGen adds tomorrow. What is no union of objects is one scalar type, or any value.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::document::resolve;
use crate::document::visit::{PARTS, is_place};

/// Rewrites a relaxed schema that is a union or an intersection as one plain type.
///
/// Without components, it becomes any value, and the answer is `false`.
pub fn flatten(schema: &mut Value, components: Option<&Value>) -> bool {
    let Some(members) = schema.as_object() else { return true };
    let lists = PARTS.iter().filter(|key| members.contains_key(**key)).count();
    let alone = members.keys().all(|key| PARTS.contains(&key.as_str()) || is_place(key));
    let parts: usize = PARTS.iter().filter_map(|key| members.get(*key)?.as_array()).map(Vec::len).sum();
    if lists == 0 {
        return true;
    }
    // One reference with a description beside it is a type already.
    if alone && parts == 1 {
        let only = PARTS.iter().find_map(|key| members.get(*key)?.as_array()?.first());
        if only.is_some_and(|only| only["$ref"].is_string()) {
            if let Some(only) = only.cloned() {
                let mut kept = place(members);
                if kept.is_empty() {
                    *schema = only;
                } else {
                    kept.insert("allOf".into(), json!([only]));
                    *schema = Value::Object(kept);
                }
            }
            return true;
        }
    }
    let mut kept = place(members);
    let mut shapes = Vec::new();
    if let Some(components) = components {
        collect(schema, components, &mut BTreeSet::new(), &mut shapes);
    }
    kept.extend(one(shapes));
    *schema = Value::Object(kept);
    components.is_some()
}

fn place(members: &Map<String, Value>) -> Map<String, Value> {
    members.iter().filter(|(key, _)| is_place(key)).map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// The plain schemas that a schema is made of.
fn collect(schema: &Value, components: &Value, seen: &mut BTreeSet<String>, shapes: &mut Vec<Map<String, Value>>) {
    let Some(members) = schema.as_object() else { return };
    if let Some(name) = members.get("$ref").and_then(Value::as_str).and_then(resolve::name) {
        if seen.insert(name.to_owned()) {
            collect(&components[name], components, seen, shapes);
        }
        return;
    }
    let parts: Vec<&Value> = PARTS.iter().filter_map(|key| members.get(*key)?.as_array()).flatten().collect();
    let own: Map<String, Value> = members
        .iter()
        .filter(|(key, _)| !PARTS.contains(&key.as_str()) && !is_place(key))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    // An empty part of an `allOf` adds nothing; alone it is any value.
    if !own.is_empty() || parts.is_empty() && !members.contains_key("description") {
        shapes.push(own);
    }
    for part in parts {
        collect(part, components, seen, shapes);
    }
}

/// One schema that takes all that these take.
fn one(mut shapes: Vec<Map<String, Value>>) -> Map<String, Value> {
    if shapes.len() > 1 && shapes.iter().any(|shape| !shape.is_empty()) {
        shapes.dedup();
    }
    let Some(first) = shapes.first().cloned() else { return Map::new() };
    if shapes.iter().all(|shape| *shape == first) {
        return first;
    }
    let all = |name: &str| shapes.iter().all(|shape| shape.get("type").is_some_and(|of| of == name));
    if all("object") {
        return object(shapes);
    }
    if shapes.iter().all(|shape| shape.get("type").is_some_and(|of| of == "number" || of == "integer")) {
        return Map::from_iter([("type".to_owned(), json!("number"))]);
    }
    for scalar in ["string", "boolean"] {
        if all(scalar) {
            return Map::from_iter([("type".to_owned(), json!(scalar))]);
        }
    }
    Map::new()
}

fn object(shapes: Vec<Map<String, Value>>) -> Map<String, Value> {
    let mut properties: Map<String, Value> = Map::new();
    let mut rest = None;
    for shape in shapes {
        for (name, property) in shape.get("properties").and_then(Value::as_object).into_iter().flatten() {
            match properties.get(name) {
                None => {
                    properties.insert(name.clone(), property.clone());
                }
                Some(present) if bare(present) == bare(property) => {}
                Some(present) => {
                    let mut both = present.as_object().map(place).unwrap_or_default();
                    both.extend(either(present, property));
                    properties.insert(name.clone(), Value::Object(both));
                }
            }
        }
        rest = rest.or(shape.get("additionalProperties").cloned());
    }
    let mut merged = Map::from_iter([("type".to_owned(), json!("object"))]);
    if !properties.is_empty() {
        merged.insert("properties".into(), Value::Object(properties));
        // Typed entries beside properties that are not all of that type: any value.
        rest = rest.map(|_| json!({}));
    }
    if let Some(rest) = rest {
        merged.insert("additionalProperties".into(), rest);
    }
    merged
}

/// Two properties of one name: one type if they are plain ones, otherwise any value.
fn either(left: &Value, right: &Value) -> Map<String, Value> {
    match (bare(left), bare(right)) {
        (Value::Object(left), Value::Object(right))
            if [&left, &right].iter().all(|side| side.contains_key("type") && side["type"] != "array") =>
        {
            one(vec![left, right])
        }
        _ => Map::new(),
    }
}

/// A schema without what only describes it.
fn bare(schema: &Value) -> Value {
    match schema {
        Value::Object(members) => members
            .iter()
            .filter(|(key, value)| !is_place(key) || value.is_object())
            .map(|(key, value)| {
                let value = if key == "properties" || key == "items" { bare(value) } else { value.clone() };
                (key.clone(), value)
            })
            .collect(),
        other => other.clone(),
    }
}
