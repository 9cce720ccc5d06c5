//! `cargo xtask diff`: what changed between two states of openapi/, in HeyGen's documents and in the Rust API, and the version step.

mod api;
mod document;
mod keywords;
mod operation;
mod report;
mod schema;
mod walk;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use serde::Serialize;

use crate::openapi::State;
use crate::openapi::corrections::{self, Corrected, Stale};
use crate::output::{Format, Outcome, print};
pub use api::{Api, Step};
pub use report::{markdown, text};

/// What a change of HeyGen's means on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Class {
    #[serde(rename = "breaking for requests")]
    Requests,
    #[serde(rename = "breaking for responses")]
    Responses,
    #[serde(rename = "compatible")]
    Compatible,
    #[serde(rename = "documentation only")]
    Documentation,
}

impl Class {
    pub fn name(self) -> &'static str {
        match self {
            Self::Requests => "breaking for requests",
            Self::Responses => "breaking for responses",
            Self::Compatible => "compatible",
            Self::Documentation => "documentation only",
        }
    }

    pub fn breaks(self) -> bool {
        matches!(self, Self::Requests | Self::Responses)
    }
}

/// One change in a document of HeyGen's.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    pub class: Class,
    pub file: String,
    /// The place for people to read: operation, request or response, field.
    pub place: String,
    /// The JSON pointer in the new document, or in the old one for what was removed.
    pub pointer: String,
    pub what: String,
    /// The text before and after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<(String, String)>,
}

/// The difference between two states.
#[derive(Serialize)]
pub struct Difference {
    /// Document, `info.version` before and after.
    pub documents: Vec<(String, Option<String>, Option<String>)>,
    pub changes: Vec<Change>,
    /// Corrections of the new state that no longer fit.
    pub stale: Vec<Stale>,
    pub api: Api,
    pub step: Step,
    /// The package's version, and the next one.
    pub package: Option<(String, String)>,
}

impl Difference {
    pub fn breaks(&self) -> bool {
        self.step == Step::Major || self.changes.iter().any(|change| change.class.breaks())
    }
}

/// Compares two states.
pub fn between(old: &State, new: &State) -> Result<Difference> {
    let corrected = |state: &State| state.sources.iter().map(corrections::correct).collect::<Result<Vec<_>>>();
    let (corrected_old, corrected_new) = (corrected(old)?, corrected(new)?);
    let (before, after) = (published(&corrected_old), published(&corrected_new));
    let changes = document::compare(&before, &after);
    let documents = document::versions(&before, &after);
    let api = Api::between(&corrected_old, &corrected_new);
    let step = api.step(!old.has_sources_of(new), &changes);
    let package = old.version().or(new.version()).map(|now| {
        let metadata = documents.first().and_then(|(_, _, version)| version.clone());
        (now.to_string(), step.next(&now, metadata.as_deref()).to_string())
    });
    let stale = corrected_new.into_iter().flat_map(|one| one.stale).collect();
    Ok(Difference { documents, changes, stale, api, step, package })
}

fn published(corrected: &[Corrected]) -> Vec<document::Document<'_>> {
    corrected.iter().map(|one| document::Document { file: &one.source.file, value: &one.published }).collect()
}

/// `cargo xtask diff`.
pub fn run(root: &Path, base: Option<&str>, paths: &[PathBuf], format: Format) -> Result<Outcome> {
    let (old, new) = match paths {
        [] => (State::of_revision(root, base.unwrap_or("HEAD"))?, State::of_tree(root)?),
        [old, new] => (State::of_path(old)?, State::of_path(new)?),
        _ => bail!("either OLD and NEW, or neither"),
    };
    for state in [&old, &new] {
        if state.sources.is_empty() {
            bail!("there is no document in one of the two states");
        }
    }
    let difference = between(&old, &new)?;
    print(&match format {
        Format::Text => text(&difference),
        Format::Markdown => markdown(&difference),
        Format::Json => serde_json::to_string_pretty(&difference)? + "\n",
    })?;
    Ok(if difference.breaks() { Outcome::Open } else { Outcome::Clean })
}
