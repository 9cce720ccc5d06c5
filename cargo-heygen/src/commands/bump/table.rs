//! The table in openapi/README.md that lists where each document comes from.

use anyhow::{Result, bail};
use sha2::{Digest, Sha256};

use crate::openapi::state;
use crate::output::markdown::code;

/// The file with the table.
pub const README: &str = "openapi/README.md";

const HEADER: &str = "| file | from | version | fetched | SHA-256 |";

/// One row.
pub struct Row<'a> {
    pub file: &'a str,
    /// In Markdown; `None` keeps the value of the document's row.
    pub from: Option<String>,
    /// The value of `from` for a new row.
    pub default_from: String,
    pub version: &'a str,
    /// `None` keeps the value of the document's row.
    pub fetched: Option<String>,
    /// The text that HeyGen published.
    pub published: &'a str,
    /// The text of the file.
    pub text: &'a str,
}

/// Replaces or adds the row of a document.
pub fn update(readme: &str, row: &Row<'_>) -> Result<String> {
    let Some(header) = readme.lines().position(|line| line.trim_end() == HEADER) else {
        bail!("openapi/README.md has no table with the header {HEADER}");
    };
    let mut lines: Vec<String> = readme.lines().map(str::to_owned).collect();
    let end = header + lines[header..].iter().take_while(|line| line.starts_with('|')).count();
    let is_of_file = |line: &String| line.split('`').nth(1).map(state::slug) == Some(state::slug(row.file));
    let present = lines[header..end].iter().position(is_of_file).map(|index| header + index);
    let current = |column| present.and_then(|index| lines[index].split(" | ").nth(column).map(str::to_owned));
    let from = row.from.clone().or_else(|| current(1)).unwrap_or_else(|| row.default_from.clone());
    let fetched = row.fetched.clone().or_else(|| current(3)).unwrap_or_default();
    let version = cell(row.version);
    let mut sums = format!("`{}`", sum(row.published));
    if row.text != row.published {
        sums += &format!(", the file: `{}`", sum(row.text));
    }
    let line = format!("| {} | {from} | {version} | {fetched} | {sums} |", code(row.file));
    match present {
        Some(index) => lines[index] = line,
        None => lines.insert(end, line),
    }
    Ok(lines.join("\n") + "\n")
}

/// The SHA-256 of a text in hexadecimal.
fn sum(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// HeyGen's text as a table cell.
pub fn cell(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !matches!(c, '|' | '`' | '<' | '>')).collect()
}
