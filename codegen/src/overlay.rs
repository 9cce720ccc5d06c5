//! Applies overlays, which hold our corrections, as [OpenAPI Overlay 1.0.0] describes.
//!
//! [OpenAPI Overlay 1.0.0]: https://spec.openapis.org/overlay/v1.0.0.html
//!
//! Some rules are stricter than the specification, so that no correction is lost unnoticed. A target that matches
//! nothing is an error, as is a member that the specification does not have. And an action may have an `x-upstream`,
//! a pattern that each node must match before the action changes it.

use serde_json::Value;
use serde_json_path::JsonPath;

use crate::diagnostic::{Diagnostic, Result, Stage};
use crate::document::pointer;

/// The extension of an action for the values that it relies on.
const GUARD: &str = "x-upstream";

/// The members of an overlay, and of an action.
const OVERLAY_MEMBERS: &[&str] = &["overlay", "info", "extends", "actions"];
const ACTION_MEMBERS: &[&str] = &["target", "description", "update", "remove", GUARD];

/// Applies every action of `overlay` to `document`, in order.
///
/// # Errors
/// Returns an error if the overlay is invalid or an action no longer applies.
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
/// Returns an error if it is not an overlay of version 1.0 or an action is invalid.
pub fn actions(overlay: &Value) -> Result<Vec<Action<'_>>> {
    match overlay.get("overlay").and_then(Value::as_str) {
        Some(version) if version == "1.0" || version.starts_with("1.0.") => {}
        Some(other) => {
            let message = format!("Overlay version {other:?} is not supported, only 1.0");
            return Err(invalid("/overlay", message));
        }
        None => return Err(invalid("/overlay", "there is no `overlay` version, so this is not an overlay")),
    }
    check_members("", overlay, OVERLAY_MEMBERS)?;
    for member in ["title", "version"] {
        if !overlay["info"][member].is_string() {
            return Err(invalid("/info", format!("`info.{member}` is missing, which must be a string")));
        }
    }
    let Some(actions) = overlay.get("actions").and_then(Value::as_array) else {
        return Err(invalid("/actions", "`actions` is not an array"));
    };
    actions.iter().enumerate().map(|(index, value)| Action::read_action(index, value)).collect()
}

/// Checks that the overlay names no other document than its own.
pub(crate) fn check_extends(overlay: &Value, document: &str) -> Result<()> {
    let name = |path: &str| path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    match overlay.get("extends").map(|extends| extends.as_str().unwrap_or_default()) {
        Some(extends) if name(extends) != name(document) => {
            let message = format!("`extends` names {extends:?}, but this is the overlay of {:?}", name(document));
            Err(invalid("/extends", message))
        }
        _ => Ok(()),
    }
}

/// Rejects other members: a mistyped `x-upstream` would be no guard.
fn check_members(pointer: &str, value: &Value, known: &[&str]) -> Result<()> {
    match value.as_object().into_iter().flatten().find(|(key, _)| !known.contains(&key.as_str())) {
        Some((key, _)) => {
            let message = format!("unknown member {key:?}: expected {}", known.join(", "));
            Err(invalid(&format!("{pointer}/{key}"), message))
        }
        None => Ok(()),
    }
}

fn invalid(pointer: &str, message: impl Into<String>) -> Diagnostic {
    let help = "follow the Overlay Specification 1.0.0; the guide has an example";
    Diagnostic::new(Stage::Overlay, pointer, message, help)
}

/// One action of an overlay.
#[derive(Debug)]
#[non_exhaustive]
pub struct Action<'a> {
    /// Its index in the list of actions.
    pub index: usize,
    /// The JSONPath of the nodes that it changes.
    pub target: &'a str,
    /// Why it is needed.
    pub description: Option<&'a str>,
    /// `x-upstream`: the pattern that each node must match before the change.
    pub guard: Option<&'a Value>,
    /// What to merge into each node; `None` for `remove: true`.
    pub update: Option<&'a Value>,
    path: JsonPath,
}

