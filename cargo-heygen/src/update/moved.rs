//! Finds the new location of nodes that HeyGen moved.

use serde_json::{Value, json};

use heygen_api_codegen::overlay::Action;

use super::Edit;
use crate::openapi::corrections::{applies, is_removed};
use crate::openapi::{join, json_path, unescape, visit_nodes};

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
        let mut moved = vec![action.target.to_owned()];
        moved.extend(self.0.iter().rev().filter_map(below));
        let mut confirm = None;
        let target = match moved.iter().find(|target| applies(document, written, target)) {
            Some(target) => target.clone(),
            None if moved.iter().any(|target| is_removed(document, action, target)) => {
                return Some(Edit::delete("HeyGen removed this already."));
            }
            None => {
                let (target, operation) = search_target(document, action, written)?;
                if let Some((old, new)) = operation {
                    confirm = Some(format!(
                        "HeyGen moved an operation from `{old}` to `{new}`. If it is the same one, update its path in your README and \
                         docs; if not, change the action"
                    ));
                    // The rest of the operation has moved with it.
                    self.0.push((old, new));
                }
                target
            }
        };
        self.0.push((action.target.to_owned(), target.clone()));
        let mut new = written.clone();
        new["target"] = json!(target);
        let message = format!("HeyGen moved this node to `{target}`.");
        Some(Edit { action: Some(new), message, confirm })
    }
}

/// The operation that a node is in.
fn operation_of(steps: &[String]) -> Option<String> {
    let [paths, path, method, ..] = steps else { return None };
    let pointer = join(&join("/paths", path), method);
    (paths == "paths").then(|| json_path::of_pointer(&Value::Null, &pointer))
}

/// Where a node moved: its path, and the operations that it was in before and is in now, if they differ.
type Found = (String, Option<(String, String)>);

/// The only location with the longest possible suffix of the target.
fn search_target(document: &Value, action: &Action<'_>, written: &Value) -> Option<Found> {
    let (steps, rest) = json_path::path_steps(action.target);
    let mut all = Vec::new();
    visit_nodes(document, "", &mut |pointer, _| all.push(pointer.to_owned()));
    // A method alone is ambiguous: the guard has to name the operation.
    let before = operation_of(&steps);
    let is_operation = before.is_some() && steps.len() == 3 && rest.is_empty();
    let least = match action.update {
        Some(_) if is_operation && action.guard.is_some_and(|guard| guard["operationId"].is_string()) => 1,
        Some(_) => 2,
        // A node to remove is more likely gone, unless its whole operation moved.
        None => steps.len() - if before.is_some() { 2 } else { 0 },
    };
    for length in (least..steps.len()).rev() {
        let end = steps[steps.len() - length..].iter().fold(String::new(), |pointer, step| join(&pointer, step));
        let candidates = all.iter().filter(|pointer| pointer.ends_with(&end));
        let paths = candidates.map(|pointer| (pointer, json_path::of_pointer(document, pointer) + rest));
        let mut found = paths.filter(|(_, path)| applies(document, written, path));
        if let Some((pointer, path)) = found.next() {
            if found.next().is_some() {
                return None;
            }
            let after = operation_of(&pointer.split('/').skip(1).map(unescape).collect::<Vec<_>>());
            return Some((path, before.zip(after).filter(|(before, after)| before != after)));
        }
    }
    None
}
