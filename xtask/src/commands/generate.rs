//! `cargo xtask generate`: the generated client as reviewers read it.

use std::path::Path;

use anyhow::Result;
use heygen_api_codegen::{Diagnostic, Generated};

use crate::openapi::{State, generate};
use crate::output::{Outcome, files};

pub const FILE: &str = "src/generated.rs";

/// Writes src/generated.rs, and the warnings to the standard error: each of them, or a line for each kind.
pub fn run(root: &Path, verbose: bool) -> Result<Outcome> {
    let generated = generate(&State::of_tree(root)?.sources)?;
    files::write(root, [(FILE.to_owned(), formatted(&generated)?)])?;
    let each = || generated.warnings.iter().map(Diagnostic::one_line).collect();
    let lines: Vec<String> = if verbose { each() } else { generated.summary() };
    lines.iter().for_each(|line| eprintln!("warning: {line}"));
    Ok(Outcome::Clean)
}

/// The generated client, formatted, and a line for each kind of warning; or the error that stops the code generator.
pub fn client(state: &State) -> Result<(String, Vec<String>), String> {
    let generated = generate(&state.sources).map_err(|error| error.to_string())?;
    let rust = formatted(&generated).map_err(|error| format!("the generated Rust: {error}"))?;
    Ok((rust, generated.summary()))
}

fn formatted(generated: &Generated) -> syn::Result<String> {
    Ok(prettyplease::unparse(&syn::parse_file(&generated.rust)?))
}
