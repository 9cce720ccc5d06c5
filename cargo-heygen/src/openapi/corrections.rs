//! Applies overlays and finds the actions that no longer fit HeyGen's document.

use anyhow::Result;
use serde::Serialize;
use serde_json::{Value, json};

use heygen_api_codegen::document;
use heygen_api_codegen::overlay::{self, Action};

use super::overlay_text::{self, action_line, member_line, one_line};
use super::{Source, State, join, json_path};

/// Why an action no longer fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// HeyGen made the same correction.
    Done,
    /// HeyGen changed a value that the action relies on.
    Changed,
    /// Its target matches nothing.
    Missing,
}

/// An action that no longer fits HeyGen's document.
#[derive(Clone, Debug, Serialize)]
pub struct Stale {
    pub file: String,
    pub line: usize,
    pub target: String,
    pub description: String,
    pub reason: Reason,
    /// The problem and what to do.
    pub message: String,
}

/// One of HeyGen's documents with the corrections that can be applied.
pub struct Corrected {
    /// HeyGen's text with an overlay of the actions that can be applied, without guards, as input for the code generator.
    pub source: Source,
    pub published: Value,
    pub document: Value,
    pub stale: Vec<Stale>,
    /// The sentences of HeyGen's descriptions that guards quote.
    pub quotes: Vec<Quote>,
}

/// A sentence that an action quotes.
pub struct Quote {
    pub pointer: String,
    pub text: String,
    /// Whether the action only acknowledges the sentence.
    pub acknowledges: bool,
}

/// The state of an action in a document.
pub struct Status {
    /// The nodes that it still changes.
    pub open: Vec<String>,
    /// The nodes that already are as it would make them.
    pub done: Vec<String>,
    /// Whether the guard holds at each open node.
    pub guard_holds: bool,
}

/// Compares an action with a document. `None` if its target matches nothing. `following` is the action after it.
pub fn action_status(document: &Value, action: &Action<'_>, following: Option<&Action<'_>>) -> Option<Status> {
    let pointers = action.locate(document).ok()?;
    let (done, open): (Vec<_>, Vec<_>) = pointers.into_iter().partition(|pointer| match action.update {
        Some(update) => !acknowledges(action) && has_update(document.pointer(pointer).unwrap_or(&Value::Null), update),
        None => following.is_some_and(|following| is_put_back(document, pointer, following)),
    });
    let guard_holds = action.check_guard(document, &open).is_ok();
    Some(Status { open, done, guard_holds })
}

/// Whether the action after a removal writes what the document already has. So a removal and the update that follows it, which
/// replace a value together, are outdated together.
fn is_put_back(document: &Value, pointer: &str, following: &Action<'_>) -> bool {
    let mut nodes = following.locate(document).unwrap_or_default().into_iter();
    let members = following.update.and_then(Value::as_object).into_iter().flatten();
    members.into_iter().any(|(key, value)| {
        document.pointer(pointer).is_some_and(|present| has_update(present, value))
            && nodes.any(|node| join(&node, key) == pointer)
    })
}

/// Whether an action with this target would remove what HeyGen removed: the node is gone, but what it was part of is still there.
pub fn is_removed(document: &Value, action: &Action<'_>, target: &str) -> bool {
    let parent = json_path::parent_path(target).filter(|_| action.update.is_none());
    parent.is_some_and(|parent| applies(document, &json!({ "remove": true }), parent))
}

/// Whether an action with this target applies to the document.
pub fn applies(document: &Value, written: &Value, target: &str) -> bool {
    let mut action = written.clone();
    action["target"] = json!(target);
    let overlay = overlay_text::temporary(&[action]);
    let Ok(actions) = overlay::actions(&overlay) else { return false };
    actions.iter().all(|action| action.locate(document).is_ok_and(|found| action.check_guard(document, &found).is_ok()))
}

/// Whether an action changes nothing and only quotes HeyGen's text.
pub fn acknowledges(action: &Action<'_>) -> bool {
    action.guard.is_some() && action.update.is_some_and(|update| *update == json!({}))
}

/// HeyGen's document without its titles, as overlays see it.
pub fn untitled(source: &Source) -> Result<Value> {
    let mut document = source.published()?;
    document::drop_titles(&mut document);
    Ok(document)
}

/// Corrects every document of a state.
pub fn correct_all(state: &State) -> Result<Vec<Corrected>> {
    state.sources.iter().map(correct).collect()
}

