//! The table of openapi/README.md: where each document comes from.

use anyhow::{Result, bail};
use sha2::{Digest, Sha256};

use crate::openapi::state;
use crate::output::markdown::code;

/// The file that has it.
pub const README: &str = "openapi/README.md";

const HEADER: &str = "| file | from | version | fetched | SHA-256 |";

/// One row.
pub struct Row<'a> {
    pub file: &'a str,
    /// Markdown; `None` keeps what the document's row has.
    pub from: Option<String>,
    /// For a document that has no row yet.
    pub default_from: String,
    pub version: &'a str,
    /// `None` keeps what the document's row has.
    pub fetched: Option<String>,
    /// What HeyGen published.
    pub published: &'a str,
    /// What is written.
    pub text: &'a str,
}

/// The README with a document's row replaced or added.
pub fn update(readme: &str, row: &Row<'_>) -> Result<String> {
    let Some(header) = readme.lines().position(|line| line.trim_end() == HEADER) else {
        bail!("openapi/README.md has no table that begins with {HEADER}");
    };
    let mut lines: Vec<String> = readme.lines().map(str::to_owned).collect();
    let end = header + lines[header..].iter().take_while(|line| line.starts_with('|')).count();
    let is_of_file = |line: &String| line.split('`').nth(1).map(state::slug) == Some(state::slug(row.file));
    let present = lines[header..end].iter().position(is_of_file).map(|index| header + index);
    let kept = |column| present.and_then(|index| lines[index].split(" | ").nth(column).map(str::to_owned));
    let from = row.from.clone().or_else(|| kept(1)).unwrap_or_else(|| row.default_from.clone());
    let fetched = row.fetched.clone().or_else(|| kept(3)).unwrap_or_default();
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

/// SHA-256 in hexadecimal digits.
fn sum(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// HeyGen's text as a cell of the table.
pub fn cell(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !matches!(c, '|' | '`' | '<' | '>')).collect()
}
