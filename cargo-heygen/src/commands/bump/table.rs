//! The table in openapi/README.md that lists where each document comes from.

use anyhow::{Result, bail};
use sha2::{Digest, Sha256};

use crate::openapi::state;
use crate::output::markdown::code;
use crate::page::Document;

/// The file with the table.
pub const README: &str = "openapi/README.md";

const HEADER: &str = "| file | from | version | fetched | SHA-256 |";

/// The file for a crate that has none yet.
pub fn new_readme() -> String {
    format!(
        "# HeyGen's documents\n\nEach document comes from a page of HeyGen's API reference:\n\n{HEADER}\n\
         | --- | --- | --- | --- | --- |\n\nDo not edit them: `cargo heygen bump` updates them from the pages above. Corrections \
         are actions in `SLUG.overlay.json`, as\n[the guide](https://docs.rs/heygen-api/latest/heygen_api/guide/operations/#correct-a-document) \
         shows.\n\n*SHA-256* is the hash of what HeyGen published. If the file differs, its own hash follows.\n"
    )
}

/// A row of the table.
pub struct Row {
    pub slug: String,
    pub url: Option<String>,
    /// The `operationId`s that were taken from a larger document.
    pub operations: Vec<String>,
    /// The hash of the file.
    sum: Option<String>,
}

impl Row {
    /// Whether the file is the one that was fetched.
    pub fn has_sum_of(&self, text: &str) -> bool {
        let sums = [text.to_owned(), text.replace("\r\n", "\n")].map(|text| sha256(&text));
        self.sum.as_ref().is_none_or(|known| sums.contains(known))
    }
}

/// The rows of the table.
pub fn parse_rows(readme: &str) -> Vec<Row> {
    let lines = readme.lines().skip_while(|line| line.trim_end() != HEADER).skip(2);
    let parse = |line: &str| {
        let cells = cells(line);
        let spans = |text: &str| text.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
        let from = *cells.get(1)?;
        let url = from.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(url, _)| url.to_owned());
        let operations = from.split_once(" from ").map(|(ids, _)| spans(ids)).unwrap_or_default();
        let slug = state::slug(spans(cells[0]).first()?).to_owned();
        let sum = cells.get(4).and_then(|sums| spans(sums).pop()).filter(|sum| sum.len() == 64);
        Some(Row { slug, url, operations, sum })
    };
    lines.take_while(|line| line.starts_with('|')).filter_map(parse).collect()
}

fn cells(line: &str) -> Vec<&str> {
    line.trim().trim_matches('|').split(" | ").map(str::trim).collect()
}

/// Replaces or adds the row of a document: where it comes from, in Markdown, and what was fetched today. `None` keeps a value.
pub fn update_row(readme: &str, slug: &str, from: Option<String>, fetched: Option<&Document>) -> Result<String> {
    let Some(header) = readme.lines().position(|line| line.trim_end() == HEADER) else {
        bail!("{README} has no table with the header {HEADER}");
    };
    let mut lines: Vec<String> = readme.lines().map(str::to_owned).collect();
    let end = header + lines[header..].iter().take_while(|line| line.starts_with('|')).count();
    let is_own = |line: &String| line.split('`').nth(1).map(state::slug) == Some(slug);
    let present = lines[header..end].iter().position(is_own).map(|index| header + index);
    let cell = |column: usize, new: Option<String>| {
        new.or_else(|| Some((*cells(&lines[present?]).get(column)?).to_owned())).unwrap_or_default()
    };
    let line = format!(
        "| {} | {} | {} | {} | {} |",
        code(&format!("{slug}.json")),
        cell(1, from),
        cell(2, fetched.map(|document| plain(document.value["info"]["version"].as_str().unwrap_or_default()))),
        cell(3, fetched.map(|_| jiff::Timestamp::now().to_string().chars().take(10).collect())),
        cell(4, fetched.map(hash_cell)),
    );
    match present {
        Some(index) => lines[index] = line,
        None => lines.insert(end, line),
    }
    Ok(lines.join("\n") + "\n")
}

/// Where a document comes from, in Markdown: its URL or title.
pub fn describe_origin(document: &Document, url: Option<&str>, picked: &[String]) -> String {
    let title = document.value["info"]["title"].as_str().unwrap_or_default();
    let place =
        url.map_or_else(|| format!("HeyGen's document \"{}\"", plain(title)), |url| format!("<{}>", plain(url)));
    let ids: Vec<String> = picked.iter().map(|id| format!("`{}`", plain(id))).collect();
    if ids.is_empty() { place } else { format!("{} from {place}", ids.join(", ")) }
}

fn hash_cell(document: &Document) -> String {
    let published = format!("`{}`", sha256(&document.published));
    if document.text == document.published {
        return published;
    }
    format!("{published}, the file: `{}`", sha256(&document.text))
}

/// The SHA-256 of a text in hexadecimal.
fn sha256(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// HeyGen's text without what would end a cell.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !matches!(c, '|' | '`' | '<' | '>')).collect()
}
