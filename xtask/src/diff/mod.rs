//! What changed between two states of openapi/: in HeyGen's documents, in the Rust API, and what version that asks for.

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

use crate::corrections::{self, Stale};
use crate::state::{self, State};
use crate::{Format, Outcome, put};
pub use api::{Api, Step};
pub use report::{markdown, text};

/// What a change of HeyGen's does on the wire.
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
    /// Where, for people: operation, side, field.
    pub place: String,
    /// The JSON pointer in the new document, or in the old one for what is gone.
    pub pointer: String,
    pub what: String,
    /// Prose before and after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<(String, String)>,
}

/// All that there is between two states.
#[derive(Serialize)]
pub struct Difference {
    /// Document, `info.version` before and after.
    pub documents: Vec<(String, Option<String>, Option<String>)>,
    pub changes: Vec<Change>,
    /// Corrections of the new state that no longer fit.
    pub stale: Vec<Stale>,
    pub api: Api,
    pub step: Step,
    /// The package's version now, and the one that the step leads to.
    pub package: Option<(String, String)>,
}

impl Difference {
    pub fn breaks(&self) -> bool {
        self.step == Step::Major || self.changes.iter().any(|change| change.class.breaks())
    }

    pub fn outcome(&self) -> Outcome {
        if self.breaks() { Outcome::Open } else { Outcome::Clean }
    }

    pub fn print(&self, format: Format) -> Result<String> {
        Ok(match format {
            Format::Text => text(self),
            Format::Markdown => markdown(self),
            Format::Json => serde_json::to_string_pretty(self)? + "\n",
        })
    }
}

/// Compares two states.
pub fn between(old: &State, new: &State) -> Result<Difference> {
    let mut stale = Vec::new();
    let mut sides = Vec::new();
    for state in [old, new] {
        let corrected = state.sources().iter().map(corrections::correct).collect::<Result<Vec<_>>>()?;
        stale = corrected.iter().flat_map(|one| one.stale.clone()).collect();
        sides.push(corrected);
    }
    let raw = |side: usize| -> Vec<document::Document<'_>> {
        sides[side].iter().map(|one| document::Document { file: &one.source.file, value: &one.raw }).collect()
    };
    let (before, after) = (raw(0), raw(1));
    let changes = document::compare(&before, &after);
    let documents = document::versions(&before, &after);
    let api = Api::between(&sides[0], &sides[1]);
    let step = api.step(old != new, &changes);
    let package = old.package.as_ref().or(new.package.as_ref()).map(|now| {
        let metadata = documents.first().and_then(|(_, _, version)| version.clone());
        (now.to_string(), step.of(now, metadata.as_deref()).to_string())
    });
    Ok(Difference { documents, changes, stale, api, step, package })
}

/// `cargo xtask diff`.
pub fn run(root: &Path, base: Option<&str>, paths: &[PathBuf], format: Format) -> Result<Outcome> {
    let (old, new) = match paths {
        [] => (State::of_revision(root, base.unwrap_or("HEAD"))?, State::of_tree(root)?),
        [old, new] => (State::of_path(old)?, State::of_path(new)?),
        _ => bail!("either OLD and NEW, or neither"),
    };
    for state in [&old, &new] {
        if state.files.keys().all(|name| name.ends_with(state::OVERLAY)) {
            bail!("there is no document in one of the two states");
        }
    }
    let difference = between(&old, &new)?;
    put(&difference.print(format)?)?;
    Ok(difference.outcome())
}
