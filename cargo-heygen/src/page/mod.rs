//! Reads what HeyGen publishes: a Markdown page with the document in a code fence, or the document itself, as JSON or YAML.

mod fences;
mod yaml;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::openapi;
use fences::fences;

/// An OpenAPI document as HeyGen published it.
#[derive(Debug)]
pub struct Document {
    /// The document as published, with a newline at its end. Its hash is recorded.
    pub published: String,
    /// The document as JSON for the file: as published with LF as line ends, or converted from YAML.
    pub text: String,
    pub value: Value,
}

#[derive(Clone, Copy)]
enum Language {
    Json,
    Yaml,
}

/// Finds the OpenAPI document in a text.
pub fn read_document(text: &str) -> Result<Document> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (document, info) = match document_language(text)? {
        Some(language) => (parse_text(text, text, language)?, ""),
        None => find_fenced(text)?,
    };
    openapi::check_version(&document.value)?;
    if !has_operations(&document.value) {
        bail!("this document has no `paths`, so it has no operations");
    }
    // A page names its operation: "yaml /openapi/external-api.json POST /v3/avatars".
    let words: Vec<&str> = info.split_whitespace().collect();
    if let [_, .., method, path] = words.as_slice()
        && path.starts_with('/')
        && openapi::METHODS.contains(&method.to_ascii_lowercase().as_str())
        && !openapi::operations(&document.value).any(|one| one.name() == format!("{method} {path}"))
    {
        bail!("the page is about {method} {path}, but its document does not have this operation");
    }
    Ok(document)
}

/// Finds the document in a code fence of a page, and the info string of the fence.
fn find_fenced(text: &str) -> Result<(Document, &str)> {
    let mut found = Vec::new();
    let mut failure = None;
    let fences = fences(text);
    for fence in &fences {
        let language = fence.info.split_whitespace().next().unwrap_or_default();
        let language = match language.to_ascii_lowercase().as_str() {
            "json" => Language::Json,
            "yaml" | "yml" => Language::Yaml,
            _ => continue,
        };
        // The newlines make errors show the line of the page.
        match parse_text(&("\n".repeat(fence.line) + fence.body), fence.body, language) {
            Ok(document) if document.value.get("openapi").or(document.value.get("swagger")).is_none() => {}
            Ok(document) => found.push((document, fence.info)),
            // It may be an abbreviated example: report the error only if there is no document.
            Err(error) => drop(failure.get_or_insert(error)),
        }
    }
    // A document without operations may be an abbreviated example.
    if found.iter().any(|(document, _)| has_operations(&document.value)) {
        found.retain(|(document, _)| has_operations(&document.value));
    }
    match (found.pop(), failure) {
        (Some(document), _) if found.is_empty() => Ok(document),
        (Some(_), _) => bail!("{} code fences of this page have an OpenAPI document, expected one", found.len() + 1),
        (None, Some(error)) => Err(error),
        (None, None) if fences.is_empty() => {
            bail!("no OpenAPI document found: expected JSON, YAML, or a page with a code fence of either")
        }
        (None, None) => {
            bail!("no code fence of this page has an OpenAPI document: expected ```json or ```yaml with `openapi`")
        }
    }
}

/// The language of a text that is a document itself; `None` for a page.
fn document_language(text: &str) -> Result<Option<Language>> {
    let start = text.trim_start();
    if start.is_empty() {
        bail!("the input is empty");
    }
    let mut lines = text.lines().take_while(|line| !line.starts_with("```"));
    if lines.any(|line| line.starts_with("openapi:") || line.starts_with("swagger:")) {
        return Ok(Some(Language::Yaml));
    }
    let is_html = ["<!doctype html", "<html", "<?xml", "<head"]
        .iter()
        .any(|tag| start.get(..tag.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(tag)));
    if is_html || start.starts_with('<') && !text.contains("```") {
        bail!(
            "this is an HTML page: add `.md` to its URL to get Markdown. If it ends in `.md`, the server sent an error page"
        );
    }
    Ok(start.starts_with(['{', '[']).then_some(Language::Json))
}

fn has_operations(document: &Value) -> bool {
    document.get("paths").and_then(Value::as_object).is_some_and(|paths| !paths.is_empty())
}

/// Parses the document that was published as `published`. Before it, `text` may have empty lines.
fn parse_text(text: &str, published: &str, language: Language) -> Result<Document> {
    let published = if published.ends_with('\n') { published.to_owned() } else { format!("{published}\n") };
    let (text, value): (_, Value) = match language {
        Language::Json => (published.replace("\r\n", "\n"), serde_json::from_str(text).context("invalid JSON")?),
        Language::Yaml => {
            let value = yaml::to_json(text).context("cannot convert YAML to JSON")?;
            (format!("{value:#}\n"), value)
        }
    };
    Ok(Document { published, text, value })
}
