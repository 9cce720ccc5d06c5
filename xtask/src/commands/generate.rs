//! `cargo xtask generate`: the generated client as reviewers read it.

use std::path::Path;

use anyhow::{Context, Result};

use crate::openapi::{State, generate};
use crate::output::{Outcome, files};

/// Writes src/generated.rs.
pub fn run(root: &Path) -> Result<Outcome> {
    let generated = generate(&State::of_tree(root)?.sources)?;
    let file = syn::parse_file(&generated.rust).context("the generated Rust")?;
    files::write(&root.join("src"), [("generated.rs", prettyplease::unparse(&file).as_str())])?;
    Ok(Outcome::Clean)
}
