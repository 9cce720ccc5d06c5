//! The Rust API before and after, and the version step that follows.

use std::collections::BTreeMap;

use semver::{BuildMetadata, Prerelease, Version};
use serde::Serialize;

use super::report::changed_lines;
use super::{Change, Class};
use crate::commands::items;
use crate::openapi::corrections::Corrected;
use crate::openapi::{Source, generate};

/// The public items that differ.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Api {
    /// Lines of a diff: `+` or `-`, and the item.
    pub lines: Vec<String>,
    /// Why there is no diff: the error of the code generator for one of the two states.
    pub error: Option<String>,
}

/// The part of the version that a change increases.
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
            items::of(&generated.rust).map_err(|error| format!("{which}: the generated Rust: {error}"))
        };
        match (items(old, "before"), items(new, "after")) {
            (Ok(old), Ok(new)) => Self { lines: changed_lines(&old, &new), error: None },
            (Err(error), _) | (_, Err(error)) => Self { lines: Vec::new(), error: Some(error) },
        }
    }

    /// The step for a change. One that breaks requests is major even where the Rust API is the same.
    pub fn step(&self, any: bool, changes: &[Change]) -> Step {
        let mut step = if any { Step::Patch } else { Step::None };
        let mut gone: BTreeMap<&str, &str> = BTreeMap::new();
        for line in &self.lines {
            let (name, rest) = line[1..].trim_start().split_once(": ").unwrap_or((line, ""));
            if line.starts_with('-') {
                gone.insert(name, rest);
                step = Step::Major;
            }
        }
        // A looser limit breaks nothing.
        let looser = |line: &String| {
            let (name, rest) = line[1..].trim_start().split_once(": ")?;
            let number = |text: &str| text.rsplit("= ").next()?.trim_end_matches("usize").parse::<u64>().ok();
            let (before, after) = (number(gone.get(name)?)?, number(rest)?);
            Some(if name.ends_with("_MAX") { after > before } else { name.ends_with("_MIN") && after < before })
        };
        let looser: Vec<&String> =
            self.lines.iter().filter(|line| line.starts_with('+')).filter(|line| looser(line) == Some(true)).collect();
        if !gone.is_empty() && looser.len() == gone.len() {
            step = Step::Minor;
        }
        if step == Step::Patch && !self.lines.is_empty() {
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
