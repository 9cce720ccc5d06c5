//! Visits the schemas and references of an OpenAPI document.

use serde_json::{Map, Value};

use super::pointer::join;
use crate::keywords::Rule::{Composition, Schema, SchemaList, SchemaMap, Union};
use crate::keywords::{has_rule, is_annotation, is_data, with_rule};

/// Called with the JSON pointer of each schema, and the schema.
type Visit<'v> = dyn FnMut(&str, &mut Value) + 'v;

/// What a node of a document is.
#[derive(Clone, Copy, PartialEq)]
enum Node {
    /// The document, or a part of it that is not a schema.
    Part,
    Schema,
    /// A list or a map of schemas.
    Schemas,
}

/// Visits every schema below `node`, which is a document or a part of one, but not a schema. Inner schemas come
/// first.
pub fn schemas(node: &mut Value, pointer: &str, visit: &mut Visit) {
    visit_node(node, Node::Part, pointer, visit);
}

fn visit_node(node: &mut Value, of: Node, pointer: &str, visit: &mut Visit) {
    let mut visit_child = |key: &str, value: &mut Value| {
        let child = match of {
            Node::Schemas => Node::Schema,
            Node::Schema if has_rule(key, &[Schema]) => Node::Schema,
            Node::Schema if has_rule(key, &[SchemaList, Composition, Union, SchemaMap]) => Node::Schemas,
            Node::Part if key == "schema" => Node::Schema,
            Node::Part if key == "schemas" && pointer.ends_with("/components") => Node::Schemas,
            Node::Part if !is_data(key) && !key.starts_with("x-") => Node::Part,
            _ => return,
        };
        visit_node(value, child, &join(pointer, key), visit);
    };
    match node {
        Value::Object(members) => members.iter_mut().for_each(|(key, value)| visit_child(key, value)),
        Value::Array(entries) => {
            entries.iter_mut().enumerate().for_each(|(index, value)| visit_child(&index.to_string(), value));
        }
        _ => {}
    }
    if of == Node::Schema {
        visit(pointer, node);
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
