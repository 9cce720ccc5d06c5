//! `cargo xtask generate`: the generated client as reviewers read it.

use std::path::Path;

use anyhow::{Result, anyhow};

use crate::openapi::{State, generate};
use crate::output::{Outcome, files};

pub const FILE: &str = "src/generated.rs";

/// Writes src/generated.rs.
pub fn run(root: &Path) -> Result<Outcome> {
    let (rust, _) = client(&State::of_tree(root)?).map_err(|error| anyhow!(error))?;
    files::write(root, [(FILE.to_owned(), rust)])?;
    Ok(Outcome::Clean)
}

/// The generated client, formatted, and the warnings of the code generator; or the error that stops it.
pub fn client(state: &State) -> Result<(String, Vec<String>), String> {
    let generated = generate(&state.sources).map_err(|error| error.to_string())?;
    let file = syn::parse_file(&generated.rust).map_err(|error| format!("the generated Rust: {error}"))?;
    Ok((prettyplease::unparse(&file), generated.warnings.iter().map(|warning| warning.one_line()).collect()))
}