impl<'a> Action<'a> {
    fn read_action(index: usize, value: &'a Value) -> Result<Self> {
        let pointer = format!("/actions/{index}");
        let Some(members) = value.as_object() else {
            return Err(invalid(&pointer, "an action is not an object"));
        };
        let Some(target) = members.get("target").and_then(Value::as_str) else {
            return Err(invalid(&pointer, "an action has no `target`"));
        };
        let path = JsonPath::parse(target).map_err(|error| {
            let message = format!("`target` is not a JSONPath (RFC 9535): {error}{}", quoting_hint(target));
            invalid(&format!("{pointer}: {target}"), message)
        })?;
        check_members(&pointer, value, ACTION_MEMBERS)?;
        let remove = members.get("remove").and_then(Value::as_bool) == Some(true);
        let update = members.get("update");
        match update {
            None if !remove => return Err(invalid(&pointer, "an action has neither `update` nor `remove: true`")),
            Some(_) if remove => return Err(invalid(&pointer, "an action has both `update` and `remove`")),
            Some(Value::Null) => return Err(invalid(&pointer, "`update` is null, which changes nothing")),
            _ => {}
        }
        let description = members.get("description").and_then(Value::as_str);
        Ok(Self { index, target, description, guard: members.get(GUARD), update, path })
    }

    fn message_place(&self) -> String {
        match self.description {
            Some(text) => format!("/actions/{} ({text}), target {}", self.index, self.target),
            None => format!("/actions/{}, target {}", self.index, self.target),
        }
    }

    /// Returns the JSON pointers of the nodes that the target selects. The deepest and last come first, so that a
    /// removal does not move a node that is changed later.
    ///
    /// # Errors
    /// Returns an error if the target matches nothing.
    pub fn locate(&self, document: &Value) -> Result<Vec<String>> {
        let mut found: Vec<String> =
            self.path.query_located(document).dedup().locations().map(|location| location.to_json_pointer()).collect();
        if found.is_empty() {
            return Err(Diagnostic::new(
                Stage::Overlay,
                self.message_place(),
                "the target matches nothing in HeyGen's document",
                "HeyGen moved or removed it: point `target` to its new location, or delete the action",
            ));
        }
        found.reverse();
        Ok(found)
    }

    /// Checks that HeyGen's document still has the values that the action relies on.
    ///
    /// # Errors
    /// Returns an error if a node does not match the guard.
    pub fn check_guard(&self, document: &Value, pointers: &[String]) -> Result<()> {
        let Some(guard) = self.guard else { return Ok(()) };
        let is_changed = |pointer: &&String| document.pointer(pointer).is_none_or(|node| !matches(node, guard));
        match pointers.iter().find(is_changed) {
            Some(pointer) => Err(Diagnostic::new(
                Stage::Overlay,
                self.message_place(),
                format!("HeyGen changed a value at {pointer} that the action relies on: {guard}"),
                "if the correction is still right, update its `x-upstream`; if HeyGen fixed the document, delete it",
            )),
            None => Ok(()),
        }
    }

    /// Changes one node.
    pub fn change(&self, document: &mut Value, pointer: &str) {
        let Some(update) = self.update else { return remove_node(document, pointer) };
        match document.pointer_mut(pointer) {
            // As the specification says, an array gets the update as a new entry.
            Some(Value::Array(entries)) if !update.is_array() => entries.push(update.clone()),
            Some(node) => merge(node, update),
            None => {}
        }
    }
}

/// What to write if a target has a name that needs quotes, such as `$.a.x-default`.
fn quoting_hint(target: &str) -> String {
    let unquoted = target.split('.').find(|step| {
        step.contains('-') && step.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter))
    });
    unquoted.map_or_else(String::new, |step| format!("; write `['{step}']` in place of `.{step}`"))
}

/// Whether `node` matches `pattern`: objects are compared member by member, and a string must be part of the node's
/// string. Anything else must be equal.
pub fn matches(node: &Value, pattern: &Value) -> bool {
    match (node, pattern) {
        (Value::Object(node), Value::Object(pattern)) => {
            pattern.iter().all(|(key, part)| node.get(key).is_some_and(|value| matches(value, part)))
        }
        (Value::String(node), Value::String(part)) => node.contains(part.as_str()),
        _ => node == pattern,
    }
}

/// Merges `update` into `node` as the specification says: objects recursively, arrays by concatenation. Anything else
/// is replaced.
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

fn remove_node(document: &mut Value, pointer: &str) {
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
