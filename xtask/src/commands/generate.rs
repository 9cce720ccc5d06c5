//! `cargo xtask generate`: the generated client as reviewers read it.

use std::path::Path;

use anyhow::{Context, Result};
use heygen_api_codegen::Diagnostic;

use crate::openapi::{State, generate};
use crate::output::{Outcome, files};

/// Writes src/generated.rs, and the warnings to the standard error: each of them, or a line for each kind.
pub fn run(root: &Path, verbose: bool) -> Result<Outcome> {
    let generated = generate(&State::of_tree(root)?.sources)?;
    let file = syn::parse_file(&generated.rust).context("the generated Rust")?;
    files::write(&root.join("src"), [("generated.rs", prettyplease::unparse(&file).as_str())])?;
    let each = || generated.warnings.iter().map(Diagnostic::one_line).collect();
    let lines: Vec<String> = if verbose { each() } else { generated.summary() };
    lines.iter().for_each(|line| eprintln!("warning: {line}"));
    Ok(Outcome::Clean)
}
