//! `cargo heygen generate`: writes the generated client for review.

use std::path::Path;

use anyhow::Result;
use heygen_api_codegen::{Diagnostic, Generated};

use crate::openapi::{State, generate};
use crate::output::{Outcome, files};

pub const FILE: &str = "src/generated.rs";

/// Writes src/generated.rs. Prints the warnings to standard error: all if `verbose`, otherwise one line for each kind.
pub fn run(root: &Path, verbose: bool) -> Result<Outcome> {
    let generated = generate(&State::of_tree(root)?.sources)?;
    files::write(root, [(FILE.to_owned(), formatted(&generated)?)])?;
    let all = || generated.warnings.iter().map(Diagnostic::one_line).collect();
    let lines: Vec<String> = if verbose { all() } else { generated.summary() };
    lines.iter().for_each(|line| eprintln!("warning: {line}"));
    Ok(Outcome::Clean)
}

/// The formatted client and a summary of the warnings, or the error of the code generator.
pub fn client(state: &State) -> Result<(String, Vec<String>), String> {
    let generated = generate(&state.sources).map_err(|error| error.to_string())?;
    let rust = formatted(&generated).map_err(|error| format!("the generated code: {error}"))?;
    Ok((rust, generated.summary()))
}

fn formatted(generated: &Generated) -> syn::Result<String> {
    Ok(prettyplease::unparse(&syn::parse_file(&generated.rust)?))
}
