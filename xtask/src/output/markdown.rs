//! Text in Markdown: HeyGen's must not become markup, a mention, or the end of a fence.

/// A text as a code span.
pub fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let ticks = "`".repeat(longest(&text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.is_empty() { " " } else { "" };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}

/// A text as plain prose, with our own code spans left as they are.
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
                // No mention, no link to an issue.
                '@' => out += "&#64;",
                '#' => out += "&#35;",
                '[' | ']' | '*' | '_' | '|' | '\\' | '!' => out.extend(['\\', c]),
                _ => out.push(c),
            }
        }
    }
    out
}

/// A text as a fenced block, indented.
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
