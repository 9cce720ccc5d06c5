//! `cargo heygen generate`: writes the generated client for review.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result};
use heygen_api_codegen::{Diagnostic, Options};

use crate::openapi::{Source, State, operations};
use crate::output::{Outcome, files};

pub const FILE: &str = "src/generated.rs";

/// The generated client of a state.
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// The formatted code.
    pub rust: String,
    /// One line for each kind of warning.
    pub summary: Vec<String>,
    pub warnings: Vec<Diagnostic>,
    /// The operations that have a method: path without the names of parameters, and HTTP method.
    pub operations: BTreeSet<(String, String)>,
}

/// Writes src/generated.rs. Prints the warnings to standard error: all if `verbose`, otherwise one line for each kind.
pub fn run(root: &Path, verbose: bool) -> Result<Outcome> {
    let client = client(&State::of_tree(root)?.sources).map_err(anyhow::Error::msg)?;
    std::fs::create_dir_all(root.join("src")).context("src/ cannot be created")?;
    files::write(root, [(FILE.to_owned(), client.rust)])?;
    let lines = if verbose { client.warnings.iter().map(Diagnostic::one_line).collect() } else { client.summary };
    lines.iter().for_each(|line| eprintln!("warning: {line}"));
    Ok(Outcome::Clean)
}

/// The client of these documents, or the error of the code generator.
pub fn client(sources: &[Source]) -> Result<Client, String> {
    // Everything that a build script may ask for.
    let options = Options::new().mocks(true).json_schema(true).both_directions(true).feature_gates(true);
    let generated = options.generate(sources).map_err(|error| error.to_string())?;
    let file = syn::parse_file(&generated.rust).map_err(|error| format!("the generated code: {error}"))?;
    let operations = operations(&generated.document).map(|one| (one.key().0, one.method.to_owned())).collect();
    Ok(Client {
        rust: prettyplease::unparse(&file),
        summary: generated.summary(),
        warnings: generated.warnings,
        operations,
    })
}
