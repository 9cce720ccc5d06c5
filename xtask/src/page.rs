//! What HeyGen publishes: a page of Markdown with the document in a fence, or a bare document.

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// An OpenAPI document as it was published.
#[derive(Debug)]
pub struct Document {
    /// Byte for byte, with a newline at its end.
    pub text: String,
    pub yaml: bool,
    pub value: Value,
    /// The info string of the fence that it stood in.
    pub fence: Option<String>,
}

impl Document {
    pub fn ending(&self) -> &'static str {
        if self.yaml { "yaml" } else { "json" }
    }
}

/// Finds the one OpenAPI document in a text.
pub fn read(text: &str) -> Result<Document> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut found = Vec::new();
    let fences = fences(text);
    for fence in &fences {
        let language = fence.info.split_whitespace().next().unwrap_or_default();
        let yaml = match language.to_ascii_lowercase().as_str() {
            "json" => false,
            "yaml" | "yml" => true,
            _ => continue,
        };
        let value = parse(fence.body, yaml).with_context(|| format!("the fence in line {}", fence.line))?;
        if is_document(&value) {
            found.push(Document { text: ended(fence.body), yaml, value, fence: Some(fence.info.to_owned()) });
        }
    }
    if found.is_empty() {
        found.extend(bare(text, fences.is_empty())?);
    }
    let Some(document) = found.pop() else {
        bail!("no fence of this page holds an OpenAPI document: it is to be ```json or ```yaml, with `openapi` in it");
    };
    if !found.is_empty() {
        bail!("{} fences of this page hold an OpenAPI document, and one is expected", found.len() + 1);
    }
    check(&document.value)?;
    Ok(document)
}

/// A text that is a document as a whole.
fn bare(text: &str, no_fences: bool) -> Result<Option<Document>> {
    let json = parse(text, false);
    if text.trim_start().starts_with(['{', '[']) && json.is_err() {
        json.as_ref().map_err(|error| anyhow::anyhow!("{error:#}"))?;
    }
    let (value, yaml) = match json {
        Ok(value) => (value, false),
        Err(_) => match parse(text, true) {
            Ok(value) if value.is_object() => (value, true),
            _ if no_fences => {
                bail!("neither JSON nor YAML, nor a page with a fence of one: no OpenAPI document to be found")
            }
            _ => return Ok(None),
        },
    };
    Ok(Some(Document { text: ended(text), yaml, value, fence: None }))
}

fn parse(text: &str, yaml: bool) -> Result<Value> {
    if yaml {
        serde_yaml_ng::from_str(text).context("not YAML")
    } else {
        serde_json::from_str(text).context("not JSON")
    }
}

fn is_document(value: &Value) -> bool {
    value.get("openapi").is_some() || value.get("swagger").is_some()
}

/// Refuses what no client can be made from.
fn check(value: &Value) -> Result<()> {
    if let Some(version) = value.get("swagger") {
        bail!("Swagger {version}: the pipeline reads OpenAPI 3.0 and 3.1");
    }
    match value.get("openapi").and_then(Value::as_str) {
        Some(version) if version.starts_with("3.0.") || version.starts_with("3.1.") => {}
        Some(version) => bail!("OpenAPI {version:?}: the pipeline reads 3.0 and 3.1"),
        None => bail!("no `openapi` version: not an OpenAPI document"),
    }
    match value.get("paths").and_then(Value::as_object) {
        Some(paths) if !paths.is_empty() => Ok(()),
        _ => bail!("no `paths`: there is no operation in this document"),
    }
}

fn ended(text: &str) -> String {
    if text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") }
}

struct Fence<'a> {
    line: usize,
    info: &'a str,
    body: &'a str,
}

/// The fenced blocks of a Markdown text, as CommonMark has them: the closing fence is at least as long as the opening
/// one, and a fence that is never closed ends with the text.
fn fences(text: &str) -> Vec<Fence<'_>> {
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
