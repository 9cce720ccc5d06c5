//! Visits the schemas and references of an OpenAPI document.

use serde_json::{Map, Value};

use super::pointer::join;
use crate::keywords::Rule::{Composition, Schema, SchemaList, SchemaMap, Union};
use crate::keywords::{has_rule, is_annotation, is_data, with_rule};

/// Called with the JSON pointer of each schema, and the schema.
type Visit<'v> = dyn FnMut(&str, &mut Value) + 'v;

/// Visits every schema below `node`, which is a document or a part of one, but not a schema. Inner schemas come
/// first.
pub fn schemas(node: &mut Value, pointer: &str, visit: &mut Visit) {
    match node {
        Value::Object(members) => {
            for (key, value) in members {
                let here = join(pointer, key);
                if key == "schema" {
                    visit_schema(value, &here, visit);
                } else if key == "schemas" && pointer.ends_with("/components") {
                    visit_entries(value, &here, visit);
                } else if !is_data(key) && !key.starts_with("x-") {
                    schemas(value, &here, visit);
                }
            }
        }
        Value::Array(entries) => {
            for (index, value) in entries.iter_mut().enumerate() {
                schemas(value, &join(pointer, &index.to_string()), visit);
            }
        }
        _ => {}
    }
}

/// Visits the schema `node`, after all schemas within it.
fn visit_schema(node: &mut Value, pointer: &str, visit: &mut Visit) {
    if let Value::Object(members) = node {
        for (key, value) in members.iter_mut() {
            if has_rule(key, &[Schema]) {
                visit_schema(value, &join(pointer, key), visit);
            } else if has_rule(key, &[SchemaList, Composition, Union, SchemaMap]) {
                visit_entries(value, &join(pointer, key), visit);
            }
        }
    }
    visit(pointer, node);
}

fn visit_entries(node: &mut Value, pointer: &str, visit: &mut Visit) {
    match node {
        Value::Object(members) => {
            for (key, value) in members {
                visit_schema(value, &join(pointer, key), visit);
            }
        }
        Value::Array(entries) => {
            for (index, value) in entries.iter_mut().enumerate() {
                visit_schema(value, &join(pointer, &index.to_string()), visit);
            }
        }
        _ => {}
    }
}

/// The schemas that a schema is composed of.
pub(crate) fn parts_of(schema: &Map<String, Value>) -> impl Iterator<Item = &Value> {
    with_rule(&[Composition, Union]).filter_map(|key| schema.get(key)?.as_array()).flatten()
}

/// The annotations of a schema.
pub(crate) fn annotations(schema: &Map<String, Value>) -> Map<String, Value> {
    let own = schema.iter().filter(|(key, _)| is_annotation(key));
    own.map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// Visits every `$ref` below `node`, which is a schema or a part of a document, and the targets in the mappings of
/// discriminators, which are references too.
pub fn references(node: &mut Value, visit: &mut dyn FnMut(&mut String)) {
    match node {
        Value::Object(members) => {
            for (key, value) in members {
                match value {
                    Value::String(reference) if key == "$ref" => visit(reference),
                    Value::Object(mapping) if key == "mapping" => mapping.values_mut().for_each(|target| {
                        if let Value::String(target) = target {
                            visit(target);
                        }
                    }),
                    // A property may have the name of a keyword.
                    Value::Object(named) if has_rule(key, &[SchemaMap]) || key == "schemas" => {
                        named.values_mut().for_each(|value| references(value, visit));
                    }
                    _ if is_data(key) || key.starts_with("x-") => {}
                    _ => references(value, visit),
                }
            }
        }
        Value::Array(entries) => entries.iter_mut().for_each(|entry| references(entry, visit)),
        _ => {}
    }
}
