//! `cargo heygen check`: reports what is open in openapi/. With `--fix` it updates the corrections first.

mod report;

use std::path::Path;

use anyhow::Result;

use crate::findings;
use crate::openapi::{State, corrections};
use crate::output::{Format, Outcome, files, json, print};
use crate::update;

pub use report::{checklist, markdown};

/// `cargo heygen check`.
pub fn run(root: &Path, fix: bool, format: Format) -> Result<Outcome> {
    let mut state = State::of_tree(root)?;
    if fix {
        let updated = update::update_overlays(&mut state)?;
        let overlays = state.sources.iter().filter_map(|source| source.overlay.clone());
        files::write(root, overlays)?;
        eprint!("{}", update::markdown(&updated));
    }
    let found = findings::find_open(&corrections::correct_all(&state)?)?;
    print(&match format {
        Format::Markdown => markdown(&found),
        Format::Json => json(&found)?,
    })?;
    Ok(if found.open() == 0 { Outcome::Clean } else { Outcome::Open })
}
