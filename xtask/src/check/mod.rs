//! What of openapi/ is open: examples that contradict their schema, corrections that no longer fit, limits in prose.

mod actions;
mod examples;
mod prose;
mod report;

use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;
use serde_json::Value;

use crate::corrections::{self, Corrected, Stale};
use crate::state::{self, OVERLAY, State};
use crate::{Format, Outcome, put, tree};
use examples::Contradiction;
use prose::Limit;

pub use prose::{limits, sentences};
pub use report::{markdown, text};

/// All that was found in a state of openapi/.
#[derive(Default, Serialize)]
pub struct Findings {
    /// How many examples and defaults were held against their schema.
    pub examples: usize,
    /// Contradictions in HeyGen's text that an overlay settles.
    pub settled: usize,
    pub contradictions: Vec<Contradiction>,
    pub stale: Vec<Stale>,
    pub limits: Vec<Limit>,
}

impl Findings {
    pub fn open(&self) -> usize {
        self.contradictions.len() + self.stale.len() + self.limits.len()
    }
}

/// Looks at every document of a state.
pub fn findings(state: &State) -> Result<Findings> {
    let mut findings = Findings::default();
    for source in state.sources() {
        let corrected = corrections::correct(&source)?;
        let Corrected { raw, document, .. } = &corrected;
        let (examples, of_raw) = examples::contradictions(&source.file, raw)?;
        let (_, open) = examples::contradictions(&source.file, document)?;
        let same =
            |one: &Contradiction, other: &Contradiction| one.pointer == other.pointer && one.keyword == other.keyword;
        findings.examples += examples;
        findings.settled += of_raw.iter().filter(|one| !open.iter().any(|other| same(one, other))).count();
        findings.contradictions.extend(open);
        findings.limits.extend(prose::without_twin(&source.file, &corrected)?);
        findings.stale.extend(corrected.stale);
    }
    Ok(findings)
}

/// `cargo xtask check`.
pub fn run(root: &Path, fix: bool, format: Format) -> Result<Outcome> {
    let mut state = State::of_tree(root)?;
    let mut found = findings(&state)?;
    if fix {
        let before = state.clone();
        let written = mend(&mut state)?;
        let changes = state.files.iter().filter(|(name, text)| before.files.get(*name) != Some(text));
        tree::write(&root.join(state::DIRECTORY), changes.map(|(name, text)| (name.as_str(), Some(text.as_str()))))?;
        eprintln!("{written} {} written", if written == 1 { "correction" } else { "corrections" });
        found = findings(&state)?;
    }
    put(&match format {
        Format::Text => text(&found),
        Format::Markdown => markdown(&found),
        Format::Json => serde_json::to_string_pretty(&found)? + "\n",
    })?;
    Ok(if found.open() == 0 { Outcome::Clean } else { Outcome::Open })
}

/// Adds the actions that settle the contradictions, and says how many. One that is settled can uncover the next.
fn mend(state: &mut State) -> Result<usize> {
    let mut written = 0;
    for _ in 0..8 {
        let found = findings(state)?;
        let mut any = false;
        for source in state.sources() {
            let document = corrections::correct(&source)?.document;
            let of_file: Vec<_> = found.contradictions.iter().filter(|one| one.file == source.file).collect();
            let actions = actions::all(&document, &of_file);
            if actions.is_empty() {
                continue;
            }
            any = true;
            written += actions.len();
            let name = source.file.rsplit('/').next().unwrap_or(&source.file);
            let overlay = state::slug(name).unwrap_or(name).to_owned() + OVERLAY;
            let text = match source.overlay {
                Some((_, text)) => text,
                None => corrections::print(&empty(name, &document)),
            };
            let text = corrections::append(&text, &actions).with_context(|| overlay.clone())?;
            state.files.insert(overlay, text);
        }
        if !any {
            break;
        }
    }
    Ok(written)
}

/// The overlay of a document that has none.
pub fn empty(name: &str, document: &Value) -> Value {
    let operations = crate::operations::list(document);
    let subject = match operations.as_slice() {
        [one] => one.value["summary"].as_str().or(one.value["operationId"].as_str()),
        _ => document["info"]["title"].as_str(),
    };
    let version = document["info"]["version"].as_str().unwrap_or_default();
    corrections::empty(name, subject.unwrap_or(name), version)
}
