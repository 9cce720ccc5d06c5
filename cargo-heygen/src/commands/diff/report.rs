//! The report of `diff` as Markdown.

use super::{Change, Class, Difference, Step, Version};
use crate::findings::prose::sentences;
use crate::output::markdown::{changed_lines, code, diff_block, fenced, inline};

/// How many uses of a shared schema are named.
const MAX_USES: usize = 5;

/// How many changes the summary lists.
const MAX_SUMMARY: usize = 12;

/// What changed for users, in a few lines.
pub fn summary(found: &Difference) -> String {
    let mut out = format!("## What changed\n\n**Version: {}**\n\n", step_text(found));
    let quiet = |change: &&Change| matches!(change.class, Class::CaughtUp | Class::Documentation);
    let (details, shown): (Vec<_>, Vec<_>) = found.changes.iter().partition(quiet);
    for change in shown.iter().take(MAX_SUMMARY) {
        out += &format!("- {}: {}\n", change.class.name(), change_line(change));
    }
    let rest = [
        (shown.len().saturating_sub(MAX_SUMMARY), "more, below"),
        (details.len(), "in the documentation, or corrections that HeyGen made"),
    ];
    for (count, what) in rest.into_iter().filter(|(count, _)| *count > 0) {
        out += &format!("- {count} {what}\n");
    }
    if found.changes.is_empty() { out + "HeyGen's documents did not change.\n" } else { out }
}

/// The place and the change in one line.
pub fn change_line(change: &Change) -> String {
    let place = if change.place.is_empty() { String::new() } else { format!("{}: ", change.place) };
    let mut uses = change.uses.iter().take(MAX_USES).map(|place| inline(place)).collect::<Vec<_>>().join("; ");
    if let Some(more @ 1..) = change.uses.len().checked_sub(MAX_USES) {
        uses += &format!("; and {more} more");
    }
    let uses = if uses.is_empty() { uses } else { format!(" (also: {uses})") };
    format!("{}{}{uses}", inline(&place), inline(&change.what))
}

/// What HeyGen changed, the version step, and the Rust API.
pub fn markdown(found: &Difference) -> String {
    let mut out = String::from("## What HeyGen changed\n\n");
    for Version { file, before, after } in &found.documents {
        out += &format!("- {}: {}\n", code(file), inline(&versions(before.as_deref(), after.as_deref())));
    }
    out += &format!("\n**Version: {}**\n", step_text(found));
    for changes in found.changes.chunk_by(|one, other| one.class == other.class) {
        let name = changes[0].class.name();
        out += &format!("\n### {}{} ({})\n\n", name[..1].to_uppercase(), &name[1..], changes.len());
        for change in changes {
            out += &format!("- {}\n", change_line(change));
            if !change.pointer.is_empty() {
                out += &format!("  {}\n", code(&change.pointer));
            }
            if let Some(text) = &change.text {
                let [old, new] = [&text.before, &text.after].map(|text| sentences(text).collect::<Vec<_>>());
                out += &format!("\n{}\n", diff_block(changed_lines(&old, &new), "  "));
            }
        }
    }
    if found.changes.is_empty() {
        out += "\nHeyGen's documents did not change.\n";
    }
    out += "\n## The Rust API\n\n";
    match &found.api.error {
        Some(error) => out + "The APIs could not be compared:\n\n" + &fenced("text", error, ""),
        None if found.api.items.is_empty() => out + "No public item changed.\n",
        None => out + &diff_block(found.api.items.iter().map(|one| (one.added, one.item.clone())), ""),
    }
}

fn versions(old: Option<&str>, new: Option<&str>) -> String {
    match (old, new) {
        (Some(old), Some(new)) if old == new => format!("still version {old}"),
        (Some(old), Some(new)) => format!("{old} → {new}"),
        (Some(old), None) => format!("{old}, removed"),
        (None, Some(new)) => format!("{new}, new"),
        (None, None) => String::new(),
    }
}

fn step_text(found: &Difference) -> String {
    let name = format!("{:?}", found.step).to_lowercase();
    match &found.package {
        _ if found.step == Step::None => "none, nothing changed".to_owned(),
        Some(package) => format!("{} → {} ({name})", package.before, package.after),
        None => name,
    }
}
