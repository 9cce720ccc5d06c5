//! Adds the documents of pages to openapi/.

use std::collections::BTreeMap;
use std::io::Read;
use std::time::Duration;
use std::{fs, io};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::table::{self, Row};
use super::{Options, fetch, overlay, pick, slug};
use crate::openapi::state::{self, State};
use crate::openapi::{Source, has_same_value, operations};
use crate::page;

/// A page to read.
pub struct Page {
    /// A URL, a file, or `-` for standard input.
    pub place: String,
    /// The URL for the table.
    url: Option<String>,
    operations: Vec<String>,
    slug: Option<String>,
    /// Whether it comes from the table, so that it has to be the page of its document.
    is_update: bool,
}

/// The pages of the command line, or those of the table.
pub fn pages_to_read(readme: &str, options: &Options) -> Result<Vec<Page>> {
    if !options.pages.is_empty() {
        let page = |place: &String| Page {
            url: options.from.clone().or_else(|| fetch::is_url(place).then(|| place.clone())),
            place: place.clone(),
            operations: options.operation.clone(),
            slug: options.slug.clone(),
            is_update: false,
        };
        return Ok(options.pages.iter().map(page).collect());
    }
    let mut pages = Vec::new();
    for Row { slug, url, operations, .. } in table::parse_rows(readme) {
        let Some(url) = url else {
            eprintln!(
                "warning: openapi/{slug}.json is not updated: its row in {} has no URL. Set it with `cargo heygen bump FILE --from URL`",
                table::README
            );
            continue;
        };
        // A page of HeyGen's reference is Markdown with `.md`.
        let end = url.rsplit('/').next().unwrap_or_default();
        let place = if end.contains('.') { url.clone() } else { format!("{}.md", url.trim_end_matches('/')) };
        pages.push(Page { place, url: Some(url), operations, slug: Some(slug), is_update: true });
    }
    if pages.is_empty() {
        bail!("no page to update: give a URL or a file, as {} has no row with a URL", table::README);
    }
    Ok(pages)
}

/// The state of openapi/ while pages are added.
pub struct Vendor {
    pub state: State,
    pub readme: String,
    /// The names of the documents that the pages have.
    pub slugs: Vec<String>,
}

impl Vendor {
    /// Adds the document of a page, and its row to openapi/README.md. On an error nothing is added.
    pub fn add_page(&mut self, page: &Page, options: &Options, read: &mut BTreeMap<String, String>) -> Result<()> {
        if !read.contains_key(&page.place) {
            read.insert(page.place.clone(), read_text(&page.place, Duration::from_secs(options.timeout))?);
        }
        let mut document = page::read_document(&read[&page.place])?;
        if !page.operations.is_empty() {
            pick::pick_operations(&mut document, &page.operations)?;
        }
        let rows = table::parse_rows(&self.readme);
        let url = page.url.as_deref();
        let slug = slug::choose_slug(&self.state, &rows, &document.value, page.slug.as_deref(), url)?;
        let row = rows.iter().find(|row| row.slug == slug);
        let present = self.state.document(&slug);
        let published = present.map(Source::published).transpose()?;
        if let (Some(present), Some(published)) = (present, &published) {
            if page.is_update {
                ensure_same_page(&present.file, published, &document.value)?;
            }
            if row.is_some_and(|row| !row.has_sum_of(&present.text)) {
                bail!(
                    "{} was edited, as its hash is not the one in {}. Restore it (`git checkout {0}`), and put corrections into \
                     its overlay",
                    present.file,
                    table::README
                );
            }
        }
        let changes = published.is_none_or(|published| !has_same_value(&published, &document.value));
        let has_url = url.is_none_or(|url| {
            row.is_some_and(|row| row.url.as_deref().is_some_and(|known| slug::is_same_url(known, url)))
        });
        let from = (row.is_none() || !has_url).then(|| table::describe_origin(&document, url, &page.operations));
        if changes || from.is_some() {
            self.readme = table::update_row(&self.readme, &slug, from, changes.then_some(&document))?;
        }
        if changes {
            let overlay = match present {
                Some(source) => source.overlay.clone(),
                None => overlay::new_overlay(&slug, &document.value),
            };
            let file = state::file(&format!("{slug}.json"));
            self.state.insert(Source { file, text: document.text, overlay });
        }
        self.slugs.push(slug);
        Ok(())
    }
}

/// Rejects a document that has no operation of the known one.
fn ensure_same_page(file: &str, known: &Value, document: &Value) -> Result<()> {
    if !operations(document).any(|one| slug::has_operation(known, &one)) {
        let title = document["info"]["title"].as_str().unwrap_or_default();
        let [first, expected] =
            [document, known].map(|document| operations(document).next().map(|one| one.name()).unwrap_or_default());
        bail!(
            "this is another page: its document \"{title}\" has {first}, and no operation of {file}, such as {expected}. Correct \
             the URL in {}",
            table::README
        );
    }
    Ok(())
}

/// Reads a URL, a file or standard input.
fn read_text(place: &str, timeout: Duration) -> Result<String> {
    let mut bytes = Vec::new();
    if fetch::is_url(place) {
        bytes = fetch::fetch_page(place, timeout)?;
    } else if place == "-" {
        io::stdin().read_to_end(&mut bytes).context("cannot be read")?;
    } else {
        bytes = fs::read(place).context("cannot be read")?;
    }
    String::from_utf8(bytes).context("this is not text in UTF-8")
}
