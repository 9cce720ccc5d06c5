//! Overlays as a maintainer sees them: which actions still fit HeyGen's document, and which do not.

use anyhow::Result;
use serde::Serialize;
use serde_json::{Value, json};

use heygen_api_codegen::{document, overlay};

use super::{Source, pointer};

/// Why an action needs a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// HeyGen has made the same correction.
    Settled,
    /// What it relies on changed, and it would still change something.
    Changed,
    /// Its target matches nothing.
    Missing,
}

/// An action that no longer fits HeyGen's document.
#[derive(Clone, Debug, Serialize)]
pub struct Stale {
    pub file: String,
    pub action: usize,
    pub target: String,
    pub description: String,
    pub reason: Reason,
    /// What was found, and what to do.
    pub message: String,
}

/// A document of HeyGen's with the corrections that can be applied.
pub struct Corrected {
    /// HeyGen's text, and an overlay of the actions that can be applied, without guards: the code generator takes it.
    pub source: Source,
    pub published: Value,
    pub document: Value,
    pub stale: Vec<Stale>,
    /// What guards quote of HeyGen's descriptions, and still find: pointer and text.
    pub quotes: Vec<(String, String)>,
}

/// Applies an overlay where the code generator would stop: an action whose target is gone is skipped, and one whose guard fails is
/// applied.
pub fn correct(source: &Source) -> Result<Corrected> {
    let published = source.published()?;
    let mut document = published.clone();
    document::drop_titles(&mut document);
    let mut stale = Vec::new();
    let mut kept = Vec::new();
    let mut quotes = Vec::new();
    if let (Some((file, _)), Some(value)) = (&source.overlay, source.overlay()?) {
        for action in overlay::actions(&value).map_err(|error| error.in_file(file))? {
            let mut report = |reason, message: String| {
                stale.push(Stale {
                    file: file.clone(),
                    action: action.index,
                    target: action.target.to_owned(),
                    description: action.description.unwrap_or_default().to_owned(),
                    reason,
                    message,
                });
            };
            let Ok(pointers) = action.locate(&document) else {
                let (reason, message) = match action.update {
                    Some(_) => {
                        (Reason::Missing, "its target matches nothing: find the new place, or delete the action")
                    }
                    None => (Reason::Settled, "what it removes is gone: delete the action"),
                };
                report(reason, message.to_owned());
                continue;
            };
            let (settled, open): (Vec<_>, Vec<_>) = pointers.into_iter().partition(|pointer| {
                let node = document.pointer(pointer).unwrap_or(&Value::Null);
                action.update.is_some_and(|update| has(node, update))
            });
            if open.is_empty() {
                report(Reason::Settled, "HeyGen's document has this now: delete the action".to_owned());
            } else if !settled.is_empty() {
                let message = format!("HeyGen's document has this now at {}: narrow the target", settled.join(", "));
                report(Reason::Settled, message);
            }
            if action.check_guard(&document, &open).is_err() {
                let guard = action.guard.map(line).unwrap_or_default();
                report(
                    Reason::Changed,
                    format!("HeyGen's document no longer has `{guard}`: review `update` and `x-upstream` together"),
                );
            } else if let Some(quote) = action.guard.and_then(|guard| guard["description"].as_str()) {
                quotes.extend(open.iter().map(|pointer| (pointer.clone(), quote.to_owned())));
            }
            for place in open {
                action.change(&mut document, &place);
                let target = pointer::json_path(&document, &place);
                kept.push(match action.update {
                    Some(update) => json!({ "target": target, "update": update }),
                    None => json!({ "target": target, "remove": true }),
                });
            }
        }
    }
    let overlay = source.overlay.as_ref().map(|(file, _)| {
        let overlay = json!({ "overlay": "1.0.0", "info": {}, "actions": kept });
        (file.clone(), overlay.to_string())
    });
    let source = Source { file: source.file.clone(), text: source.text.clone(), overlay };
    Ok(Corrected { source, published, document, stale, quotes })
}

/// Whether a node already has all that an update would give it.
fn has(node: &Value, update: &Value) -> bool {
    match (node, update) {
        (Value::Object(node), Value::Object(update)) => {
            update.iter().all(|(key, part)| node.get(key).is_some_and(|value| has(value, part)))
        }
        (Value::Array(node), Value::Array(update)) => update.iter().all(|entry| node.contains(entry)),
        (Value::Array(node), entry) => node.contains(entry),
        _ => node == update,
    }
}

/// An overlay without actions.
pub fn empty(file: &str, subject: &str, version: &str) -> Value {
    json!({
        "overlay": "1.0.0",
        "info": { "title": format!("Corrections of HeyGen's \"{subject}\""), "version": version },
        "extends": file,
        "actions": [],
    })
}

/// An overlay as text, with members in the order of the specification.
pub fn print(overlay: &Value) -> String {
    let mut text = String::from("{\n");
    let info = &overlay["info"];
    text += &format!("  \"overlay\": {},\n", overlay["overlay"]);
    text +=
        &format!("  \"info\": {{\n    \"title\": {},\n    \"version\": {}\n  }},\n", info["title"], info["version"]);
    text += &format!("  \"extends\": {},\n  \"actions\": [", overlay["extends"]);
    let actions: Vec<String> = overlay["actions"].as_array().into_iter().flatten().map(print_action).collect();
    text += &actions.join(",");
    text + "\n  ]\n}\n"
}

fn print_action(action: &Value) -> String {
    const ORDER: &[&str] = &["target", "description", "x-upstream", "update", "remove"];
    let members = ORDER.iter().filter_map(|key| Some(format!("\n      \"{key}\": {}", line(action.get(*key)?))));
    format!("\n    {{{}\n    }}", members.collect::<Vec<_>>().join(","))
}

/// A value in one line, spaced as people write JSON.
fn line(value: &Value) -> String {
    match value {
        Value::Object(members) if members.is_empty() => "{}".to_owned(),
        Value::Object(members) => {
            let members = members.iter().map(|(key, value)| format!("{}: {}", json!(key), line(value)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
        Value::Array(entries) => format!("[{}]", entries.iter().map(line).collect::<Vec<_>>().join(", ")),
        _ => value.to_string(),
    }
}

/// Adds actions to the end of an overlay, and leaves the rest of its text as it is.
pub fn append(text: &str, actions: &[Value]) -> Result<String> {
    let mut wanted: Value = serde_json::from_str(text)?;
    let list = wanted["actions"].as_array_mut();
    let list = list.ok_or_else(|| anyhow::anyhow!("`actions` of the overlay is not an array"))?;
    let comma = if list.is_empty() { "" } else { "," };
    list.extend(actions.iter().cloned());
    let more = actions.iter().map(print_action).collect::<Vec<_>>().join(",");
    // The array ends at the bracket before which the new actions make the text what is wanted.
    for (end, _) in text.rmatch_indices(']') {
        let (before, after) = (text[..end].trim_end(), &text[end..]);
        let candidate = format!("{before}{comma}{more}\n  {after}");
        if serde_json::from_str::<Value>(&candidate).is_ok_and(|value| value == wanted) {
            return Ok(candidate);
        }
    }
    Ok(print(&wanted))
}
