//! Finds the new location of nodes that HeyGen moved.

use serde_json::{Value, json};

use heygen_api_codegen::keywords::is_data;
use heygen_api_codegen::overlay::{self, Action};

use super::Edit;
use crate::openapi::{METHODS, children, join, json_path, overlay_text, unescape};

/// The old and new paths of the nodes that were found.
#[derive(Default)]
pub struct Moves(Vec<(String, String)>);

impl Moves {
    /// Points an action to the new location of its target, if there is only one candidate.
    pub(super) fn find_target(&mut self, document: &Value, action: &Action<'_>, written: &Value) -> Option<Edit> {
        // A node below one that moved has moved with it.
        let below = |(old, new): &(String, String)| {
            let rest = action.target.strip_prefix(old.as_str()).filter(|rest| rest.starts_with(['.', '[']))?;
            Some(format!("{new}{rest}"))
        };
        let applies = |target: &String| applies(document, written, target);
        let (target, operation) = match self.0.iter().rev().filter_map(below).find(applies) {
            Some(target) => (target, None),
            // A node to remove that did not move with another one is more likely gone.
            None if action.update.is_none() => return None,
            None => search_target(document, action, written)?,
        };
        self.0.push((action.target.to_owned(), target.clone()));
        let mut new = written.clone();
        new["target"] = json!(target);
        let message = format!("HeyGen moved this node to `{target}`.");
        let confirm = operation.map(|operation| {
            format!("HeyGen moved an operation. Confirm that `{operation}` is the same operation, or change the action")
        });
        Some(Edit::Replace { action: new, message, confirm })
    }
}

/// Whether an action with this target applies to the document.
fn applies(document: &Value, written: &Value, target: &str) -> bool {
    let mut action = written.clone();
    action["target"] = json!(target);
    let overlay = overlay_text::temporary(&[action]);
    let Ok(actions) = overlay::actions(&overlay) else { return false };
    actions.iter().all(|action| action.locate(document).is_ok_and(|found| action.check_guard(document, &found).is_ok()))
}

/// The only location with the longest possible suffix of the target, and the operation if it is one.
fn search_target(document: &Value, action: &Action<'_>, written: &Value) -> Option<(String, Option<String>)> {
    let (steps, rest) = json_path::path_steps(action.target);
    let mut all = Vec::new();
    pointers(document, "", &mut all);
    // A method alone is ambiguous: the guard has to name the operation.
    let is_operation = steps.first().is_some_and(|step| step == "paths") && steps.len() == 3 && rest.is_empty();
    let least = if is_operation && action.guard.is_some_and(|guard| guard["operationId"].is_string()) { 1 } else { 2 };
    for length in (least..steps.len()).rev() {
        let end = steps[steps.len() - length..].iter().fold(String::new(), |pointer, step| join(&pointer, step));
        let candidates = all.iter().filter(|pointer| pointer.ends_with(&end));
        let paths = candidates.map(|pointer| (pointer, json_path::of_pointer(document, pointer) + rest));
        let mut found = paths.filter(|(_, path)| applies(document, written, path));
        if let Some((pointer, path)) = found.next() {
            if found.next().is_some() {
                return None;
            }
            let operation = is_operation.then(|| {
                let parts: Vec<String> = pointer.split('/').map(unescape).collect();
                let method = parts.last().filter(|method| METHODS.contains(&method.as_str()));
                format!(
                    "{} {}",
                    method.map_or_else(String::new, |method| method.to_uppercase()),
                    parts.get(2).map_or("", String::as_str)
                )
            });
            return Some((path, operation));
        }
    }
    None
}

/// Collects the pointers of all nodes of a document, except those in examples.
fn pointers(node: &Value, pointer: &str, found: &mut Vec<String>) {
    found.push(pointer.to_owned());
    for (_, place, value) in children(node, pointer).into_iter().filter(|(key, ..)| !is_data(key)) {
        pointers(value, &place, found);
    }
}
