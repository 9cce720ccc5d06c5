//! What HeyGen publishes: a page in Markdown with the document in a fence, or the document alone; JSON or YAML.

mod fences;
mod json;
mod yaml;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::openapi;
use fences::fences;
pub use json::Json;

/// An OpenAPI document as HeyGen published it.
#[derive(Debug)]
pub struct Document {
    /// The document as published, with a newline at its end.
    pub published: String,
    /// The document as JSON: as published where that is JSON, converted where it is YAML.
    pub text: String,
    pub value: Value,
    /// The info string of the fence, where it was in one.
    pub fence: Option<String>,
}

#[derive(Clone, Copy)]
enum Language {
    Json,
    Yaml,
}

/// Finds the one OpenAPI document in a text.
pub fn read(text: &str) -> Result<Document> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
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
        // Lines and columns of errors are those of the page.
        match parse(&("\n".repeat(fence.line) + fence.body), language) {
            Ok((_, value)) if !is_document(&value) => {}
            Ok((json, value)) => found.push(document(fence.body, json, value, Some(fence.info))),
            // An example may be abbreviated: an error only where there is no document.
            Err(error) => drop(failure.get_or_insert(error)),
        }
    }
    if found.is_empty() {
        match (bare(text), failure) {
            (Ok(document), _) => found.push(document),
            (Err(error), _) if fences.is_empty() => return Err(error),
            (_, Some(error)) => return Err(error),
            _ => {}
        }
    }
    let Some(document) = found.pop() else {
        bail!("no fence of this page holds an OpenAPI document: expected ```json or ```yaml, with `openapi` in it");
    };
    if !found.is_empty() {
        bail!("{} fences of this page hold an OpenAPI document, and one is expected", found.len() + 1);
    }
    openapi::check_version(&document.value)?;
    match document.value.get("paths").and_then(Value::as_object) {
        Some(paths) if !paths.is_empty() => Ok(document),
        _ => bail!("no `paths`: this document has no operations"),
    }
}

/// A text that is a document as a whole.
fn bare(text: &str) -> Result<Document> {
    let start = text.trim_start();
    if start.is_empty() {
        bail!("the input is empty");
    }
    if start.starts_with('<') {
        bail!("this is HTML: add `.md` to the page's URL for its Markdown");
    }
    let is_yaml = text.lines().any(|line| line.starts_with("openapi:") || line.starts_with("swagger:"));
    let language = if start.starts_with(['{', '[']) {
        Language::Json
    } else if is_yaml {
        Language::Yaml
    } else {
        bail!("no OpenAPI document found: expected JSON, YAML, or a page with a fence of one of them");
    };
    let (json, value) = parse(text, language)?;
    Ok(document(text, json, value, None))
}

/// The document as a value, and as JSON text where it is YAML.
fn parse(text: &str, language: Language) -> Result<(Option<String>, Value)> {
    match language {
        Language::Json => Ok((None, serde_json::from_str(text).context("not JSON")?)),
        Language::Yaml => {
            let failed = "not YAML that JSON can express";
            let json = format!("{}\n", yaml::parse(text).context(failed)?);
            let value = serde_json::from_str(&json).context(failed)?;
            Ok((Some(json), value))
        }
    }
}

fn document(text: &str, json: Option<String>, value: Value, fence: Option<&str>) -> Document {
    let published = if text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") };
    let text = json.unwrap_or_else(|| published.clone());
    Document { published, text, value, fence: fence.map(str::to_owned) }
}

fn is_document(value: &Value) -> bool {
    value.get("openapi").is_some() || value.get("swagger").is_some()
}
