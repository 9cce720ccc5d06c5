//! Treats an `allOf` whose parts only add fields as one object with all of these fields.

use serde_json::{Value, json};

use super::keywords::is_annotation;
use super::walk::Node;
use crate::openapi::join;

/// How deeply nested `allOf` are merged. Schemas can refer to themselves.
const DEPTH: usize = 8;

/// Merges the parts into the schema if no two of them have the same field.
pub fn merge(root: &Value, node: &mut Node, depth: usize) {
    let Some(parts) = node.value.get("allOf").and_then(Value::as_array).filter(|_| depth < DEPTH) else { return };
    let at = |index: usize| join(&node.member("allOf"), &index.to_string());
    let parts = parts.iter().enumerate().map(|(index, part)| Node::schema_below(root, at(index), part, depth + 1));
    let parts: Vec<Node> = parts.collect();
    if !parts.iter().all(is_plain) {
        return;
    }
    let mut properties = node.object("properties");
    let mut fields = node.fields.clone();
    let mut required = required(node);
    for part in &parts {
        for (name, schema) in part.object("properties") {
            fields.insert(name.clone(), part.field(&name));
            // Two schemas restrict the same field.
            if properties.insert(name, schema).is_some() {
                return;
            }
        }
        required.extend(self::required(part));
    }
    if let Value::Object(members) = &mut node.value {
        members.remove("allOf");
        let present = [("properties", !properties.is_empty()), ("required", !required.is_empty())];
        members.extend([("properties".to_owned(), json!(properties)), ("required".to_owned(), json!(required))]);
        members.retain(|key, _| present.iter().all(|(name, present)| key != name || *present));
        if parts.iter().any(|part| part.value["type"] == "object") {
            members.insert("type".to_owned(), json!("object"));
        }
        node.fields = fields;
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

fn required(node: &Node) -> Vec<Value> {
    node.value.get("required").and_then(Value::as_array).cloned().unwrap_or_default()
}
