//! The entry for a bump in CHANGELOG.md.

use semver::Version;

use crate::commands::diff::{Class, Difference, change_line};
use crate::openapi::state::slug;
use crate::output::markdown::{code, inline};

pub const FILE: &str = "CHANGELOG.md";

/// The beginning of the heading for unreleased changes.
const UNRELEASED: &str = "## Unreleased";

/// The topmost version that was released.
pub fn released(text: &str) -> Option<Version> {
    let headings =
        text.lines().filter(|line| !line.starts_with(UNRELEASED)).filter_map(|line| line.strip_prefix("## "));
    headings.filter_map(|heading| heading.split([' ', ']']).next()?.trim_start_matches('[').parse().ok()).next()
}

/// Adds the entry to the unreleased changes, and sets the new version in their heading.
pub fn with_entry(text: &str, found: &Difference, version: &Version) -> String {
    let (before, rest) = text.split_at(text.find("\n## ").map_or(text.len(), |at| at + 1));
    let below = match rest.split_once('\n') {
        Some((first, below)) if first.starts_with(UNRELEASED) => below.trim_start_matches('\n'),
        _ => rest,
    };
    let entry = entry_text(found);
    let text = format!("{}\n\n{UNRELEASED}: {version}\n\n{entry}\n{below}", before.trim_end());
    text.trim_end().to_owned() + "\n"
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
