//! Finds the fenced code blocks of a Markdown text, as CommonMark defines them.

/// A fenced code block.
pub struct Fence<'a> {
    /// The line of the opening fence, from 1.
    pub line: usize,
    /// The info string after the backticks.
    pub info: &'a str,
    pub body: &'a str,
}

/// The code blocks of a text. A closing fence is at least as long as the opening one. An unclosed block ends with the text.
pub fn fences(text: &str) -> Vec<Fence<'_>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, usize, &str, usize)> = None; // length, line, info, where the body begins
    let mut start = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let trimmed = line.trim_start_matches(' ').trim_end();
        let length = trimmed.bytes().take_while(|byte| *byte == b'`').count();
        let indented = line.len() - line.trim_start_matches(' ').len() > 3;
        let rest = &trimmed[length..];
        match open {
            None if length >= 3 && !indented && !rest.contains('`') => {
                open = Some((length, index + 1, rest.trim(), start + line.len()));
            }
            Some((opened, line, info, body)) if length >= opened && !indented && rest.is_empty() => {
                found.push(Fence { line, info, body: &text[body..start] });
                open = None;
            }
            _ => {}
        }
        start += line.len();
    }
    if let Some((_, line, info, body)) = open {
        found.push(Fence { line, info, body: &text[body.min(text.len())..] });
    }
    found
}
