//! Finds what is open: examples that contradict their schema, corrections that no longer fit, and limits that only a description
//! states.

pub mod actions;
pub mod examples;
pub mod prose;

use anyhow::Result;
use serde::Serialize;

use crate::openapi::corrections::{Corrected, Stale};
use examples::Contradiction;
use prose::Limit;

/// The findings for a state of openapi/.
#[derive(Default, Serialize)]
pub struct Findings {
    /// How many examples and defaults were checked.
    pub examples: usize,
    pub contradictions: Vec<Contradiction>,
    pub stale: Vec<Stale>,
    pub limits: Vec<Limit>,
}

impl Findings {
    /// How many findings are open.
    pub fn open(&self) -> usize {
        self.contradictions.len() + self.stale.len() + self.limits.len()
    }
}

/// Checks documents.
pub fn find_open(corrected: &[Corrected]) -> Result<Findings> {
    let mut found = Findings::default();
    for corrected in corrected {
        let Corrected { source, document, stale, .. } = corrected;
        let (examples, contradictions) = examples::contradictions(&source.file, document)?;
        found.examples += examples;
        found.contradictions.extend(contradictions);
        found.limits.extend(prose::unstated(&source.file, corrected)?);
        found.stale.extend(stale.iter().cloned());
    }
    Ok(found)
}
