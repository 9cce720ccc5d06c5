//! Updates overlays after HeyGen changed a document. Only unambiguous cases are handled; the rest stays open.

mod limit;
mod moved;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use heygen_api_codegen::overlay::{self, Action};

use crate::findings::examples;
use crate::openapi::corrections::{self, Status, action_status, has_update};
use crate::openapi::state::{self, State};
use crate::openapi::{OVERLAY, Source, json_path, overlay_text};
use crate::output::markdown::{changed_lines, code, diff_block, inline};
use moved::Moves;

/// A correction that was updated.
pub struct UpdatedAction {
    /// The overlay, and the line of the action.
    pub file: String,
    pub line: usize,
    pub target: String,
    /// The reason.
    pub message: String,
    /// The text of the action before; `None` if it was added.
    pub before: Option<String>,
    /// The text of the action after; `None` if it was deleted.
    pub after: Option<String>,
    /// What a person has to confirm, if anything.
    pub confirm: Option<String>,
}

/// What to do with an action.
pub(crate) struct Edit {
    /// The new action; `None` deletes it.
    action: Option<Value>,
    message: String,
    confirm: Option<String>,
}

impl Edit {
    fn delete(message: &str) -> Self {
        Self { action: None, message: message.to_owned(), confirm: None }
    }

    fn replace(action: Value, message: String) -> Self {
        Self { action: Some(action), message, confirm: None }
    }
}

/// Updates every overlay of a state.
pub fn update_overlays(state: &mut State) -> Result<Vec<UpdatedAction>> {
    let mut updated = Vec::new();
    for source in &mut state.sources {
        let mut moves = Moves::default();
        while let Some(one) = update_next(source, &mut moves)? {
            updated.push(one);
        }
        // Resolving one contradiction can reveal another.
        for _ in 0..8 {
            let new = add_actions(source)?;
            if new.is_empty() {
                break;
            }
            updated.extend(new);
        }
    }
    Ok(updated)
}

/// Updates the first action that needs it.
fn update_next(source: &mut Source, moves: &mut Moves) -> Result<Option<UpdatedAction>> {
    let (Some((file, text)), Some(value)) = (&source.overlay, source.overlay()?) else { return Ok(None) };
    let actions = overlay::actions(&value).map_err(|error| error.in_file(file))?;
    let Some((action, edit)) = find_edit(corrections::untitled(source)?, &actions, &value["actions"], moves) else {
        return Ok(None);
    };
    let before = overlay_text::action_text(text, action.index).map(str::to_owned);
    let edited = match &edit.action {
        None => overlay_text::delete_action(text, action.index),
        Some(new) => overlay_text::replace_action(text, action.index, new),
    };
    let edited = edited.with_context(|| format!("{file}: action {} cannot be edited", action.index))?;
    let after = edit.action.and_then(|_| overlay_text::action_text(&edited, action.index).map(str::to_owned));
    let (file, line, target) = (file.clone(), overlay_text::action_line(text, action.index), action.target.to_owned());
    source.overlay = Some((file.clone(), edited));
    Ok(Some(UpdatedAction { file, line, target, message: edit.message, before, after, confirm: edit.confirm }))
}

/// The first action that needs an update.
fn find_edit<'a>(
    mut document: Value,
    actions: &'a [Action<'a>],
    written: &Value,
    moves: &mut Moves,
) -> Option<(&'a Action<'a>, Edit)> {
    // Comes last: whether the node was removed or moved is known once the other moves are.
    let mut removals = Vec::new();
    for (index, action) in actions.iter().enumerate() {
        let written = &written[action.index];
        let status = action_status(&document, action, actions.get(index + 1));
        let edit = match &status {
            None if action.update.is_none() => {
                removals.push((action, document.clone()));
                None
            }
            None => moves.find_target(&document, action, written),
            Some(status) => caught_up(&document, action, status, written)
                .or_else(|| limit::renumber(&document, action, status, written)),
        };
        if let Some(edit) = edit {
            return Some((action, edit));
        }
        for pointer in status.map(|status| status.open).unwrap_or_default() {
            action.change(&mut document, &pointer);
        }
    }
    removals
        .into_iter()
        .find_map(|(action, document)| Some((action, moves.find_target(&document, action, &written[action.index])?)))
}

