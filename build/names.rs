//! Names: a schema with a `title` becomes a component of that name, so that one name has one body.
//!
//! typify takes a title for a type's name and lets the last schema of a name serve all; here two different
//! bodies under one name are refused. Titles in HeyGen's own documents are no names (`title: Created At`
//! on every property), so only an overlay's count.

use serde_json::{Map, Value, json};

use super::problem::{Problem, Result, Stage};
use super::walk;

/// The overlay's extension for a schema that a hand-written Rust type stands for: its path.
pub const REPLACE: &str = "x-replace-with";

/// Removes HeyGen's own titles from a document, before its overlay gives names.
pub fn drop_titles(document: &mut Value) -> Result<()> {
    walk::schemas(document, "", &mut |_, schema| {
        if let Value::Object(members) = schema {
            members.remove("title");
        }
        Ok(())
    })
}

/// Moves each titled schema to `components.schemas`, and leaves a reference.
pub fn to_components(mut document: Value) -> Result<Value> {
    let mut components = match document.pointer_mut("/components/schemas").map(Value::take) {
        Some(Value::Object(present)) => present,
        _ => Map::new(),
    };
    let mut origins: Map<String, Value> =
        components.keys().map(|name| (name.clone(), json!(walk::join("/components/schemas", name)))).collect();
    walk::schemas(&mut document, "", &mut |pointer, schema| {
        let Some(Value::String(name)) = schema.get("title").cloned() else { return Ok(()) };
        let mut body = schema.take();
        // What belongs to the place and not to the type stays at the place.
        let mut place = Map::new();
        for key in ["description", "nullable"] {
            if let Some(value) = body.get(key) {
                place.insert(key.into(), value.clone());
            }
        }
        if let Value::Object(members) = &mut body {
            members.remove("title");
            members.remove("nullable");
        }
        let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
        *schema = if place.is_empty() {
            reference
        } else {
            place.insert("allOf".into(), json!([reference]));
            Value::Object(place)
        };
        match components.get(&name) {
            Some(present) if *present != body => {
                let what = format!("the name `{name}` has two different bodies: here and at {}", origins[&name]);
                let remedy = "give one of the two another `title` in its overlay";
                Err(Problem::new(Stage::Naming, pointer, what, remedy))
            }
            Some(_) => Ok(()),
            None => {
                components.insert(name.clone(), body);
                origins.insert(name, json!(pointer));
                Ok(())
            }
        }
    })?;
    document["components"]["schemas"] = Value::Object(components);
    Ok(document)
}
