//! Rewrites descriptions so that rustdoc has no warnings: HeyGen writes HTML and loose Markdown.
//!
//! HTML becomes Markdown, lines lose their indentation (four spaces would be a doctest), code that rustdoc would compile is
//! marked as text, bare URLs become links, and a stray `<` or `[` is escaped.

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
    // The `href` of the open links. HTML does not allow nested ones, but a description may have them.
    let mut links: Vec<Option<String>> = Vec::new();
    while let Some(c) = rest.chars().next() {
        if c == '`'
            && let Some(length) = code_span(rest)
        {
            out.push_str(&rest[..length]);
            rest = &rest[length..];
        } else if c == '<'
            && let Some((tag, after)) = tag(rest)
        {
            out.push_str(&tag.markdown(&mut links));
            rest = after;
        } else if let Some((character, after)) = entity(rest) {
            escape(character, out);
            rest = after;
        } else if c == '['
            && let Some(length) = link(rest)
        {
            out.push_str(&rest[..length]);
            rest = &rest[length..];
        } else if (rest.starts_with("https://") || rest.starts_with("http://")) && links.is_empty() {
            let end = rest.find(|c: char| c.is_whitespace() || "<>\"')]}`|\\".contains(c));
            let url = rest[..end.unwrap_or(rest.len())].trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
            out.push_str(&format!("<{url}>"));
            rest = &rest[url.len()..];
        } else {
            escape(c, out);
            rest = &rest[c.len_utf8()..];
        }
    }
    while let Some(link) = links.pop() {
        out.push_str(&close(link));
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

struct Tag<'a> {
    name: String,
    closing: bool,
    attributes: &'a str,
}

/// The HTML tag that starts here. `<your-key>` is not one.
fn tag(text: &str) -> Option<(Tag<'_>, &str)> {
    const KNOWN: &[&str] = &[
        "a", "b", "br", "code", "div", "em", "h1", "h2", "h3", "h4", "i", "li", "ol", "p", "pre", "span", "strong",
        "table", "tbody", "td", "th", "thead", "tr", "u", "ul",
    ];
    let end = text.find('>')?;
    let inner = text[1..end].trim_end_matches('/');
    let closing = inner.starts_with('/');
    let inner = inner.trim_start_matches('/');
    let (name, attributes) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    let name = name.to_ascii_lowercase();
    KNOWN.contains(&name.as_str()).then(|| (Tag { name, closing, attributes }, &text[end + 1..]))
}

impl Tag<'_> {
    fn markdown(&self, links: &mut Vec<Option<String>>) -> String {
        match (self.name.as_str(), self.closing) {
            ("a", false) => {
                let href = self.href();
                let open = if href.is_some() { "[" } else { "" };
                links.push(href);
                open.to_owned()
            }
            ("a", true) => links.pop().map(close).unwrap_or_default(),
            ("b" | "strong", _) => "**".to_owned(),
            ("i" | "em", _) => "_".to_owned(),
            ("code", _) => "`".to_owned(),
            ("li", false) => "\n- ".to_owned(),
            ("br" | "p" | "ul" | "ol" | "div" | "tr", _) => "\n\n".to_owned(),
            _ => String::new(),
        }
    }

    fn href(&self) -> Option<String> {
        let (_, value) = self.attributes.split_once("href=")?;
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let url = value[1..].split(quote).next()?;
        (url.starts_with("https://") || url.starts_with("http://")).then(|| url.replace([' ', ')', '('], ""))
    }
}

fn close(href: Option<String>) -> String {
    href.map(|url| format!("]({url})")).unwrap_or_default()
}

fn entity(text: &str) -> Option<(char, &str)> {
    const ENTITIES: &[(&str, char)] = &[
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&amp;", '&'),
        ("&quot;", '"'),
        ("&#39;", '\''),
        ("&apos;", '\''),
        ("&nbsp;", ' '),
    ];
    ENTITIES.iter().find_map(|(name, character)| Some((*character, text.strip_prefix(name)?)))
}

#[cfg(test)]
mod tests {
    #[test]
    fn descriptions_become_markdown_without_a_rustdoc_warning() {
        for (html, markdown) in [
            (r#"See <a href="https://a.b/c" target="_blank">the page</a>."#, "See [the page](https://a.b/c)."),
            ("Put <your-key> in [header].", r"Put \<your-key\> in \[header\]."),
            ("a <b>bold</b> and <code>x</code><br>next", "a **bold** and `x`\n\nnext"),
            ("    four spaces\n\tand a tab", "four spaces\nand a tab"),
            ("```\nlet x = 1;\n```", "```text\nlet x = 1;\n```"),
            ("```json\n{}\n```", "```json\n{}\n```"),
            ("`<kept>` and [a](https://b.c) stay", "`<kept>` and [a](https://b.c) stay"),
            ("go to https://a.b/c.", "go to <https://a.b/c>."),
            ("1 &lt; 2 &amp; 3", r"1 \< 2 & 3"),
            ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
            ("ends with space  ", "ends with space"),
        ] {
            assert_eq!(super::markdown(html), markdown, "{html}");
        }
    }
}