/// Applies an overlay even if the code generator would fail: actions without a match are skipped, and actions whose guard fails are
/// applied.
pub fn correct(source: &Source) -> Result<Corrected> {
    let published = source.published()?;
    let mut document = untitled(source)?;
    let (mut stale, mut applied, mut quotes) = (Vec::new(), Vec::new(), Vec::new());
    if let (Some((file, text)), Some(value)) = (&source.overlay, source.overlay()?) {
        let actions = overlay::actions(&value).map_err(|error| error.in_file(file))?;
        for (index, action) in actions.iter().enumerate() {
            let mut report = |reason, message: String| {
                let line = match reason {
                    Reason::Changed => member_line(text, action.index, "x-upstream"),
                    _ => action_line(text, action.index),
                };
                stale.push(Stale {
                    file: file.clone(),
                    line,
                    target: action.target.to_owned(),
                    description: action.description.unwrap_or_default().to_owned(),
                    reason,
                    message,
                });
            };
            let Some(Status { open, done, guard_holds }) = action_status(&document, action, actions.get(index + 1))
            else {
                let (reason, message) = match is_removed(&document, action, action.target) {
                    true => (Reason::Done, "HeyGen removed this already: delete the action"),
                    false => (Reason::Missing, "its target matches nothing: correct it, or delete the action"),
                };
                report(reason, message.to_owned());
                continue;
            };
            if open.is_empty() {
                report(Reason::Done, "HeyGen's document now has this correction: delete the action".to_owned());
            } else if !done.is_empty() {
                report(
                    Reason::Done,
                    format!("HeyGen's document now has this correction at {}: narrow the target", done.join(", ")),
                );
            }
            if !guard_holds {
                let changed = changed_values(&document, action, &open);
                report(
                    Reason::Changed,
                    format!(
                        "{changed}. If the action is still right, update `x-upstream`; if not, change or delete it"
                    ),
                );
            } else if let Some(text) = action.guard.and_then(|guard| guard["description"].as_str()) {
                let acknowledges = acknowledges(action);
                let quote = |pointer: &String| Quote { pointer: pointer.clone(), text: text.to_owned(), acknowledges };
                quotes.extend(open.iter().map(quote));
            }
            for place in open {
                action.change(&mut document, &place);
                let target = json_path::of_pointer(&document, &place);
                applied.push(match action.update {
                    Some(update) => json!({ "target": target, "update": update }),
                    None => json!({ "target": target, "remove": true }),
                });
            }
        }
    }
    let overlay =
        source.overlay.as_ref().map(|(file, _)| (file.clone(), overlay_text::temporary(&applied).to_string()));
    let source = Source { file: source.file.clone(), text: source.text.clone(), overlay };
    Ok(Corrected { source, published, document, stale, quotes })
}

/// Describes the values that a guard expects and HeyGen's document no longer has.
fn changed_values(document: &Value, action: &Action<'_>, open: &[String]) -> String {
    let differs = |node: &&Value| action.guard.is_some_and(|guard| !overlay::matches(node, guard));
    let node = open.iter().filter_map(|pointer| document.pointer(pointer)).find(differs);
    let part = |what: &str, now: Option<&Value>, guard: &Value| {
        let now = now.map_or_else(|| "gone".to_owned(), |now| format!("now `{}`", one_line(now)));
        format!("HeyGen's {what} is {now}, but `x-upstream` expects `{}`", one_line(guard))
    };
    let members = action.guard.and_then(Value::as_object).into_iter().flatten();
    let mut parts: Vec<String> = members
        .map(|(key, value)| (key, node.and_then(|node| node.get(key)), value))
        .filter(|(_, now, value)| !now.is_some_and(|now| overlay::matches(now, value)))
        .map(|(key, now, value)| part(&format!("`{key}`"), now, value))
        .collect();
    parts.extend(action.guard.filter(|guard| !guard.is_object()).map(|guard| part("value", node, guard)));
    parts.join("; ")
}

/// Whether an update would change nothing in a node.
pub fn has_update(node: &Value, update: &Value) -> bool {
    match (node, update) {
        (Value::Object(node), Value::Object(update)) => {
            update.iter().all(|(key, part)| node.get(key).is_some_and(|value| has_update(value, part)))
        }
        (Value::Array(node), Value::Array(update)) => update.iter().all(|entry| node.contains(entry)),
        (Value::Array(node), entry) => node.contains(entry),
        _ => node == update,
    }
}
