//! JSONPath (RFC 9535) in the targets of overlays.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Value, json};

use super::unescape;

/// The JSONPath of the node of `root` at a JSON pointer.
pub fn of_pointer(root: &Value, pointer: &str) -> String {
    let mut path = String::from("$");
    let mut node = root;
    for step in pointer.split('/').skip(1).map(unescape) {
        let plain = step.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && step.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        path += &if node.is_array() {
            format!("[{step}]")
        } else if plain {
            format!(".{step}")
        } else {
            // RFC 9535 uses the escapes of JSON.
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

/// Splits a path into its leading names and indices, and the rest, such as a list of names or a filter.
pub fn path_steps(path: &str) -> (Vec<String>, &str) {
    static STEP: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"^(?:\.\.?(\w+)|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\])"#).ok()
    });
    let mut rest = path.trim_start_matches('$');
    let mut steps = Vec::new();
    while let Some(found) = STEP.as_ref().and_then(|step| step.captures(rest)) {
        steps.extend(found.iter().skip(1).flatten().map(|step| step.as_str().replace("\\'", "'")));
        rest = &rest[found[0].len()..];
    }
    (steps, rest)
}

/// The path without its last step; `None` if that is not clear.
pub fn parent_path(path: &str) -> Option<&str> {
    static LAST: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?:\.\w+|\[[^\[\]]*\])$").ok());
    Some(&path[..LAST.as_ref()?.find(path)?.start()])
}

/// The names in a list such as `['a', 'b']`.
pub fn list_names(list: &str) -> Option<Vec<&str>> {
    let list = list.strip_prefix('[')?.strip_suffix(']')?;
    list.split(',').map(|name| name.trim().strip_prefix('\'')?.strip_suffix('\'')).collect()
}
