//! Escapes text for Markdown: HeyGen's text must not become markup, a mention or the end of a fence.

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
