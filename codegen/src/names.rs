//! Names: a schema that becomes a Rust type is a component, so that one name has one body.
//!
//! A `title` is a name: only an overlay gives one, for HeyGen's own titles are no names (`title: Created At` on every
//! property). A schema without one is named by where it stands: its operation or component, and the properties
//! that lead to it. typify lets the last schema of a name serve all; here two different bodies under one name are
//! refused.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase;
use serde_json::{Map, Value, json};

use crate::adapt::skipped::warning;
use crate::diagnostic::{Diagnostic, Result, Stage};
use crate::document::direction::{Direction, pascal};
use crate::document::visit::{self, SCHEMAS, join};

/// The overlay's extension for a schema that a hand-written Rust type stands for: its path.
pub const REPLACE: &str = "x-replace-with";

/// Moves each schema that becomes a type to `components.schemas`, and leaves a reference.
/// Two properties that would be one field in Rust make a map of their schema, with a warning.
pub fn to_components(mut document: Value) -> Result<(Value, Vec<Diagnostic>)> {
    let sides = Direction::of(&document);
    let present = match document.pointer_mut("/components/schemas").map(Value::take) {
        Some(Value::Object(present)) => present,
        _ => Map::new(),
    };
    let mut names = Names { components: Map::new(), origins: BTreeMap::new(), sides, warnings: Vec::new() };
    // All names that are given come before those that are derived.
    for (name, body) in &present {
        names.origins.insert(name.clone(), join("/components/schemas", name));
        names.components.insert(name.clone(), body.clone());
    }
    for (name, mut body) in present {
        let pointer = join("/components/schemas", &name);
        body.as_object_mut().map(|members| members.remove("title"));
        names.below(&mut body, &pointer, &name)?;
        names.components.insert(name, body);
    }
    for (pointer, _, operation) in visit::operations(&mut document) {
        let operation_name = pascal(operation["operationId"].as_str().unwrap_or_default());
        for (index, parameter) in operation["parameters"].as_array_mut().into_iter().flatten().enumerate() {
            let name = format!("{operation_name}{}", pascal(parameter["name"].as_str().unwrap_or_default()));
            let place = format!("{pointer}/parameters/{index}/schema");
            names.place(&mut parameter["schema"], &place, &name)?;
        }
        for (part, suffix) in [("requestBody", "Request"), ("responses", "Response")] {
            let holder =
                if part == "responses" { operation.pointer_mut("/responses/2XX") } else { operation.get_mut(part) };
            let place = if part == "responses" { "/responses/2XX" } else { "/requestBody" };
            let Some(content) = holder.and_then(|holder| holder.get_mut("content")).and_then(Value::as_object_mut)
            else {
                continue;
            };
            for (media, body) in content {
                let place = format!("{}/schema", join(&format!("{pointer}{place}/content"), media));
                let bytes = body["schema"]["format"] == "binary";
                if !bytes && body.get("schema").is_some() {
                    names.place(&mut body["schema"], &place, &format!("{operation_name}{suffix}"))?;
                }
            }
        }
    }
    document["components"]["schemas"] = Value::Object(names.components);
    Ok((document, names.warnings))
}

struct Names {
    components: Map<String, Value>,
    /// Where each name comes from.
    origins: BTreeMap<String, String>,
    sides: Direction,
    warnings: Vec<Diagnostic>,
}

