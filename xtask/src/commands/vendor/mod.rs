//! `cargo xtask vendor`: write what HeyGen publishes into openapi/, and report what it changes.

mod overlay;
mod pick;
mod report;
mod slug;
mod table;

use std::io::Read;
use std::path::{Path, PathBuf};
use std::{collections::BTreeMap, fs, io};

use anyhow::{Context, Result};
use clap::Args;

use super::{check, diff};
use crate::openapi::state::{self, DIRECTORY, State};
use crate::openapi::{OVERLAY, Source, corrections, generate};
use crate::output::{Format, Outcome, files, print};
use crate::page::{self, Document};
use report::Report;
use table::{Row, cell};

const README: &str = "README.md";

#[derive(Args)]
pub struct Options {
    /// What HeyGen publishes: a page (Markdown) or a document (JSON, YAML); `-` is standard input.
    file: PathBuf,
    /// Take only these operations, by `operationId`, with the components that they reach. The file then differs from what
    /// HeyGen published.
    #[arg(long, value_name = "ID", num_args = 1..)]
    operation: Vec<String>,
    /// The name of the file in openapi/, without its ending; also to replace a document that has a different name. By default
    /// the one operation's `operationId`, or `info.title`.
    #[arg(long)]
    slug: Option<String>,
    /// The URL of the page, for the table of openapi/README.md.
    #[arg(long, value_name = "URL")]
    from: Option<String>,
    /// The day on which it was fetched, if not today.
    #[arg(long, value_name = "YYYY-MM-DD")]
    fetched: Option<jiff::civil::Date>,
    /// Report, and write nothing.
    #[arg(long)]
    dry_run: bool,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// `cargo xtask vendor`.
pub fn run(root: &Path, options: &Options) -> Result<Outcome> {
    let mut document = page::read(&input(&options.file)?).with_context(|| name(&options.file))?;
    if !options.operation.is_empty() {
        pick::operations(&mut document, &options.operation)?;
    }
    let before = State::of_tree(root)?;
    let slug = slug::slug(&before, &document.value, options.slug.as_deref())?;
    slug::refuse_conflicts(&before, &document.value, &slug)?;
    let mut after = before.clone();
    let mut written = BTreeMap::new();
    let present = before.document(&slug);
    if present.is_none_or(|source| source.text != document.text) {
        let overlay = match present.and_then(|source| source.overlay.clone()) {
            Some(overlay) => overlay,
            None => {
                let name = format!("{slug}{OVERLAY}");
                let text = corrections::print(&overlay::first(&slug, &document.value));
                written.insert(name.clone(), text.clone());
                (state::file(&name), text)
            }
        };
        let name = format!("{slug}.json");
        written.insert(name.clone(), document.text.clone());
        written.insert(README.to_owned(), readme(root, &document, &name, options)?);
        after.insert(Source { file: state::file(&name), text: document.text, overlay: Some(overlay) });
    }
    let report = Report {
        written: written.keys().map(|name| state::file(name)).collect(),
        difference: diff::between(&before, &after)?,
        check: check::findings(&after)?,
        build: build(&after),
    };
    if !options.dry_run {
        let changes = written.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        files::write(&root.join(DIRECTORY), changes)?;
    }
    print(&report.print(options.format, options.dry_run)?)?;
    Ok(if report.is_open() { Outcome::Open } else { Outcome::Clean })
}

fn input(file: &Path) -> Result<String> {
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        io::stdin().read_to_end(&mut bytes).context("standard input cannot be read")?;
    } else {
        bytes = fs::read(file).with_context(|| format!("{}: cannot be read", file.display()))?;
    }
    String::from_utf8(bytes).with_context(|| format!("{}: not UTF-8", name(file)))
}

fn name(file: &Path) -> String {
    if file == Path::new("-") { "standard input".to_owned() } else { file.display().to_string() }
}

/// openapi/README.md with the document's row.
fn readme(root: &Path, document: &Document, name: &str, options: &Options) -> Result<String> {
    let readme = root.join(DIRECTORY).join(README);
    let readme = fs::read_to_string(&readme).with_context(|| format!("{}: cannot be read", readme.display()))?;
    let row = Row {
        file: name,
        from: options.from.as_ref().map(|url| format!("<{}>", cell(url))),
        default_from: origin(document, state::slug(name), &options.operation),
        version: document.value["info"]["version"].as_str().unwrap_or_default(),
        fetched: &match options.fetched {
            Some(date) => date.to_string(),
            None => jiff::Timestamp::now().to_string().chars().take(10).collect(),
        },
        published: &document.published,
        text: &document.text,
    };
    table::update(&readme, &row)
}

/// Where a document comes from, as far as it is known from the document itself.
fn origin(document: &Document, slug: &str, picked: &[String]) -> String {
    let info = document.fence.as_deref().unwrap_or_default();
    let title = cell(document.value["info"]["title"].as_str().unwrap_or(slug));
    let origin = match (&document.fence, info.split_once(' ')) {
        (Some(_), Some((_, place))) => format!("the YAML block of HeyGen's page of `{}`", cell(place)),
        (Some(_), None) => format!("the JSON block of <https://docs.heygen.com/reference/{slug}>"),
        (None, _) => format!("HeyGen's document \"{title}\""),
    };
    let ids: Vec<String> = picked.iter().map(|id| format!("`{}`", cell(id))).collect();
    if ids.is_empty() { origin } else { format!("{}, of {origin}", ids.join(", ")) }
}

/// What the code generator reports: a line for each kind of warning, or the error that stops it.
fn build(state: &State) -> Result<Vec<String>, String> {
    match generate(&state.sources) {
        Ok(generated) => Ok(generated.summary()),
        Err(error) => Err(error.to_string()),
    }
}
