//! Rewrites descriptions so that rustdoc has no warnings: HeyGen writes loose Markdown.
//!
//! Lines lose their indentation (four spaces would be a doctest), code that rustdoc would compile is marked as text,
//! bare URLs become links, and a stray `<` or `[` is escaped, as are the tags of HTML.

use serde_json::Value;

use crate::keywords::is_data;

/// Rewrites every `description` and `summary` of a document.
pub(crate) fn descriptions(node: &mut Value) {
    match node {
        Value::Object(members) => {
            for (key, value) in members {
                match value {
                    Value::String(text) if key == "description" || key == "summary" => {
                        *text = markdown(text);
                    }
                    _ if is_data(key) || key.starts_with("x-") => {}
                    _ => descriptions(value),
                }
            }
        }
        Value::Array(entries) => entries.iter_mut().for_each(descriptions),
        _ => {}
    }
}

/// Converts one text to Markdown.
fn markdown(text: &str) -> String {
    let mut out = String::new();
    let mut fence: Option<String> = None;
    for line in text.lines() {
        let line = line.trim();
        if let Some(marker) = fence_marker(line) {
            match &fence {
                None => {
                    let info = line[marker.len()..].trim();
                    let known = matches!(info, "json" | "yaml" | "bash" | "sh" | "http" | "xml");
                    out.push_str(&format!("{marker}{}", if known { info } else { "text" }));
                    fence = Some(marker);
                }
                Some(open) if marker.starts_with(open.as_str()) => {
                    out.push_str(open);
                    fence = None;
                }
                Some(_) => out.push_str(line),
            }
        } else if fence.is_some() {
            out.push_str(line);
        } else {
            prose(line, &mut out);
        }
        out.push('\n');
    }
    if let Some(open) = fence {
        out.push_str(&open);
    }
    out.trim().to_owned()
}

fn fence_marker(line: &str) -> Option<String> {
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = line.chars().take_while(|c| *c == mark).count();
    (length >= 3).then(|| mark.to_string().repeat(length))
}

/// Converts one line outside a fence.
fn prose(line: &str, out: &mut String) {
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let kept = match c {
            '`' => code_span(rest),
            '[' => link(rest),
            _ => None,
        };
        if let Some(length) = kept {
            out.push_str(&rest[..length]);
            rest = &rest[length..];
        } else if rest.starts_with("https://") || rest.starts_with("http://") {
            let end = rest.find(|c: char| c.is_whitespace() || "<>\"')]}`|\\".contains(c));
            let url = rest[..end.unwrap_or(rest.len())].trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
            out.push_str(&format!("<{url}>"));
            rest = &rest[url.len()..];
        } else {
            escape(c, out);
            rest = &rest[c.len_utf8()..];
        }
    }
}

fn escape(c: char, out: &mut String) {
    if matches!(c, '<' | '>' | '[' | ']') {
        out.push('\\');
    }
    out.push(c);
}

/// The length of a code span that starts here and ends in this line.
fn code_span(text: &str) -> Option<usize> {
    let ticks = text.len() - text.trim_start_matches('`').len();
    let end = text[ticks..].find(&text[..ticks])?;
    Some(ticks + end + ticks)
}

/// The length of a Markdown link `[text](url)` that starts here.
fn link(text: &str) -> Option<usize> {
    let close = text.find("](")?;
    if text[1..close].contains(['[', '<']) {
        return None;
    }
    let end = text[close..].find(')')?;
    Some(close + end + 1)
}

#[cfg(test)]
mod tests {
    #[test]
    fn descriptions_become_markdown_without_a_rustdoc_warning() {
        for (html, markdown) in [
            ("Put <your-key> in [header].", r"Put \<your-key\> in \[header\]."),
            ("a <b>bold</b> word", r"a \<b\>bold\</b\> word"),
            ("    four spaces\n\tand a tab", "four spaces\nand a tab"),
            ("```\nlet x = 1;\n```", "```text\nlet x = 1;\n```"),
            ("```json\n{}\n```", "```json\n{}\n```"),
            ("`<kept>` and [a](https://b.c) stay", "`<kept>` and [a](https://b.c) stay"),
            ("go to https://a.b/c.", "go to <https://a.b/c>."),
            ("ends with space  ", "ends with space"),
        ] {
            assert_eq!(super::markdown(html), markdown, "{html}");
        }
    }
}