/// Deletes what HeyGen corrected: the action, some of its targets, or members of its update.
fn caught_up(document: &Value, action: &Action<'_>, status: &Status, written: &Value) -> Option<Edit> {
    if status.open.is_empty() {
        return Some(Edit::delete("HeyGen's document now has this correction."));
    }
    if !status.done.is_empty() {
        let mut narrowed = written.clone();
        narrowed["target"] = json!(narrower(document, action.target, &status.open)?);
        let message = "HeyGen's document now has this correction for some targets.";
        return Some(Edit::replace(narrowed, message.to_owned()));
    }
    if status.guard_holds {
        return None;
    }
    // The members of the update that HeyGen's document now has.
    let (update, guard) = (action.update?.as_object()?, action.guard?.as_object()?);
    let done: Vec<&String> = update
        .iter()
        .filter(|(key, value)| {
            guard.contains_key(*key)
                && status
                    .open
                    .iter()
                    .all(|at| document.pointer(at).is_some_and(|node| has_update(&node[key.as_str()], value)))
        })
        .map(|(key, _)| key)
        .collect();
    if done.is_empty() {
        return None;
    }
    let mut rest = written.clone();
    for key in &done {
        for part in ["update", "x-upstream"] {
            rest[part].as_object_mut()?.remove(*key);
        }
    }
    if rest["x-upstream"] == json!({}) {
        rest.as_object_mut()?.remove("x-upstream");
    }
    let keys = done.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
    Some(Edit::replace(rest, format!("HeyGen's document now has the corrected {keys}.")))
}

/// A target that matches only these nodes, if one path can.
fn narrower(document: &Value, target: &str, open: &[String]) -> Option<String> {
    if let [one] = open {
        return Some(json_path::of_pointer(document, one));
    }
    let (_, rest) = json_path::path_steps(target);
    let (list, member) = rest.split_at(rest.find(']')? + 1);
    let (names, head) = (json_path::list_names(list)?, target.strip_suffix(rest)?);
    let below = member.replace('.', "/");
    let is_open = |name: &&&str| open.iter().any(|pointer| pointer.ends_with(&format!("/{name}{below}")));
    let left = names.iter().filter(is_open).map(|name| format!("'{name}'")).collect::<Vec<_>>();
    // Without blanks: some overlay tools take a blank for a part of a name.
    Some(format!("{head}[{}]{member}", left.join(",")))
}

/// Adds the actions that make the examples of a document valid.
fn add_actions(source: &mut Source) -> Result<Vec<UpdatedAction>> {
    let document = corrections::correct(source)?.document;
    let (_, found) = examples::contradictions(&source.file, &document)?;
    let mut new: Vec<Value> = Vec::new();
    for action in found.into_iter().flat_map(|one| one.actions) {
        let is_same = |known: &Value| known["target"] == action["target"] && known["update"] == action["update"];
        if !new.iter().any(is_same) {
            new.push(action);
        }
    }
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let name = state::name(&source.file).to_owned();
    let (file, text) = source.overlay.get_or_insert_with(|| {
        (state::file(&(state::slug(&name).to_owned() + OVERLAY)), overlay_text::new_overlay(&name, &document))
    });
    *text = overlay_text::append_actions(text, &new).with_context(|| file.clone())?;
    let first = overlay_text::count_actions(text) - new.len();
    let updated = new.iter().enumerate().map(|(index, action)| UpdatedAction {
        file: file.clone(),
        line: overlay_text::action_line(text, first + index),
        target: action["target"].as_str().unwrap_or_default().to_owned(),
        message: "An example in HeyGen's document contradicts its schema.".to_owned(),
        before: None,
        after: Some(overlay_text::print_action(action).trim().to_owned()),
        confirm: None,
    });
    Ok(updated.collect())
}

/// The updated corrections as Markdown, with before and after.
pub fn markdown(updated: &[UpdatedAction]) -> String {
    let mut out = String::from("## Updated corrections\n\n");
    if updated.is_empty() {
        out += "None.\n";
    }
    for one in updated {
        out += &format!("- {}, {}: {}\n\n", code(&one.file), code(&one.target), inline(&one.message));
        let lines = |text: &Option<String>| -> Vec<String> {
            text.iter().flat_map(|text| text.lines()).map(|line| line.trim().to_owned()).collect()
        };
        out += &format!("{}\n", diff_block(changed_lines(&lines(&one.before), &lines(&one.after)), "  "));
    }
    out
}
