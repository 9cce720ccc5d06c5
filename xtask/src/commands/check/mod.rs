//! `cargo xtask check`: what is open in openapi/. Examples that contradict their schema, corrections that no longer fit, limits that
//! only a description states, and dependencies that Cargo.toml lacks.

mod actions;
mod examples;
mod prose;
mod report;

use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;
use serde_json::Value;

use crate::openapi::corrections::{self, Corrected, Stale};
use crate::openapi::state::{self, DIRECTORY, State};
use crate::openapi::{OVERLAY, generate, manifest, operations};
use crate::output::{Format, Outcome, files, print};
use examples::Contradiction;
use prose::Limit;

pub use prose::{limits, sentences};
pub use report::{markdown, text};

/// All that was found in a state of openapi/.
#[derive(Default, Serialize)]
pub struct Findings {
    /// How many examples and defaults were checked against their schema.
    pub examples: usize,
    /// Contradictions in HeyGen's document that an overlay settles.
    pub settled: usize,
    pub contradictions: Vec<Contradiction>,
    pub stale: Vec<Stale>,
    pub limits: Vec<Limit>,
    /// Lines that `[dependencies]` of Cargo.toml lacks.
    pub dependencies: Vec<String>,
}

impl Findings {
    pub fn open(&self) -> usize {
        self.contradictions.len() + self.stale.len() + self.limits.len() + self.dependencies.len()
    }
}

/// Checks every document of a state.
pub fn findings(state: &State) -> Result<Findings> {
    let mut findings = Findings::default();
    let mut applicable = Vec::new();
    for source in &state.sources {
        let corrected = corrections::correct(source)?;
        let Corrected { published, document, .. } = &corrected;
        let (examples, in_published) = examples::contradictions(&source.file, published)?;
        let (_, open) = examples::contradictions(&source.file, document)?;
        let same =
            |one: &Contradiction, other: &Contradiction| one.pointer == other.pointer && one.keyword == other.keyword;
        findings.examples += examples;
        findings.settled += in_published.iter().filter(|one| !open.iter().any(|other| same(one, other))).count();
        findings.contradictions.extend(open);
        findings.limits.extend(prose::unstated(&source.file, &corrected)?);
        findings.stale.extend(corrected.stale);
        applicable.push(corrected.source);
    }
    // What stops the code generator, the build reports.
    if let (Some(manifest), Ok(generated)) = (&state.manifest, generate(&applicable)) {
        findings.dependencies = manifest::missing_dependencies(manifest, &generated.rust);
    }
    Ok(findings)
}

/// `cargo xtask check`.
pub fn run(root: &Path, fix: bool, format: Format) -> Result<Outcome> {
    let mut state = State::of_tree(root)?;
    if fix {
        let count = write_corrections(&mut state)?;
        let overlays = state.sources.iter().filter_map(|source| source.overlay.as_ref());
        let changes = overlays.map(|(file, text)| (state::name(file), text.as_str()));
        files::write(&root.join(DIRECTORY), changes)?;
        eprintln!("{count} {} written", if count == 1 { "correction" } else { "corrections" });
    }
    let found = findings(&state)?;
    print(&match format {
        Format::Text => text(&found),
        Format::Markdown => markdown(&found),
        Format::Json => serde_json::to_string_pretty(&found)? + "\n",
    })?;
    Ok(if found.open() == 0 { Outcome::Clean } else { Outcome::Open })
}

/// Adds the actions that settle the contradictions, and returns how many. One that is settled can uncover the next.
fn write_corrections(state: &mut State) -> Result<usize> {
    let mut written = 0;
    for _ in 0..8 {
        let before = written;
        for source in &mut state.sources {
            let document = corrections::correct(source)?.document;
            let (_, contradictions) = examples::contradictions(&source.file, &document)?;
            let actions = actions::all(&document, &contradictions);
            if actions.is_empty() {
                continue;
            }
            written += actions.len();
            let name = state::name(&source.file);
            let (file, text) = source.overlay.get_or_insert_with(|| {
                let overlay = state::slug(name).to_owned() + OVERLAY;
                (state::file(&overlay), corrections::print(&empty(name, &document)))
            });
            *text = corrections::append(text, &actions).with_context(|| file.clone())?;
        }
        if written == before {
            break;
        }
    }
    Ok(written)
}

/// An overlay without actions for a document.
pub fn empty(name: &str, document: &Value) -> Value {
    let operations: Vec<_> = operations(document).collect();
    let subject = match operations.as_slice() {
        [one] => one.value["summary"].as_str().or(one.value["operationId"].as_str()),
        _ => document["info"]["title"].as_str(),
    };
    let version = document["info"]["version"].as_str().unwrap_or_default();
    corrections::empty(name, subject.unwrap_or(name), version)
}
