//! The report of `diff`, for a terminal and for a pull request.

use similar::{ChangeTag, TextDiff};

use super::{Change, Class, Difference, Step};
use crate::commands::check::sentences;
use crate::output::markdown::{code, fenced, inline};

const CLASSES: [Class; 4] = [Class::Requests, Class::Responses, Class::Compatible, Class::Documentation];

/// For a terminal.
pub fn text(found: &Difference) -> String {
    let mut out = String::new();
    for (file, old, new) in &found.documents {
        out += &format!("{file}: {}\n", versions(old.as_deref(), new.as_deref()));
    }
    for (class, changes) in by_class(&found.changes) {
        out += &format!("\n{} ({})\n", class.name(), changes.len());
        for change in changes {
            out += &format!("  {}{}\n    {}{}\n", place(change), change.what, change.file, pointer(change));
            for line in reworded(change) {
                out += &format!("      {line}\n");
            }
        }
    }
    if found.changes.is_empty() {
        out += "\nno change in HeyGen's documents\n";
    }
    for stale in &found.stale {
        out += &format!(
            "\ncorrection to review: {}, action {}\n  {}\n  {}\n",
            stale.file, stale.action, stale.target, stale.message
        );
    }
    out += "\nthe Rust API\n";
    match &found.api.error {
        Some(error) => out += &format!("  unknown: {}\n", error.replace('\n', "\n  ")),
        None if found.api.lines.is_empty() => out += "  no public item changed\n",
        None => found.api.lines.iter().for_each(|line| out += &format!("  {line}\n")),
    }
    out + &format!("\nversion: {}\n", step(found))
}

/// For the body of a pull request.
pub fn markdown(found: &Difference) -> String {
    let mut out = String::from("## What HeyGen changed\n\n");
    for (file, old, new) in &found.documents {
        out += &format!("- {}: {}\n", code(file), inline(&versions(old.as_deref(), new.as_deref())));
    }
    out += &format!("\n**Version: {}**\n", step(found));
    for (class, changes) in by_class(&found.changes) {
        out += &format!("\n### {}{} ({})\n\n", class.name()[..1].to_uppercase(), &class.name()[1..], changes.len());
        for change in changes {
            out += &format!("- {}{}\n", inline(&place(change)), inline(&change.what));
            if !change.pointer.is_empty() {
                out += &format!("  {}\n", code(&change.pointer));
            }
            let lines = reworded(change);
            if !lines.is_empty() {
                out += &format!("\n{}\n", fenced("diff", &lines.join("\n"), "  "));
            }
        }
    }
    if found.changes.is_empty() {
        out += "\nNothing in HeyGen's documents.\n";
    }
    if !found.stale.is_empty() {
        out += "\n### Corrections to review\n\nThe build stops until these actions are fixed. Below, they are applied as they are.\n\n";
        for stale in &found.stale {
            out += &format!("- {}, action {}: {}\n", code(&stale.file), stale.action, code(&stale.target));
            out += &format!("  {}\n", inline(&stale.message));
        }
    }
    out += "\n### The Rust API\n\n";
    match &found.api.error {
        Some(error) => out + "Unknown:\n\n" + &fenced("text", error, ""),
        None if found.api.lines.is_empty() => out + "No public item changed.\n",
        None => out + &fenced("diff", &found.api.lines.join("\n"), ""),
    }
}

fn by_class(changes: &[Change]) -> impl Iterator<Item = (Class, Vec<&Change>)> {
    let of = |class| changes.iter().filter(move |change| change.class == class).collect::<Vec<_>>();
    CLASSES.into_iter().map(move |class| (class, of(class))).filter(|(_, changes)| !changes.is_empty())
}

fn versions(old: Option<&str>, new: Option<&str>) -> String {
    match (old, new) {
        (Some(old), Some(new)) if old == new => format!("{old}, unchanged"),
        (Some(old), Some(new)) => format!("{old} → {new}"),
        (Some(old), None) => format!("{old}, removed"),
        (None, Some(new)) => format!("{new}, new"),
        (None, None) => String::new(),
    }
}

fn place(change: &Change) -> String {
    if change.place.is_empty() { String::new() } else { format!("{}: ", change.place) }
}

fn pointer(change: &Change) -> String {
    if change.pointer.is_empty() { String::new() } else { format!("#{}", change.pointer) }
}

fn step(found: &Difference) -> String {
    match (&found.package, found.step) {
        (_, Step::None) => "none, nothing changed".to_owned(),
        (Some((now, next)), step) => format!("{}, {now} → {next}", step.name()),
        (None, step) => step.name().to_owned(),
    }
}

/// The sentences of a text that changed.
fn reworded(change: &Change) -> Vec<String> {
    let Some((old, new)) = &change.text else { return Vec::new() };
    changed_lines(&sentences(old).collect::<Vec<_>>(), &sentences(new).collect::<Vec<_>>())
}

/// Removed lines with `-`, added ones with `+`.
pub fn changed_lines<T: AsRef<str>>(old: &[T], new: &[T]) -> Vec<String> {
    let lines = [old, new].map(|lines| lines.iter().map(AsRef::as_ref).collect::<Vec<&str>>());
    let line = |change: similar::Change<&str>| match change.tag() {
        ChangeTag::Delete => Some(format!("- {}", change.value())),
        ChangeTag::Insert => Some(format!("+ {}", change.value())),
        ChangeTag::Equal => None,
    };
    TextDiff::from_slices(&lines[0], &lines[1]).iter_all_changes().filter_map(line).collect()
}
