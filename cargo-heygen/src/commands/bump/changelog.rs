//! The entry for a bump in CHANGELOG.md.

use anyhow::{Context, Result};

use crate::commands::diff::{Class, Difference, change_line};
use crate::openapi::state::slug;
use crate::output::markdown::{code, inline};

pub const FILE: &str = "CHANGELOG.md";

/// The beginning of the heading for unreleased changes.
const UNRELEASED: &str = "## Unreleased";

/// The topmost version that was released.
pub fn released(text: &str) -> Option<semver::Version> {
    let headings =
        text.lines().filter(|line| !line.starts_with(UNRELEASED)).filter_map(|line| line.strip_prefix("## "));
    headings.filter_map(|heading| heading.split([' ', ']']).next()?.trim_start_matches('[').parse().ok()).next()
}

/// Adds the entry to the unreleased changes, and sets the new version in their heading.
pub fn with_entry(text: &str, found: &Difference) -> Result<String> {
    let package = found.package.as_ref().context("Cargo.toml has no package `version`")?;
    let heading = format!("{UNRELEASED}: {}\n", package.after);
    let entry = entry_text(found);
    let Some(at) = text.find("\n## ").map(|at| at + 1) else {
        return Ok(format!("{}\n\n{heading}\n{entry}", text.trim_end()));
    };
    let (before, rest) = text.split_at(at);
    let (first, below) = rest.split_once('\n').unwrap_or((rest, ""));
    if first.starts_with(UNRELEASED) {
        return Ok(format!("{before}{heading}\n{entry}\n{}", below.trim_start_matches('\n')));
    }
    Ok(format!("{before}{heading}\n{entry}\n{rest}"))
}

/// HeyGen's changes, without those that are documentation only.
fn entry_text(found: &Difference) -> String {
    let mut out = String::new();
    for version in &found.documents {
        out += &match (&version.before, &version.after) {
            (Some(before), Some(after)) if before == after => continue,
            (_, Some(after)) => {
                format!("### HeyGen's document {}: {}\n\n", code(slug(&version.file)), inline(after))
            }
            (_, None) => format!("### HeyGen's document {} was removed\n\n", code(slug(&version.file))),
        };
    }
    if out.is_empty() {
        out += "### HeyGen's documents changed\n\n";
    }
    let shown = found.changes.iter().filter(|change| !matches!(change.class, Class::Documentation | Class::CaughtUp));
    let lines: String = shown.map(|change| format!("- {} ({}).\n", change_line(change), change.class.name())).collect();
    out + if lines.is_empty() { "- Documentation only.\n" } else { &lines }
}
