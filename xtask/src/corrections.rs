//! Overlays as a maintainer sees them: which actions still hold for HeyGen's text, and which do not.

use anyhow::Result;
use serde::Serialize;
use serde_json::{Value, json};

use crate::path;
use heygen_api_codegen::{Source, overlay};

/// Why an action is to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// HeyGen's document says all of it by now, or what it removes is gone.
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
    pub why: Why,
    /// What was found, and what to do.
    pub what: String,
}

/// A document of HeyGen's, corrected as far as its overlay goes.
pub struct Corrected {
    /// HeyGen's text, and the overlay with only what still can be applied, and no guards.
    pub source: Source,
    pub raw: Value,
    pub document: Value,
    pub stale: Vec<Stale>,
    /// What of HeyGen's descriptions the guards quote, and still find: pointer and text.
    pub quotes: Vec<(String, String)>,
}

impl Corrected {
    /// What the pipeline takes without a stop.
    pub fn source(&self) -> Source {
        let Source { file, text, overlay } = &self.source;
        Source { file: file.clone(), text: text.clone(), overlay: overlay.clone() }
    }
}

/// Applies an overlay where the pipeline would stop: what is settled is passed over, and what HeyGen changed under an
/// action is corrected as before.
pub fn correct(source: &Source) -> Result<Corrected> {
    let raw = source.published()?;
    let mut document = raw.clone();
    heygen_api_codegen::document::drop_titles(&mut document)?;
    let mut stale = Vec::new();
    let mut kept = Vec::new();
    let mut quotes = Vec::new();
    if let (Some((file, _)), Some(value)) = (&source.overlay, source.overlay()?) {
        for action in overlay::actions(&value).map_err(|problem| problem.in_file(file))? {
            let mut tell = |why, what: String| {
                stale.push(Stale {
                    file: file.clone(),
                    action: action.index,
                    target: action.target.to_owned(),
                    description: action.description.unwrap_or_default().to_owned(),
                    why,
                    what,
                });
            };
            let Ok(pointers) = action.locate(&document) else {
                let what = match action.update {
                    Some(_) => "its target matches nothing: find the new place, or delete the action",
                    None => "what it removes is gone: delete the action",
                };
                tell(if action.update.is_some() { Why::Missing } else { Why::Settled }, what.to_owned());
                continue;
            };
            let (settled, open): (Vec<_>, Vec<_>) = pointers.into_iter().partition(|pointer| {
                let node = document.pointer(pointer).unwrap_or(&Value::Null);
                action.update.is_some_and(|update| says(node, update))
            });
            if open.is_empty() {
                tell(Why::Settled, "HeyGen's document says this now: delete the action".to_owned());
            } else if !settled.is_empty() {
                let what = format!("HeyGen's document says this now at {}: narrow the target", settled.join(", "));
                tell(Why::Settled, what);
            }
            if action.check_guard(&document, &open).is_err() {
                let guard = action.guard.map(line).unwrap_or_default();
                tell(
                    Why::Changed,
                    format!("HeyGen no longer says `{guard}`: review `update` and `x-upstream` together"),
                );
            } else if let Some(quote) = action.guard.and_then(|guard| guard["description"].as_str()) {
                quotes.extend(open.iter().map(|pointer| (pointer.clone(), quote.to_owned())));
            }
            for pointer in open {
                action.change(&mut document, &pointer);
                let target = path::json_path(&document, &pointer);
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
    Ok(Corrected { document, source, raw, stale, quotes })
}

/// Whether a node has all that an update would give it.
fn says(node: &Value, update: &Value) -> bool {
    match (node, update) {
        (Value::Object(node), Value::Object(update)) => {
            update.iter().all(|(key, part)| node.get(key).is_some_and(|value| says(value, part)))
        }
        (Value::Array(node), Value::Array(update)) => update.iter().all(|entry| node.contains(entry)),
        (Value::Array(node), entry) => node.contains(entry),
        _ => node == update,
    }
}

/// An overlay with no action.
pub fn empty(file: &str, subject: &str, version: &str) -> Value {
    json!({
        "overlay": "1.0.0",
        "info": { "title": format!("Corrections of HeyGen's \"{subject}\""), "version": version },
        "extends": file,
        "actions": [],
    })
}

/// An overlay as text, in the order of the standard's own tables.
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

/// A value in one line, with spaces as a person would write it.
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

/// Adds actions at the end of an overlay, and leaves all other text of it as its author wrote it.
pub fn append(text: &str, actions: &[Value]) -> Result<String> {
    let mut wanted: Value = serde_json::from_str(text)?;
    let list = wanted["actions"].as_array_mut();
    let list = list.ok_or_else(|| anyhow::anyhow!("`actions` of the overlay is not an array"))?;
    let comma = if list.is_empty() { "" } else { "," };
    list.extend(actions.iter().cloned());
    let more = actions.iter().map(print_action).collect::<Vec<_>>().join(",");
    // The array's end is the bracket where the text with the actions before it reads as what is wanted.
    for (end, _) in text.rmatch_indices(']') {
        let (before, after) = (text[..end].trim_end(), &text[end..]);
        let candidate = format!("{before}{comma}{more}\n  {after}");
        if serde_json::from_str::<Value>(&candidate).is_ok_and(|value| value == wanted) {
            return Ok(candidate);
        }
    }
    Ok(print(&wanted))
}
