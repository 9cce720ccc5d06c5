//! Corrections of what HeyGen published: an [OpenAPI Overlay 1.0.0](https://spec.openapis.org/overlay/v1.0.0.html) document.
//!
//! Two rules are stricter than the standard, so that no correction goes stale unnoticed. A target that matches nothing is an
//! error. And an action may have an `x-upstream`, a pattern that HeyGen's document must still match at every node that the
//! action changes.

use serde_json::Value;
use serde_json_path::JsonPath;

use crate::diagnostic::{Diagnostic, Result, Stage};
use crate::document::pointer;

/// An overlay's extension: what an action relies on.
const GUARD: &str = "x-upstream";

/// Applies every action of `overlay` to `document`, in order.
///
/// # Errors
/// The overlay is invalid, or an action no longer applies.
pub fn apply(mut document: Value, overlay: &Value) -> Result<Value> {
    for action in actions(overlay)? {
        let touched = action.locate(&document)?;
        action.check_guard(&document, &touched)?;
        for pointer in touched {
            action.change(&mut document, &pointer);
        }
    }
    Ok(document)
}

/// Reads the actions of an overlay.
///
/// # Errors
/// It is not an overlay of version 1.0, or one of its actions is invalid.
pub fn actions(overlay: &Value) -> Result<Vec<Action<'_>>> {
    match overlay.get("overlay").and_then(Value::as_str) {
        Some(version) if version == "1.0" || version.starts_with("1.0.") => {}
        Some(other) => {
            let message = format!("version {other:?} of the Overlay Specification is not supported: only 1.0 is");
            return Err(invalid("/overlay", message));
        }
        None => return Err(invalid("/overlay", "no `overlay` version: not an overlay")),
    }
    let Some(actions) = overlay.get("actions").and_then(Value::as_array) else {
        return Err(invalid("/actions", "`actions` is not an array"));
    };
    actions.iter().enumerate().map(|(index, value)| Action::read(index, value)).collect()
}

fn invalid(pointer: &str, message: impl Into<String>) -> Diagnostic {
    let help = "write it as the Overlay Specification 1.0.0 says; openapi/README.md has an example";
    Diagnostic::new(Stage::Overlay, pointer, message, help)
}

/// One action of an overlay.
#[derive(Debug)]
#[non_exhaustive]
pub struct Action<'a> {
    /// Its place in the list of actions.
    pub index: usize,
    /// The JSONPath of the nodes that it changes.
    pub target: &'a str,
    /// Why it is needed.
    pub description: Option<&'a str>,
    /// `x-upstream`: what each of these nodes must match before.
    pub guard: Option<&'a Value>,
    /// What to merge into each node; `None` for `remove: true`.
    pub update: Option<&'a Value>,
    path: JsonPath,
}

impl<'a> Action<'a> {
    fn read(index: usize, value: &'a Value) -> Result<Self> {
        let pointer = format!("/actions/{index}");
        let Some(members) = value.as_object() else {
            return Err(invalid(&pointer, "an action is not an object"));
        };
        let Some(target) = members.get("target").and_then(Value::as_str) else {
            return Err(invalid(&pointer, "an action has no `target`"));
        };
        let path = JsonPath::parse(target).map_err(|error| {
            let message = format!("`target` is not a JSONPath (RFC 9535): {error}");
            invalid(&format!("{pointer}: {target}"), message)
        })?;
        // The standard: `update` has no effect where `remove` is true.
        let remove = members.get("remove").and_then(Value::as_bool) == Some(true);
        let update = members.get("update").filter(|_| !remove);
        if !remove && update.is_none() {
            return Err(invalid(&pointer, "an action has neither `update` nor `remove: true`"));
        }
        let description = members.get("description").and_then(Value::as_str);
        Ok(Self { index, target, description, guard: members.get(GUARD), update, path })
    }

    fn place(&self) -> String {
        match self.description {
            Some(text) => format!("/actions/{} ({text}), target {}", self.index, self.target),
            None => format!("/actions/{}, target {}", self.index, self.target),
        }
    }

    /// The JSON pointers of the nodes that the target selects. The deepest and last come first, so that a removal does not move
    /// a node that is yet to be changed.
    ///
    /// # Errors
    /// The target matches nothing.
    pub fn locate(&self, document: &Value) -> Result<Vec<String>> {
        let mut found: Vec<String> =
            self.path.query_located(document).dedup().locations().map(|location| location.to_json_pointer()).collect();
        if found.is_empty() {
            return Err(Diagnostic::new(
                Stage::Overlay,
                self.place(),
                "the target matches nothing in HeyGen's document",
                "HeyGen moved or removed it: find its new place, or delete the action if it is no longer needed",
            ));
        }
        found.reverse();
        Ok(found)
    }

    /// Checks that HeyGen's document is still what the action was written for.
    ///
    /// # Errors
    /// A node does not match the guard.
    pub fn check_guard(&self, document: &Value, pointers: &[String]) -> Result<()> {
        let Some(guard) = self.guard else {
            return Ok(());
        };
        for pointer in pointers {
            let node = document.pointer(pointer).unwrap_or(&Value::Null);
            if !matches(node, guard) {
                return Err(Diagnostic::new(
                    Stage::Overlay,
                    self.place(),
                    format!("HeyGen's document no longer has, at {pointer}, what this action relies on: {guard}"),
                    "review the action: correct its `update` and its `x-upstream`, or delete it if HeyGen fixed the document",
                ));
            }
        }
        Ok(())
    }

    /// Changes one node.
    pub fn change(&self, document: &mut Value, pointer: &str) {
        match self.update {
            None => remove(document, pointer),
            Some(update) => {
                if let Some(node) = document.pointer_mut(pointer) {
                    // The standard: where the target is an array, the update is appended as an entry.
                    match node {
                        Value::Array(entries) if !update.is_array() => entries.push(update.clone()),
                        _ => merge(node, update),
                    }
                }
            }
        }
    }
}

/// Whether `node` has all that `pattern` has: the members of objects recursively, a string as a part of a string.
pub fn matches(node: &Value, pattern: &Value) -> bool {
    match (node, pattern) {
        (Value::Object(node), Value::Object(pattern)) => {
            pattern.iter().all(|(key, part)| node.get(key).is_some_and(|value| matches(value, part)))
        }
        (Value::String(node), Value::String(part)) => node.contains(part.as_str()),
        _ => node == pattern,
    }
}

/// Merges as the standard says: objects recursively, arrays by concatenation; anything else is replaced.
pub fn merge(node: &mut Value, update: &Value) {
    match (node, update) {
        (Value::Object(node), Value::Object(update)) => {
            for (key, value) in update {
                match node.get_mut(key) {
                    Some(present) => merge(present, value),
                    None => drop(node.insert(key.clone(), value.clone())),
                }
            }
        }
        (Value::Array(node), Value::Array(update)) => node.extend(update.iter().cloned()),
        (node, update) => *node = update.clone(),
    }
}

fn remove(document: &mut Value, pointer: &str) {
    let Some((parent, key)) = pointer::split(pointer) else {
        *document = Value::Null;
        return;
    };
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            members.shift_remove(&key);
        }
        Some(Value::Array(entries)) => {
            if let Ok(index) = key.parse::<usize>()
                && index < entries.len()
            {
                entries.remove(index);
            }
        }
        _ => {}
    }
}
