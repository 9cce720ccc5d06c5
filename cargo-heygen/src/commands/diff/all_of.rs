//! Treats an `allOf` whose parts only add fields as one object with all of these fields.

use serde_json::{Value, json};

use super::keywords::is_annotation;
use super::node::Node;
use crate::openapi::join;

/// How deeply nested `allOf` are merged. Schemas can refer to themselves.
pub const DEPTH: usize = 8;

/// Merges the parts into the schema if no two of them have the same field.
pub fn merge(root: &Value, node: &mut Node, depth: usize) {
    let list = node.list("allOf");
    if list.is_empty() || depth == DEPTH {
        return;
    }
    let part = |(index, part)| Node::resolve_schema_below(root, node.entry_pointer("allOf", index), part, depth + 1);
    let parts: Vec<Node> = list.iter().enumerate().map(part).collect();
    if !parts.iter().all(is_plain) {
        return;
    }
    let mut merged = node.clone();
    let (mut properties, mut required) = (node.object("properties"), node.list("required").to_vec());
    for part in &parts {
        for (name, schema) in part.object("properties") {
            merged.places.insert(join("properties", &name), part.field_pointer(&name));
            // Two schemas restrict the same field.
            if properties.insert(name, schema).is_some() {
                return;
            }
        }
        required.extend_from_slice(part.list("required"));
    }
    if let Value::Object(members) = &mut merged.value {
        members.remove("allOf");
        members.extend([("properties".to_owned(), properties.into()), ("required".to_owned(), required.into())]);
        if parts.iter().any(|part| part.value["type"] == "object") {
            members.insert("type".to_owned(), json!("object"));
        }
        *node = merged;
    }
}

fn is_plain(part: &Node) -> bool {
    let known = |key: &String| match key.as_str() {
        "type" | "properties" | "required" => true,
        "default" | "deprecated" | "nullable" | "readOnly" | "writeOnly" => false,
        key => is_annotation(key),
    };
    let is_object = part.value.get("type").is_none_or(|name| name == "object");
    is_object && !part.null && part.value.as_object().is_some_and(|members| members.keys().all(known))
}
