//! `cargo heygen diff`: reports what changed in HeyGen's documents and in the Rust API, and the version step that follows.

mod all_of;
mod api;
mod document;
mod items;
mod keywords;
mod operation;
mod report;
mod schema;
mod walk;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use serde::Serialize;
use serde_json::Value;

use crate::openapi::State;
use crate::openapi::corrections::{self, Corrected};
use crate::output::{Format, Outcome, json, print};
use crate::settle;
pub use api::{Api, Step};
pub use report::markdown;

/// What a change means for users. CONTRIBUTING.md explains the classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Class {
    #[serde(rename = "breaking for requests")]
    Requests,
    #[serde(rename = "breaking for responses")]
    Responses,
    #[serde(rename = "behaviour may change")]
    Behaviour,
    #[serde(rename = "compatible")]
    Compatible,
    #[serde(rename = "HeyGen caught up")]
    CaughtUp,
    #[serde(rename = "documentation only")]
    Documentation,
}

impl Class {
    pub fn name(self) -> &'static str {
        match self {
            Self::Requests => "breaking for requests",
            Self::Responses => "breaking for responses",
            Self::Behaviour => "behaviour may change",
            Self::Compatible => "compatible",
            Self::CaughtUp => "HeyGen caught up",
            Self::Documentation => "documentation only",
        }
    }

    pub fn breaks(self) -> bool {
        matches!(self, Self::Requests | Self::Responses)
    }
}

/// A change in one of HeyGen's documents.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    pub class: Class,
    pub file: String,
    /// The place in readable form: operation, request or response, field.
    pub place: String,
    /// The JSON pointer in the new document, or in the old one if the node was removed.
    pub pointer: String,
    pub what: String,
    /// The text, if it was reworded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
}

/// A text before and after.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Text {
    pub before: String,
    pub after: String,
}

/// A document's `info.version`.
#[derive(Clone, Debug, Serialize)]
pub struct Version {
    pub file: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// The difference between two states.
#[derive(Serialize)]
pub struct Difference {
    pub documents: Vec<Version>,
    pub changes: Vec<Change>,
    pub api: Api,
    pub step: Step,
    /// The current version of the package, and the next one.
    pub package: Option<Text>,
}

impl Difference {
    pub fn breaks(&self) -> bool {
        self.step == Step::Major || self.changes.iter().any(|change| change.class.breaks())
    }
}

/// Compares two states. The corrections of the new one are updated first.
pub fn between(old: &State, new: &State) -> Result<Difference> {
    let mut settled = new.clone();
    settle::all(&mut settled)?;
    let corrected = |state: &State| state.sources.iter().map(corrections::correct).collect::<Result<Vec<_>>>();
    let (before, after) = (corrected(old)?, corrected(&settled)?);
    let changes = changes(&before, &after);
    let documents = document::versions(&documents(&before, false), &documents(&after, false));
    let api = Api::between(&before, &after);
    let step = api.step(!old.has_sources_of(new), &changes);
    let package = old.version().or(new.version()).map(|now| {
        // The version carries the `info.version` of the first document.
        let metadata = documents.iter().find_map(|one| one.after.clone());
        Text { before: now.to_string(), after: step.next(&now, metadata.as_deref()).to_string() }
    });
    Ok(Difference { documents, changes, api, step, package })
}

/// The changes in the corrected documents, which users see, and those that only the published documents show.
fn changes(before: &[Corrected], after: &[Corrected]) -> Vec<Change> {
    let mut changes = document::compare(&documents(before, true), &documents(after, true));
    for mut change in document::compare(&documents(before, false), &documents(after, false)) {
        if changes.iter().any(|known| known.file == change.file && known.pointer == change.pointer) {
            continue;
        }
        let at = |all: &[Corrected], corrected: bool| -> Option<Value> {
            let one = all.iter().find(|one| one.source.file == change.file)?;
            (if corrected { &one.document } else { &one.published }).pointer(&change.pointer).cloned()
        };
        if change.class != Class::Documentation && at(before, true) == at(after, false) {
            change.class = Class::CaughtUp;
        }
        changes.push(change);
    }
    changes.sort_by(|one, other| one.class.cmp(&other.class).then_with(|| one.pointer.cmp(&other.pointer)));
    changes
}

fn documents(all: &[Corrected], corrected: bool) -> Vec<document::Document<'_>> {
    all.iter()
        .map(|one| document::Document {
            file: &one.source.file,
            value: if corrected { &one.document } else { &one.published },
        })
        .collect()
}

/// `cargo heygen diff`.
pub fn run(root: &Path, base: Option<&str>, paths: &[PathBuf], format: Format) -> Result<Outcome> {
    let (old, new) = match paths {
        [] => (State::of_revision(root, base.unwrap_or("HEAD"))?, State::of_tree(root)?),
        [old, new] => (State::of_path(old)?, State::of_path(new)?),
        _ => bail!("give both OLD and NEW, or neither"),
    };
    for state in [&old, &new] {
        if state.sources.is_empty() {
            bail!("one of the two states has no document");
        }
    }
    let difference = between(&old, &new)?;
    print(&match format {
        Format::Markdown => markdown(&difference),
        Format::Json => json(&difference)?,
    })?;
    Ok(if difference.breaks() { Outcome::Open } else { Outcome::Clean })
}
