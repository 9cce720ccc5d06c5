//! Compiles the crate and finds what fails.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::output::markdown::{code, fenced, inline};

/// How many problems are listed.
const MAX_PROBLEMS: usize = 3;

/// Runs Cargo with these arguments. Returns its errors as items of a checklist, and its warnings if `warnings` is set.
pub fn find_problems(root: &Path, arguments: &[String], warnings: bool) -> Result<Vec<String>> {
    let command = format!("cargo {}", arguments.join(" "));
    eprintln!("Compiling the crate: {command}");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .current_dir(root)
        .args(arguments)
        .args(["--quiet", "--message-format", "json"])
        .output()
        .context("cannot run cargo")?;
    let messages: Vec<Value> =
        String::from_utf8_lossy(&output.stdout).lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let problems = messages.iter().filter_map(|message| read_problem(message, warnings));
    // One problem per line is enough.
    let mut places = BTreeSet::new();
    let problems = problems.filter(|(place, _)| places.insert(place.clone()));
    let mut items: Vec<String> =
        problems.map(|(place, message)| format!("{}: {}.", code(&place), inline(&message))).collect();
    if let Some(more @ 1..) = items.len().checked_sub(MAX_PROBLEMS) {
        items.truncate(MAX_PROBLEMS);
        items.push(format!("`cargo check` reports more problems: {more}."));
    }
    if !output.status.success() && items.is_empty() {
        let errors = String::from_utf8_lossy(&output.stderr);
        // Without this message, Cargo did not begin to compile.
        if !messages.iter().any(|message| message["reason"] == "build-finished") {
            bail!("{command}: {}", errors.trim());
        }
        items
            .push(format!("`{command}` failed, such as in a build script:\n\n{}", fenced("text", errors.trim(), "  ")));
    }
    Ok(items)
}

/// The place and the text of a compiler message, such as `src/looks.rs:12`.
fn read_problem(message: &Value, warnings: bool) -> Option<(String, String)> {
    let message = message.get("message")?;
    let level = message["level"].as_str()?;
    if !(level == "error" || warnings && level == "warning") {
        return None;
    }
    let spans = message["spans"].as_array()?;
    // Prefer the hand-written line: that is the one to edit.
    let file = |span: &Value| span["file_name"].as_str().unwrap_or_default().replace('\\', "/");
    let hand_written = |span: &&Value| !file(span).ends_with("generated.rs") && !file(span).contains("/out/");
    let primary = spans.iter().find(|span| span["is_primary"] == true);
    let span = primary.filter(hand_written).or_else(|| spans.iter().find(hand_written)).or(primary)?;
    let place = format!("{}:{}", span["file_name"].as_str()?, span["line_start"]);
    // Such as "argument #4 of type `String` is missing", or "the item is gated behind the `pattern` feature".
    let notes = message["children"].as_array().into_iter().flatten().filter_map(|note| note["spans"].as_array());
    let labels = spans.iter().chain(notes.flatten()).filter(hand_written).filter_map(|span| span["label"].as_str());
    let message: Vec<&str> = message["message"].as_str().into_iter().chain(labels).collect();
    Some((place, message.join(": ")))
}
