//! `cargo heygen bump`: updates openapi/ and the client from HeyGen's pages, and prints the body of the pull request.

mod changelog;
mod compile;
mod origin;
mod overlay;
mod pick;
mod report;
mod slug;
mod table;
mod vendor;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;

use super::{diff, generate};
use crate::findings;
use crate::openapi::corrections;
use crate::openapi::manifest;
use crate::openapi::state::State;
use crate::output::files;
use crate::output::{Outcome, print};
use crate::settle;
use report::Report;

/// Cargo may rewrite this file.
const LOCK: &str = "Cargo.lock";

#[derive(Args)]
pub struct Options {
    /// Pages (Markdown) or documents (JSON, YAML) that HeyGen publishes; `-` is standard input.
    #[arg(required = true, value_name = "PAGE")]
    pages: Vec<PathBuf>,
    /// Take only the operations with these `operationId`s, and the components that they use. The stored file then differs from
    /// the published one.
    #[arg(long, value_name = "ID", num_args = 1.., value_delimiter = ',')]
    operation: Vec<String>,
    /// The name of the file in openapi/, without `.json`. Use it to replace a document that has a different name. By default
    /// the `operationId` of a single operation, or `info.title`.
    #[arg(long)]
    slug: Option<String>,
    /// The URL of the page, for the table in openapi/README.md.
    #[arg(long, value_name = "URL")]
    from: Option<String>,
    /// The day on which the pages were fetched. Default: today, if the document changed.
    #[arg(long, value_name = "YYYY-MM-DD")]
    fetched: Option<jiff::civil::Date>,
    /// Print the report and leave the files as they were.
    #[arg(long)]
    dry_run: bool,
}

/// `cargo heygen bump`.
pub fn run(root: &Path, options: &Options) -> Result<Outcome> {
    if options.pages.len() > 1 && (options.slug.is_some() || options.from.is_some() || !options.operation.is_empty()) {
        bail!("--slug, --from and --operation can be used with one page only");
    }
    let before = State::of_tree(root)?;
    let mut after = before.clone();
    let mut files = BTreeMap::new();
    for page in &options.pages {
        vendor::page(root, page, options, &mut after, &mut files)?;
    }
    let settled = settle::all(&mut after)?;
    for source in &after.sources {
        files.insert(source.file.clone(), source.text.clone());
        files.extend(source.overlay.clone());
    }
    let difference = diff::between(&before, &after)?;
    let generates = generate::client(&after).is_ok();
    let generated = generate::client(&applicable(&after)?);
    let rust = generated.as_ref().map(|(rust, _)| rust.as_str()).unwrap_or_default();
    versions(root, &mut after, &difference, rust, &mut files)?;
    if !rust.is_empty() {
        files.insert(generate::FILE.to_owned(), rust.to_owned());
    }
    let found = findings::find(&after)?;
    let generated = generated.map(|(_, warnings)| warnings);

    let mut undo = files::write(root, files)?;
    let written = undo.names(root);
    let manifest = after.manifest.as_deref().unwrap_or_default();
    let compiled = undo.remember(root.join(LOCK)).and_then(|()| match written.is_empty() {
        true => Ok(Vec::new()),
        false => compile::errors(root, manifest, generates),
    });
    let outcome = compiled.and_then(|errors| {
        let report = Report { difference, settled, found, generated, errors, written };
        print(&report.markdown())?;
        Ok(if report.checklist().is_empty() { Outcome::Clean } else { Outcome::Open })
    });
    if outcome.is_err() || options.dry_run {
        undo.undo();
    }
    outcome
}

/// The state as if all guards held, so that src/ is checked against the new client even if a correction is open.
fn applicable(state: &State) -> Result<State> {
    let mut state = state.clone();
    for source in &mut state.sources {
        *source = corrections::correct(source)?.source;
    }
    Ok(state)
}

/// Sets the version in every file, adds the dependencies of the generated code, and writes the changelog entry.
fn versions(
    root: &Path,
    state: &mut State,
    difference: &diff::Difference,
    rust: &str,
    files: &mut BTreeMap<String, String>,
) -> Result<()> {
    let (Some(text), Some(old), Some(package)) = (&state.manifest, state.version(), &difference.package) else {
        bail!("Cargo.toml has no package `version`");
    };
    let new = package.after.parse()?;
    let dependencies = manifest::missing_dependencies(text, rust);
    let text = manifest::with_version(text, &new).context("Cargo.toml has no package `version`")?;
    let text = dependencies.iter().fold(text, |text, line| manifest::with_dependency(&text, line));
    state.manifest = Some(text.clone());
    files.insert("Cargo.toml".to_owned(), text);
    if old == new {
        return Ok(());
    }
    if let Ok(lock) = fs::read_to_string(root.join(LOCK)) {
        files.insert(LOCK.to_owned(), manifest::with_locked_version(&lock, &old, &new));
    }
    if let Ok(text) = fs::read_to_string(root.join(changelog::FILE)) {
        files.insert(changelog::FILE.to_owned(), changelog::with_entry(&text, difference)?);
    }
    Ok(())
}
