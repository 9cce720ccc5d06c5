//! Compares the Rust API before and after, and derives the version step.

use std::collections::BTreeMap;

use semver::{BuildMetadata, Prerelease, Version};
use serde::Serialize;

use super::{Change, Class, items};
use crate::openapi::corrections::Corrected;
use crate::openapi::{Source, generate};
use crate::output::lines::changed;

/// The public items that differ.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Api {
    /// In the order of their names.
    pub items: Vec<Item>,
    /// Why the API could not be compared: the code generator's error for one of the two states.
    pub error: Option<String>,
}

/// A public item that was added or removed.
#[derive(Clone, Debug, Serialize)]
pub struct Item {
    pub added: bool,
    /// The path of the item, a colon, and its signature.
    pub item: String,
}

/// The part of the version that increases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    None,
    Patch,
    Minor,
    Major,
}

impl Step {
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    /// The version after `now`. Below 1.0, Cargo treats 0.Y as major and 0.y.Z as the rest.
    pub fn next(self, now: &Version, metadata: Option<&str>) -> Version {
        let mut next = now.clone();
        let step = match (self, now.major) {
            (Self::Major, 0) => Self::Minor,
            (Self::Minor, 0) => Self::Patch,
            (step, _) => step,
        };
        match step {
            Self::Major => next = Version::new(now.major + 1, 0, 0),
            Self::Minor => next = Version::new(now.major, now.minor + 1, 0),
            Self::Patch => next.patch += 1,
            Self::None => {}
        }
        next.pre = Prerelease::EMPTY;
        next.build = metadata.and_then(|text| BuildMetadata::new(text).ok()).unwrap_or_else(|| now.build.clone());
        next
    }
}

impl Api {
    /// Compares the clients of two states.
    pub fn between(old: &[Corrected], new: &[Corrected]) -> Self {
        let items = |corrected: &[Corrected], which: &str| -> Result<Vec<String>, String> {
            let sources: Vec<Source> = corrected.iter().map(|one| one.source.clone()).collect();
            let generated = generate(&sources).map_err(|error| format!("{which}: {error}"))?;
            items::of(&generated.rust).map_err(|error| format!("{which}: the generated code: {error}"))
        };
        match (items(old, "before"), items(new, "after")) {
            (Ok(old), Ok(new)) => {
                let items = changed(&old, &new).into_iter().map(|(added, item)| Item { added, item });
                Self { items: items.collect(), error: None }
            }
            (Err(error), _) | (_, Err(error)) => Self { items: Vec::new(), error: Some(error) },
        }
    }

    /// The step for these changes. A change that breaks requests is major even if the Rust API stays the same.
    pub fn step(&self, any: bool, changes: &[Change]) -> Step {
        let mut step = if any { Step::Patch } else { Step::None };
        let parts = |item: &'_ Item| item.item.split_once(": ").map(|(name, rest)| (name.to_owned(), rest.to_owned()));
        let gone: BTreeMap<_, _> = self.items.iter().filter(|item| !item.added).filter_map(parts).collect();
        // A looser limit is not a breaking change.
        let number = |text: &str| text.rsplit("= ").next()?.trim_end_matches("usize").parse::<u64>().ok();
        let looser = |(name, rest): &(String, String)| {
            let pair = gone.get(name).and_then(|before| number(before)).zip(number(rest));
            pair.is_some_and(|(before, after)| {
                name.ends_with("_MAX") && after > before || name.ends_with("_MIN") && after < before
            })
        };
        let looser = self.items.iter().filter(|item| item.added).filter_map(parts).filter(looser).count();
        if gone.len() > looser {
            step = Step::Major;
        }
        if step == Step::Patch && !self.items.is_empty() {
            step = Step::Minor;
        }
        if changes.iter().any(|change| change.class == Class::Requests)
            || self.error.is_some() && changes.iter().any(|change| change.class.breaks())
        {
            step = Step::Major;
        }
        step
    }
}
