//! HeyGen's documents, their overlays, and the files that depend on them.

pub mod corrections;
pub mod json_path;
pub mod manifest;
pub mod overlay_text;
pub mod state;

pub use heygen_api_codegen::document::pointer::{join, split, unescape};
pub use heygen_api_codegen::document::resolve::{follow, own_definitions};
pub use heygen_api_codegen::document::server::server_url;
pub use heygen_api_codegen::document::visit::schemas;
pub use heygen_api_codegen::document::{METHODS, Operation, check_version, operations};
pub use heygen_api_codegen::{OVERLAY, Source};
pub use state::State;

use heygen_api_codegen::keywords::is_data;
use serde_json::Value;

/// The members or entries of a node: the name or index, its pointer, and the value.
pub fn children<'v>(node: &'v Value, pointer: &str) -> Vec<(String, String, &'v Value)> {
    let named: Vec<(String, &Value)> = match node {
        Value::Object(members) => members.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(entries) => entries.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    named.into_iter().map(|(key, value)| (key.clone(), join(pointer, &key), value)).collect()
}

/// Visits a node and all below it with their pointers, except extensions and examples.
pub fn visit_nodes<'v>(node: &'v Value, pointer: &str, visit: &mut dyn FnMut(&str, &'v Value)) {
    visit(pointer, node);
    for (key, place, value) in children(node, pointer) {
        if !is_data(&key) && !key.starts_with("x-") {
            visit_nodes(value, &place, visit);
        }
    }
}

/// Whether two values are equal, whatever the order of members and the notation of numbers.
pub fn has_same_value(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, value)| other.get(key).is_some_and(|other| has_same_value(value, other)))
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| has_same_value(one, other))
        }
        (Value::Number(one), Value::Number(other)) => {
            one == other || one.as_f64() == other.as_f64() && one.is_f64() != other.is_f64()
        }
        _ => one == other,
    }
}
