//! Compiles the crate and finds the lines that fail.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// A compiler error or warning.
pub struct Problem {
    /// `src/looks.rs:12`
    pub place: String,
    pub message: String,
}

/// Runs Cargo with these arguments. Warnings count only if `warnings` is set.
pub fn find_problems(root: &Path, arguments: &[String], warnings: bool) -> Result<Vec<Problem>> {
    eprintln!("Compiling the crate: cargo {}", arguments.join(" "));
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .current_dir(root)
        .args(arguments)
        .args(["--quiet", "--message-format", "json"])
        .output()
        .context("cannot run cargo")?;
    let mut found: Vec<Problem> = Vec::new();
    for problem in String::from_utf8_lossy(&output.stdout).lines().filter_map(|line| read_problem(line, warnings)) {
        // One problem per line is enough.
        if !found.iter().any(|known| known.place == problem.place) {
            found.push(problem);
        }
    }
    if !output.status.success() && found.is_empty() {
        bail!("cargo {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(found)
}

/// The problem in a JSON message from Cargo.
fn read_problem(line: &str, warnings: bool) -> Option<Problem> {
    let message = serde_json::from_str::<Value>(line).ok()?;
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
    // Such as "argument #4 of type `String` is missing".
    let labels = spans.iter().filter(hand_written).filter_map(|span| span["label"].as_str());
    let message: Vec<&str> = message["message"].as_str().into_iter().chain(labels).collect();
    Some(Problem { place, message: message.join(": ") })
}
