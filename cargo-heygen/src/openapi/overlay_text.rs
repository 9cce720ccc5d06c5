//! Edits the text of an overlay. The parts that do not change keep their formatting.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::operations;

/// The text of an overlay without actions for a document.
pub fn new_overlay(file: &str, document: &Value) -> String {
    let operations: Vec<_> = operations(document).collect();
    let subject = match operations.as_slice() {
        [one] => one.value["summary"].as_str().or(one.value["operationId"].as_str()),
        _ => document["info"]["title"].as_str(),
    };
    let title = json!(format!("Corrections of HeyGen's \"{}\"", subject.unwrap_or(file)));
    format!(
        "{{\n  \"overlay\": \"1.0.0\",\n  \"info\": {{\n    \"title\": {title},\n    \"version\": \"1.0.0\"\n  }},\n  \
         \"extends\": {},\n  \"actions\": [\n  ]\n}}\n",
        json!(file)
    )
}

/// An overlay of these actions that is never written.
pub fn temporary(actions: &[Value]) -> Value {
    json!({ "overlay": "1.0.0", "info": { "title": "", "version": "" }, "actions": actions })
}

/// Formats an action, with one line per member.
pub fn print_action(action: &Value) -> String {
    const ORDER: &[&str] = &["target", "description", "x-upstream", "update", "remove"];
    let members = ORDER.iter().filter_map(|key| Some(format!("\n      \"{key}\": {}", one_line(action.get(*key)?))));
    format!("\n    {{{}\n    }}", members.collect::<Vec<_>>().join(","))
}

/// Formats a value in one line, with spaces.
pub fn one_line(value: &Value) -> String {
    match value {
        Value::Object(members) if members.is_empty() => "{}".to_owned(),
        Value::Object(members) => {
            let members = members.iter().map(|(key, value)| format!("{}: {}", json!(key), one_line(value)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
        Value::Array(entries) => format!("[{}]", entries.iter().map(one_line).collect::<Vec<_>>().join(", ")),
        _ => value.to_string(),
    }
}

/// Appends actions. `None` if this is no overlay.
pub fn append_actions(text: &str, actions: &[Value]) -> Option<String> {
    let (at, comma) = match action_texts(text)?.last() {
        Some(last) => (range_of(text, last).end, ","),
        None => (range_of(text, member_text(text, "actions")?).start + 1, ""),
    };
    let more = actions.iter().map(print_action).collect::<Vec<_>>().join(",");
    Some(format!("{}{comma}{more}{}", &text[..at], &text[at..]))
}

/// The text of an action.
pub fn action_text(text: &str, index: usize) -> Option<&str> {
    action_texts(text)?.get(index).copied()
}

/// How many actions there are.
pub fn count_actions(text: &str) -> usize {
    action_texts(text).map_or(0, |actions| actions.len())
}

/// The line of an action, from 1.
pub fn action_line(text: &str, index: usize) -> usize {
    member_line(text, index, "target")
}

/// The line of a member of an action, from 1.
pub fn member_line(text: &str, index: usize, key: &str) -> usize {
    let start = action_text(text, index)
        .and_then(|action| member_text(action, key))
        .map_or(0, |part| range_of(text, part).start);
    text[..start].matches('\n').count() + 1
}

/// Deletes an action.
pub fn delete_action(text: &str, index: usize) -> Option<String> {
    let actions = action_texts(text)?;
    let own = range_of(text, actions.get(index)?);
    let gone = match (index.checked_sub(1), actions.get(index + 1)) {
        (_, Some(next)) => own.start..range_of(text, next).start,
        (Some(before), None) => range_of(text, actions[before]).end..own.end,
        (None, None) => own,
    };
    Some(format!("{}{}", &text[..gone.start], &text[gone.end..]))
}

/// Replaces an action. Equal members and entries keep their text.
pub fn replace_action(text: &str, index: usize, new: &Value) -> Option<String> {
    let own = range_of(text, action_text(text, index)?);
    Some(format!("{}{}{}", &text[..own.start], replaced(&text[own.clone()], new), &text[own.end..]))
}

fn replaced(text: &str, new: &Value) -> String {
    if serde_json::from_str::<Value>(text).is_ok_and(|old| old == *new) {
        return text.to_owned();
    }
    let old = serde_json::from_str::<BTreeMap<String, &RawValue>>(text).unwrap_or_default();
    match new {
        Value::Object(members)
            if !old.is_empty() && old.keys().all(|key| members.contains_key(key)) && old.len() == members.len() =>
        {
            let mut parts: Vec<_> = old.iter().map(|(key, part)| (range_of(text, part.get()), &members[key])).collect();
            parts.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
            let mut text = text.to_owned();
            for (range, new) in parts {
                let part = replaced(&text[range.clone()], new);
                text.replace_range(range, &part);
            }
            text
        }
        // An action that loses a member is formatted anew.
        Value::Object(members) if members.contains_key("target") => print_action(new).trim().to_owned(),
        _ => one_line(new),
    }
}

fn action_texts(text: &str) -> Option<Vec<&str>> {
    let entries: Vec<&RawValue> = serde_json::from_str(member_text(text, "actions")?).ok()?;
    Some(entries.into_iter().map(RawValue::get).collect())
}

fn member_text<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    let members: BTreeMap<String, &'t RawValue> = serde_json::from_str(text).ok()?;
    members.get(key).map(|raw| raw.get())
}

/// The range of a part that was borrowed from a text.
fn range_of(text: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr() as usize - text.as_ptr() as usize;
    start..start + part.len()
}