impl Names {
    /// Names what stands within a schema that has the name `name`.
    fn below(&mut self, schema: &mut Value, pointer: &str, name: &str) -> Result<()> {
        let Some(members) = schema.as_object_mut() else { return Ok(()) };
        let mut fields = BTreeSet::new();
        let properties = members.get("properties").and_then(Value::as_object).into_iter().flatten();
        let clash = properties.map(|(property, _)| property).find(|property| !fields.insert(property.to_snake_case()));
        if let Some(property) = clash.cloned() {
            // A map keeps both.
            for key in ["properties", "required"] {
                members.remove(key);
            }
            members.insert("additionalProperties".into(), json!({}));
            let what =
                format!("`{name}` is a map: two of its properties would be one field in Rust, one is `{property}`");
            self.warnings.push(warning(pointer, what));
        }
        for (key, value) in members.iter_mut() {
            let here = join(pointer, key);
            match (key.as_str(), value) {
                ("properties", Value::Object(properties)) => {
                    for (property, schema) in properties {
                        self.place(schema, &join(&here, property), &format!("{name}{}", pascal(property)))?;
                    }
                }
                ("items", schema) => self.place(schema, &here, &format!("{name}Item"))?,
                ("additionalProperties", schema) => self.place(schema, &here, &format!("{name}Value"))?,
                ("allOf", Value::Array(parts)) => {
                    for (index, part) in parts.iter_mut().enumerate() {
                        self.below(part, &join(&here, &index.to_string()), name)?;
                    }
                }
                ("anyOf" | "oneOf", Value::Array(branches)) => {
                    for (index, branch) in branches.iter_mut().enumerate() {
                        let name = format!("{name}{}", variant(branch).unwrap_or_else(|| format!("Variant{index}")));
                        // typify sees the tags of a union in the branches themselves.
                        self.below(branch, &join(&here, &index.to_string()), &name)?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Names the schema at a place, and leaves a reference where it is a type.
    fn place(&mut self, schema: &mut Value, pointer: &str, derived: &str) -> Result<()> {
        let title = schema.get("title").and_then(Value::as_str).map(str::to_owned);
        let name = title.clone().unwrap_or_else(|| derived.to_owned());
        self.below(schema, pointer, &name)?;
        if title.is_none() && !self.is_type(schema, pointer) {
            return Ok(());
        }
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
        let name = self.add(name, body, pointer, title.is_some())?;
        let reference = json!({ "$ref": format!("{SCHEMAS}{name}") });
        *schema = if place.is_empty() {
            reference
        } else {
            place.insert("allOf".into(), json!([reference]));
            Value::Object(place)
        };
        Ok(())
    }

    fn add(&mut self, mut name: String, body: Value, pointer: &str, given: bool) -> Result<String> {
        loop {
            match self.components.get(&name) {
                Some(present) if *present == body => return Ok(name),
                Some(_) if !given => name.push('2'),
                Some(_) => {
                    let what =
                        format!("the name `{name}` has two different bodies: here and at {:?}", self.origins[&name]);
                    let remedy = "give one of the two another `title` in its overlay";
                    return Err(Diagnostic::new(Stage::Naming, pointer, what, remedy));
                }
                None => {
                    self.components.insert(name.clone(), body);
                    self.origins.insert(name.clone(), pointer.to_owned());
                    return Ok(name);
                }
            }
        }
    }

    /// Whether typify would make a type with a name of this schema.
    fn is_type(&self, schema: &Value, pointer: &str) -> bool {
        let has = |keys: &[&str]| keys.iter().any(|key| schema.get(*key).is_some());
        let strict = !self.sides.answers(pointer);
        schema.get("properties").and_then(Value::as_object).is_some_and(|properties| !properties.is_empty())
            // A constant stays where it is: typify knows the tags of a union by them.
            || schema["enum"].as_array().is_some_and(|values| values.len() > 1)
            || has(&["anyOf", "oneOf"])
            || schema["allOf"]
                .as_array()
                .is_some_and(|parts| parts.len() > 1 || !parts.iter().all(|part| part["$ref"].is_string()))
            || strict && schema["type"] == "string" && has(&["pattern", "minLength", "maxLength"])
            || strict && schema["type"] == "array" && has(&["minItems", "maxItems", "uniqueItems"])
            || strict && matches!(schema["type"].as_str(), Some("integer" | "number")) && has(&["minimum", "maximum", "multipleOf"])
    }
}

/// The name of a union's branch: its tag's value, or what it refers to.
fn variant(branch: &Value) -> Option<String> {
    let parts = branch["allOf"].as_array().into_iter().flatten().chain([branch]);
    parts.filter_map(|part| part["properties"].as_object()).flatten().find_map(|(_, property)| {
        match property["enum"].as_array()?.as_slice() {
            [Value::String(tag)] => Some(pascal(tag)),
            _ => None,
        }
    })
}
