//! Escapes text for Markdown: HeyGen's text must not become markup, a mention or the end of a fence.

use similar::{ChangeTag, TextDiff};

/// Formats a text as a code span.
pub fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let ticks = "`".repeat(longest(&text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.is_empty() { " " } else { "" };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}

/// Escapes a text except for its code spans.
pub fn inline(text: &str) -> String {
    let mut out = String::new();
    for (index, part) in text.replace(['\n', '\r'], " ").split('`').enumerate() {
        if index % 2 == 1 {
            out += &code(part);
            continue;
        }
        for c in part.chars() {
            match c {
                '<' => out += "&lt;",
                // Mentions and links to issues.
                '@' => out += "&#64;",
                '#' => out += "&#35;",
                '[' | ']' | '*' | '_' | '|' | '\\' | '!' => out.extend(['\\', c]),
                _ => out.push(c),
            }
        }
    }
    out
}

/// Formats a text as an indented code block.
pub fn fenced(language: &str, text: &str, indent: &str) -> String {
    let ticks = "`".repeat(longest(text).max(2) + 1);
    let mut out = format!("{indent}{ticks}{language}\n");
    for line in text.lines() {
        out += &format!("{indent}{line}\n");
    }
    out + &format!("{indent}{ticks}\n")
}

/// The longest run of backticks.
fn longest(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// The lines that were added (`true`) or removed (`false`).
pub fn changed_lines<T: AsRef<str>>(old: &[T], new: &[T]) -> Vec<(bool, String)> {
    let lines = [old, new].map(|lines| lines.iter().map(AsRef::as_ref).collect::<Vec<&str>>());
    let line = |change: similar::Change<&str>| match change.tag() {
        ChangeTag::Delete => Some((false, change.value().to_owned())),
        ChangeTag::Insert => Some((true, change.value().to_owned())),
        ChangeTag::Equal => None,
    };
    TextDiff::from_slices(&lines[0], &lines[1]).iter_all_changes().filter_map(line).collect()
}

/// Formats added and removed lines as a fenced diff.
pub fn diff_block(lines: impl IntoIterator<Item = (bool, String)>, indent: &str) -> String {
    let lines = lines.into_iter().map(|(added, line)| format!("{} {line}", if added { '+' } else { '-' }));
    fenced("diff", &lines.collect::<Vec<_>>().join("\n"), indent)
}
