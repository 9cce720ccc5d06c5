//! Rewrites descriptions so that rustdoc has no warnings and no doctests: HeyGen writes HTML and loose Markdown.
//!
//! Lines lose their indentation, which would make them code, and code is marked as text. A link of HTML becomes one of
//! Markdown, as does a bare URL. Any other `<` or `[` is escaped.

use regress::{Match, Regex};
use serde_json::Value;

use super::progenitor::generator_error;
use crate::diagnostic::Result;
use crate::keywords::is_data;

/// Code, escaped characters and links, which stay; links of HTML; bare URLs; and what is to escape.
const SPECIAL: &str = concat!(
    r"(?<kept>(`+)[^`](?:.*?[^`])?\2(?!`)|\\.|<https?://[^\s<>]*>|\[[^\[\]<]*\]\((?:[^()]*/[^()]*|#[^()]*)\))",
    r#"|<a\s[^>]*href=["'](?<href>https?://[^\s"'()]+)["'][^>]*>(?<text>[^<>\[\]]*)</a>"#,
    r#"|(?<url>https?://[^\s<>"'()\[\]}`|\\]*[^\s<>"'()\[\]}`|\\.,;:!?*_])"#,
    r"|[<\[]",
);

/// Rewrites every `description` and `summary` of a document.
pub(crate) fn rewrite_descriptions(document: &mut Value) -> Result<()> {
    let special = Regex::new(SPECIAL).map_err(|error| generator_error(&error.to_string()))?;
    rewrite_texts(document, &special);
    Ok(())
}

fn rewrite_texts(node: &mut Value, special: &Regex) {
    match node {
        Value::Object(members) => {
            for (key, value) in members {
                match value {
                    Value::String(text) if key == "description" || key == "summary" => *text = markdown(text, special),
                    _ if is_data(key) || key.starts_with("x-") => {}
                    _ => rewrite_texts(value, special),
                }
            }
        }
        Value::Array(entries) => entries.iter_mut().for_each(|entry| rewrite_texts(entry, special)),
        _ => {}
    }
}

fn markdown(text: &str, special: &Regex) -> String {
    let mut lines = Vec::new();
    let mut fence: Option<&str> = None;
    for line in text.lines().map(str::trim) {
        let content = line.trim_start_matches(if line.starts_with('`') { '`' } else { '~' });
        let marker = &line[..line.len() - content.len()];
        match fence {
            None if marker.len() >= 3 => {
                fence = Some(marker);
                lines.push(format!("{marker}text"));
            }
            None => lines.push(special.replace_all_with(line, |found| replaced(line, found))),
            Some(open) if marker.starts_with(open) => {
                fence = None;
                lines.push(open.to_owned());
            }
            Some(_) => lines.push(line.to_owned()),
        }
    }
    lines.extend(fence.map(str::to_owned));
    lines.join("\n").trim().to_owned()
}

fn replaced(line: &str, found: &Match) -> String {
    let group = |name: &str| found.named_group(name).map(|range| &line[range]);
    match (group("kept"), group("href").zip(group("text")), group("url")) {
        (Some(kept), ..) => kept.to_owned(),
        (_, Some((href, text)), _) => format!("[{text}]({href})"),
        (.., Some(url)) => format!("<{url}>"),
        _ => format!(r"\{}", &line[found.range()]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rustdoc_has_nothing_to_warn_of_and_nothing_to_compile() {
        for (html, markdown) in [
            (r#"See <a href="https://a.b/c" target="_blank">the page</a>."#, "See [the page](https://a.b/c)."),
            ("Put <your-key> in [header].", r"Put \<your-key> in \[header]."),
            ("a <b>bold</b> 1 &lt; 2", r"a \<b>bold\</b> 1 &lt; 2"),
            ("    four spaces\n\tand a tab  ", "four spaces\nand a tab"),
            ("```\nlet x = 1;\n```", "```text\nlet x = 1;\n```"),
            ("~~~rust\n[a]\n```", "~~~text\n[a]\n```\n~~~"),
            (r"`<kept>` and [a](https://b.c) and \[a\] stay", r"`<kept>` and [a](https://b.c) and \[a\] stay"),
            ("[a](Vec) and ``a ` <b``", r"\[a](Vec) and ``a ` <b``"),
            ("go to https://a.b/c. Or <https://a.b>", "go to <https://a.b/c>. Or <https://a.b>"),
        ] {
            assert_eq!(super::markdown(html, &Regex::new(SPECIAL).unwrap()), markdown, "{html}");
        }
    }
}
