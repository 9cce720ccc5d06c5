//! JSON pointers (RFC 6901), and their equivalents in JSONPath (RFC 9535).

use serde_json::{Value, json};

use super::unescape;

/// The steps of a pointer, unescaped.
pub fn steps(pointer: &str) -> impl Iterator<Item = String> {
    pointer.split('/').skip(1).map(unescape)
}

/// The pointer without its last step.
pub fn parent(pointer: &str) -> &str {
    pointer.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// The JSONPath of the one node of `root` that a pointer names.
pub fn json_path(root: &Value, pointer: &str) -> String {
    let mut path = String::from("$");
    let mut node = root;
    for step in steps(pointer) {
        let plain = step.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && step.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        path += &if node.is_array() {
            format!("[{step}]")
        } else if plain {
            format!(".{step}")
        } else {
            // RFC 9535 has the escapes of JSON.
            let text = json!(step).to_string();
            format!("['{}']", text[1..text.len() - 1].replace("\\\"", "\"").replace('\'', "\\'"))
        };
        node = match node {
            Value::Array(entries) => step.parse::<usize>().ok().and_then(|index| entries.get(index)),
            _ => node.get(&step),
        }
        .unwrap_or(&Value::Null);
    }
    path
}
