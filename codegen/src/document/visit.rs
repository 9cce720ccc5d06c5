//! Where the schemas of an OpenAPI document are.

use serde_json::Value;

use crate::diagnostic::Result;

/// Keywords whose value is one schema, a list of schemas, or a map of schemas.
const ONE: &[&str] = &[
    "items",
    "additionalProperties",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "unevaluatedProperties",
    "unevaluatedItems",
    "contentSchema",
];
const LIST: &[&str] = &["allOf", "anyOf", "oneOf", "prefixItems"];
const MAP: &[&str] = &["properties", "patternProperties", "dependentSchemas", "$defs"];

/// Keywords whose value is data and holds no schema, whatever it looks like.
pub const DATA: &[&str] = &["example", "examples", "default", "enum", "const"];

pub type Visit<'v> = dyn FnMut(&str, &mut Value) -> Result<()> + 'v;

/// Visits every schema below `node`, which may be a whole document or a part of one that is not itself a
/// schema. A schema's own sub-schemas come before it.
pub fn schemas(node: &mut Value, pointer: &str, visit: &mut Visit) -> Result<()> {
    match node {
        Value::Object(members) => {
            for (key, value) in members {
                let here = join(pointer, key);
                if key == "schema" {
                    schema(value, &here, visit)?;
                } else if key == "schemas" && pointer.ends_with("/components") {
                    each(value, &here, visit)?;
                } else if !DATA.contains(&key.as_str()) && !key.starts_with("x-") {
                    schemas(value, &here, visit)?;
                }
            }
        }
        Value::Array(entries) => {
            for (index, value) in entries.iter_mut().enumerate() {
                schemas(value, &join(pointer, &index.to_string()), visit)?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// Visits `node`, which is a schema, after all schemas within it.
pub fn schema(node: &mut Value, pointer: &str, visit: &mut Visit) -> Result<()> {
    if let Value::Object(members) = node {
        for (key, value) in members.iter_mut() {
            let here = join(pointer, key);
            let key = key.as_str();
            if ONE.contains(&key) {
                schema(value, &here, visit)?;
            } else if LIST.contains(&key) || MAP.contains(&key) {
                each(value, &here, visit)?;
            }
        }
    }
    visit(pointer, node)
}

fn each(node: &mut Value, pointer: &str, visit: &mut Visit) -> Result<()> {
    match node {
        Value::Object(members) => {
            for (key, value) in members {
                schema(value, &join(pointer, key), visit)?;
            }
        }
        Value::Array(entries) => {
            for (index, value) in entries.iter_mut().enumerate() {
                schema(value, &join(pointer, &index.to_string()), visit)?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// The lists of schemas that a schema may be made of.
pub const PARTS: &[&str] = &["allOf", "anyOf", "oneOf"];

/// Whether a keyword says what stands at a place, and nothing of the values there.
pub fn is_place(key: &str) -> bool {
    const PLACE: &[&str] =
        &["description", "title", "nullable", "deprecated", "readOnly", "writeOnly", "default", "example"];
    PLACE.contains(&key) || key.starts_with("x-")
}

/// Appends one step to a JSON pointer (RFC 6901).
pub fn join(pointer: &str, step: &str) -> String {
    format!("{pointer}/{}", step.replace('~', "~0").replace('/', "~1"))
}

/// The step of a JSON pointer as the member's own name.
pub fn unescape(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

/// The members of a path item that are operations.
pub const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The operations of a document: pointer, method and value.
pub fn operations(document: &mut Value) -> impl Iterator<Item = (String, String, &mut Value)> {
    document.get_mut("paths").and_then(Value::as_object_mut).into_iter().flatten().flat_map(|(path, item)| {
        let pointer = join("/paths", path);
        item.as_object_mut()
            .into_iter()
            .flatten()
            .filter(|(method, _)| METHODS.contains(&method.as_str()))
            .map(move |(method, operation)| (join(&pointer, method), method.clone(), operation))
    })
}

/// Visits the `$ref` of every schema below `node`, which is a schema or a part of a document.
pub fn references(node: &mut Value, visit: &mut dyn FnMut(&mut String)) {
    match node {
        Value::Object(members) => {
            for (key, value) in members {
                match value {
                    Value::String(reference) if key == "$ref" => visit(reference),
                    // A property may have any name, one of these too.
                    Value::Object(named) if MAP.contains(&key.as_str()) || key == "schemas" => {
                        named.values_mut().for_each(|value| references(value, visit));
                    }
                    _ if DATA.contains(&key.as_str()) || key.starts_with("x-") => {}
                    _ => references(value, visit),
                }
            }
        }
        Value::Array(entries) => entries.iter_mut().for_each(|entry| references(entry, visit)),
        _ => {}
    }
}

/// Where the schemas of a document that have names are.
pub const SCHEMAS: &str = "#/components/schemas/";
