//! Corrections: an [OpenAPI Overlay 1.0.0](https://spec.openapis.org/overlay/v1.0.0.html) document
//! applied to what HeyGen published.
//!
//! Stricter than the standard in two points, so that no correction goes stale in silence: a target that
//! matches nothing is an error, and an action may carry `x-upstream`, a pattern that HeyGen's own
//! text must still hold at every node that the action touches.

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use crate::diagnostic::{Diagnostic, Result, Stage};
use crate::document::visit::unescape;

const GUARD: &str = "x-upstream";

/// Applies every action of `overlay` to `document`, in order.
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

/// Reads the actions of an overlay, and refuses what is not one.
pub fn actions(overlay: &Value) -> Result<Vec<Action<'_>>> {
    let refuse = |place: &str, what: &str| {
        Diagnostic::new(
            Stage::Overlay,
            place,
            what,
            "write it as the Overlay Specification 1.0.0 says; openapi/README.md has an example",
        )
    };
    match overlay.get("overlay").and_then(Value::as_str) {
        Some(version) if version == "1.0" || version.starts_with("1.0.") => {}
        Some(other) => {
            let what = format!("`overlay` is {other:?}, and this pipeline reads 1.0.x");
            return Err(refuse("/overlay", &what));
        }
        None => return Err(refuse("/overlay", "no `overlay` version: not an overlay")),
    }
    let Some(list) = overlay.get("actions").and_then(Value::as_array) else {
        return Err(refuse("/actions", "`actions` is not an array"));
    };
    let mut actions = Vec::new();
    for (index, value) in list.iter().enumerate() {
        let place = format!("/actions/{index}");
        let Some(object) = value.as_object() else {
            return Err(refuse(&place, "an action is not an object"));
        };
        let Some(target) = object.get("target").and_then(Value::as_str) else {
            return Err(refuse(&place, "an action has no `target`"));
        };
        let path = JsonPath::parse(target).map_err(|error| {
            let what = format!("`target` is not a JSONPath (RFC 9535): {error}");
            refuse(&format!("{place}: {target}"), &what)
        })?;
        let remove = object.get("remove").and_then(Value::as_bool) == Some(true);
        let update = object.get("update");
        if !remove && update.is_none() {
            return Err(refuse(&place, "an action has neither `update` nor `remove: true`"));
        }
        actions.push(Action {
            index,
            target,
            path,
            description: object.get("description").and_then(Value::as_str),
            guard: object.get(GUARD),
            // The standard: `update` has no effect where `remove` is true.
            update: if remove { None } else { update },
        });
    }
    Ok(actions)
}

/// One action of an overlay.
pub struct Action<'a> {
    pub index: usize,
    pub target: &'a str,
    pub description: Option<&'a str>,
    pub guard: Option<&'a Value>,
    /// What to merge; `None` is `remove: true`.
    pub update: Option<&'a Value>,
    path: JsonPath,
}

impl Action<'_> {
    fn place(&self) -> String {
        match self.description {
            Some(text) => format!("/actions/{} ({text}), target {}", self.index, self.target),
            None => format!("/actions/{}, target {}", self.index, self.target),
        }
    }

    /// The JSON pointers of the nodes that the target selects, deepest and last first, so that a removal
    /// does not move what is still to be changed.
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

    /// Refuses to go on when HeyGen's text is no longer what the action was written against.
    pub fn check_guard(&self, document: &Value, pointers: &[String]) -> Result<()> {
        let Some(guard) = self.guard else {
            return Ok(());
        };
        for pointer in pointers {
            let node = document.pointer(pointer).unwrap_or(&Value::Null);
            if !holds(node, guard) {
                return Err(Diagnostic::new(
                    Stage::Overlay,
                    self.place(),
                    format!("HeyGen's document no longer holds, at {pointer}, what this action relies on: {guard}"),
                    "review the action: correct its `update` and its `x-upstream`, or delete it if HeyGen mended the document",
                ));
            }
        }
        Ok(())
    }

    /// Makes the change at one node.
    pub fn change(&self, document: &mut Value, pointer: &str) {
        match self.update {
            None => remove(document, pointer),
            Some(update) => {
                if let Some(node) = document.pointer_mut(pointer) {
                    // The standard: an array that is a target gets the update as one more entry.
                    match node {
                        Value::Array(entries) if !update.is_array() => entries.push(update.clone()),
                        _ => merge(node, update),
                    }
                }
            }
        }
    }
}

/// Whether `node` has all that `pattern` has: members of objects recursively, a string as a part of a string.
fn holds(node: &Value, pattern: &Value) -> bool {
    match (node, pattern) {
        (Value::Object(node), Value::Object(pattern)) => {
            pattern.iter().all(|(key, part)| node.get(key).is_some_and(|value| holds(value, part)))
        }
        (Value::String(node), Value::String(part)) => node.contains(part.as_str()),
        _ => node == pattern,
    }
}

/// The standard's merge: objects recursively, arrays by concatenation, anything else replaced.
pub fn merge(node: &mut Value, update: &Value) {
    match (node, update) {
        (Value::Object(node), Value::Object(update)) => {
            for (key, value) in update {
                merge_member(node, key, value);
            }
        }
        (Value::Array(node), Value::Array(update)) => node.extend(update.iter().cloned()),
        (node, update) => *node = update.clone(),
    }
}

fn merge_member(node: &mut Map<String, Value>, key: &str, update: &Value) {
    match node.get_mut(key) {
        Some(present) => merge(present, update),
        None => {
            node.insert(key.to_owned(), update.clone());
        }
    }
}

fn remove(document: &mut Value, pointer: &str) {
    let Some((parent, key)) = pointer.rsplit_once('/') else {
        *document = Value::Null;
        return;
    };
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            members.remove(&unescape(key));
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
