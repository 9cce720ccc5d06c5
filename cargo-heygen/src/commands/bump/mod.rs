//! `cargo heygen bump`: updates openapi/ and the client from HeyGen's pages, and prints the body of the pull request.

mod changelog;
mod compile;
mod decisions;
mod fetch;
mod overlay;
mod pick;
mod report;
mod setup;
mod slug;
mod table;
mod vendor;

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result, bail};
use clap::Args;

use super::diff::{self, Difference};
use super::generate;
use crate::findings;
use crate::openapi::manifest;
use crate::openapi::state::{self, State};
use crate::output::files;
use crate::output::{Outcome, print};
use crate::update;
use report::Report;
use vendor::Vendor;

/// Cargo may rewrite this file.
const LOCK: &str = "Cargo.lock";

#[derive(Args)]
pub struct Options {
    /// Pages (Markdown) or documents (JSON, YAML) that HeyGen publishes: URLs or files; `-` is standard input. Default: every
    /// page in the table of openapi/README.md.
    #[arg(value_name = "PAGE")]
    pages: Vec<String>,
    /// Take only the operations with these `operationId`s, and the components that they use. The stored file then differs from
    /// the published one.
    #[arg(long, value_name = "ID", num_args = 1.., value_delimiter = ',')]
    operation: Vec<String>,
    /// The name of the file in openapi/, without `.json`. Use it to replace a document that has a different name. By default
    /// the name of the document with the same operation or URL, or the `operationId` of a single operation, or `info.title`.
    #[arg(long)]
    slug: Option<String>,
    /// The URL of the page, for the table in openapi/README.md, if PAGE is a file.
    #[arg(long, value_name = "URL")]
    from: Option<String>,
    /// How long to wait for each URL.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    timeout: u64,
    /// The features to compile with, as for `cargo check`.
    #[arg(long)]
    features: Option<String>,
    /// Print the report and leave the files as they were.
    #[arg(long)]
    dry_run: bool,
    /// The Cargo command that compiles the crate, or `none`.
    #[arg(long, hide = true)]
    compile: Option<String>,
}

/// `cargo heygen bump`.
pub fn run(root: &Path, options: &Options) -> Result<Outcome> {
    if options.pages.len() != 1 && (options.slug.is_some() || options.from.is_some() || !options.operation.is_empty()) {
        bail!("--slug, --from and --operation can be used with one page only");
    }
    let before = State::of_crate(root)?;
    let readme = match fs::read_to_string(root.join(table::README)) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => table::new_readme(),
        Err(error) => return Err(error).with_context(|| format!("{}: cannot be read", table::README)),
    };
    let pages = vendor::pages_to_read(&readme, options)?;
    let mut vendor = Vendor { state: before.clone(), readme, slugs: Vec::new() };
    let (mut failed, mut read) = (Vec::new(), BTreeMap::new());
    for page in &pages {
        let name = if page.place == "-" { "standard input" } else { &page.place };
        failed.extend(vendor.add_page(page, options, &mut read).with_context(|| name.to_owned()).err());
    }
    if failed.len() == pages.len() && pages.len() == 1 {
        return Err(failed.remove(0));
    }
    failed.iter().for_each(|error| eprintln!("error: {error:#}"));
    if failed.len() == pages.len() {
        bail!("none of the {} pages could be read", pages.len());
    }
    let Vendor { state: mut after, readme, slugs } = vendor;
    let updated = update::update_overlays(&mut after)?;
    let mut difference = diff::compare_states(&before, &after)?;

    let mut files = BTreeMap::from([(table::README.to_owned(), readme)]);
    for source in &after.sources {
        files.insert(source.file.clone(), source.text.clone());
        files.extend(source.overlay.clone());
    }
    let is_checked_in = root.join(generate::FILE).is_file();
    if is_checked_in {
        update_versions(root, &after, &mut difference, &mut files)?;
    } else {
        // The version is the crate's own.
        difference.package = None;
    }
    let found = findings::find_open(&difference.corrected.1)?;
    let client = difference.clients.1.as_ref().map_or("", |client| &client.rust);
    let setup = if is_checked_in { Vec::new() } else { setup::missing_lines(root, client) };
    let first = decisions::first_items(&difference, &slugs);

    fs::create_dir_all(root.join(state::DIRECTORY)).context("openapi/ cannot be created")?;
    let mut undo = files::write(root, files)?;
    let written = undo.names(root);
    // A crate that generates while building does not compile if a correction no longer fits.
    let compile = options.compile.as_deref() != Some("none")
        && !written.is_empty()
        && setup.is_empty()
        && difference.clients.1.is_ok()
        && found.stale.is_empty();
    let compiled = undo.remember(root.join(LOCK)).and_then(|()| match compile {
        true => compile::find_problems(root, &cargo_arguments(&after, options), is_checked_in),
        false => Ok(Vec::new()),
    });
    let outcome = compiled.and_then(|problems| {
        let failed = failed.iter().map(|error| format!("{error:#}")).collect();
        let report = Report { difference, updated, found, first, failed, setup, problems, written, compiled: compile };
        print(&report.markdown())?;
        Ok(if report.is_clean() { Outcome::Clean } else { Outcome::Open })
    });
    if outcome.is_err() || options.dry_run {
        undo.undo();
        if before.sources.is_empty() {
            // Only if it is empty.
            let _ = fs::remove_dir(root.join(state::DIRECTORY));
        }
    }
    outcome
}

fn cargo_arguments(state: &State, options: &Options) -> Vec<String> {
    if let Some(command) = &options.compile {
        return command.split(' ').map(str::to_owned).collect();
    }
    let mut arguments = vec!["check".to_owned()];
    if let Some(name) = state.manifest.as_deref().and_then(manifest::package_name) {
        arguments.extend(["--package".to_owned(), name.to_owned()]);
    }
    arguments.extend(options.features.iter().flat_map(|list| ["--features".to_owned(), list.clone()]));
    arguments
}

/// Sets the version in every file, and writes the changelog entry.
fn update_versions(
    root: &Path,
    state: &State,
    difference: &mut Difference,
    files: &mut BTreeMap<String, String>,
) -> Result<()> {
    let (Some(text), Some(old)) = (&state.manifest, state.version()) else {
        bail!("Cargo.toml has no package `version`");
    };
    let changelog = fs::read_to_string(root.join(changelog::FILE)).ok();
    // Several bumps between two releases increase the version once.
    let released = changelog.as_deref().and_then(changelog::released).or_else(|| state::version_at_head(root));
    let new = difference.step.next_version(&old, released.as_ref().unwrap_or(&old), difference.metadata());
    difference.package = Some(diff::Text { before: old.to_string(), after: new.to_string() });
    files.insert("Cargo.toml".to_owned(), manifest::with_version(text, &old, &new));
    let runtime = fs::read_to_string(root.join(manifest::RUNTIME)).ok();
    let client = difference.clients.1.as_ref().map(|client| client.rust.clone()).ok();
    for (file, text) in [(manifest::RUNTIME, runtime), (generate::FILE, client)] {
        files.extend(text.map(|text| (file.to_owned(), manifest::with_generator_version(&text, &old, &new))));
    }
    if difference.step != diff::Step::None
        && let Some(text) = changelog
    {
        files.insert(changelog::FILE.to_owned(), changelog::with_entry(&text, difference, &new));
    }
    Ok(())
}
