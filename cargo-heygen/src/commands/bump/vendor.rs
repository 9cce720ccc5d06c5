//! Adds the document of a page to openapi/.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::{fs, io};

use anyhow::{Context, Result};

use super::table::{self, Row, cell};
use super::{Options, origin, overlay, pick, slug};
use crate::openapi::state::{self, State};
use crate::openapi::{OVERLAY, Source, overlay_text};
use crate::page;

/// Adds the document of a page to a state, and its row to openapi/README.md.
pub fn page(
    root: &Path,
    file: &Path,
    options: &Options,
    state: &mut State,
    files: &mut BTreeMap<String, String>,
) -> Result<()> {
    let name = if file == Path::new("-") { "standard input".to_owned() } else { file.display().to_string() };
    let mut document = page::read(&input(file).with_context(|| name.clone())?).with_context(|| name.clone())?;
    if !options.operation.is_empty() {
        pick::operations(&mut document, &options.operation)?;
    }
    let slug = slug::slug(state, &document.value, options.slug.as_deref()).with_context(|| name.clone())?;
    slug::reject_conflicts(state, &document.value, &slug).with_context(|| name.clone())?;
    let present = state.document(&slug);
    let is_new = present.is_none_or(|source| source.text != document.text);
    if !is_new && options.from.is_none() && options.fetched.is_none() {
        return Ok(());
    }
    let readme = files.remove(table::README).map_or_else(
        || fs::read_to_string(root.join(table::README)).with_context(|| format!("{}: cannot be read", table::README)),
        Ok,
    )?;
    let file = format!("{slug}.json");
    let fetched = match options.fetched {
        Some(date) => Some(date.to_string()),
        None => is_new.then(|| jiff::Timestamp::now().to_string().chars().take(10).collect()),
    };
    let row = Row {
        file: &file,
        from: options.from.as_ref().map(|url| format!("<{}>", cell(url))),
        default_from: origin::of(&document, &slug, &options.operation),
        version: document.value["info"]["version"].as_str().unwrap_or_default(),
        fetched,
        published: &document.published,
        text: &document.text,
    };
    files.insert(table::README.to_owned(), table::update(&readme, &row)?);
    let overlay = present.and_then(|source| source.overlay.clone()).unwrap_or_else(|| {
        let text = overlay_text::print(&overlay::first(&slug, &document.value));
        (state::file(&format!("{slug}{OVERLAY}")), text)
    });
    state.insert(Source { file: state::file(&file), text: document.text, overlay: Some(overlay) });
    Ok(())
}

fn input(file: &Path) -> Result<String> {
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        io::stdin().read_to_end(&mut bytes).context("cannot be read")?;
    } else {
        bytes = fs::read(file).context("cannot be read")?;
    }
    String::from_utf8(bytes).context("not UTF-8")
}
