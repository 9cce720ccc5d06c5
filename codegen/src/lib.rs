//! Generates a Rust client from HeyGen's OpenAPI documents.
//!
//! [`build`] is the entry point. A document passes through these modules in order:
//! - [`overlay`] applies our corrections.
//! - [`document`] merges documents and resolves references.
//! - `operations` rewrites operations for progenitor.
//! - `lower` rewrites OpenAPI 3.1 as 3.0.
//! - `response` makes the schemas of responses lenient, and `request` those of requests strict.
//! - `names` gives every type a name.
//! - `emit` generates Rust.
//!
//! This crate and `heygen-api` are released together, under one version. [`build`] and [`Options`] follow it. The rest of
//! this API serves `cargo heygen`, and may change in any release.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod diagnostic;
pub mod document;
mod emit;
mod identifier;
pub mod keywords;
mod lower;
mod names;
mod operations;
mod options;
pub mod overlay;
mod request;
mod response;
mod source;
mod summary;
mod thread;

use std::path::Path;
use std::process::ExitCode;

use serde_json::Value;

pub use diagnostic::{Diagnostic, Result, Stage};
pub use options::Options;
pub use source::{OVERLAY, Source};

use document::direction::{self, Direction};
use document::{Corrected, merge, resolve};
use operations::{security, skipped};

/// The result of [`Options::generate`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Generated {
    /// The OpenAPI 3.0 document that progenitor gets.
    pub document: Value,
    /// The Rust code of the client, one item per line.
    pub rust: String,
    /// What is skipped or not checked, and why.
    pub warnings: Vec<Diagnostic>,
}

impl Generated {
    /// Summarizes the warnings in one line for each kind, with a count and the first places.
    pub fn summary(&self) -> Vec<String> {
        summary::summary_lines(&self.warnings)
    }
}

/// Generates the client for the documents of a directory, for the build script of your crate. The directory is
/// relative to the manifest, and has OpenAPI 3.1 documents as `*.json`, each with its `*.overlay.json` if it has one.
///
/// The client is written to `OUT_DIR`. Warnings and errors are printed for Cargo. See [`Options`] for what else can be
/// generated.
///
/// ```no_run
/// fn main() -> std::process::ExitCode {
///     heygen_api_codegen::build("openapi")
/// }
/// ```
pub fn build(directory: impl AsRef<Path>) -> ExitCode {
    Options::new().build(directory)
}

/// Generates the client for one or more documents, with the default [`Options`].
///
/// # Errors
/// Returns the first problem that prevents a client. It names the file and the place in it.
pub fn generate(sources: &[Source]) -> Result<Generated> {
    Options::new().generate(sources)
}

fn generate_with(sources: &[Source], options: &Options) -> Result<Generated> {
    thread::run_on_thread(|| {
        let mut documents = sources.iter().map(corrected).collect::<Result<Vec<_>>>()?;
        // Names must not depend on the order of the sources.
        documents.sort_by(|one, other| one.file.cmp(&other.file));
        generate_corrected(&documents, options).map_err(|error| in_its_file(error, &documents))
    })
}

fn generate_corrected(documents: &[Corrected], options: &Options) -> Result<Generated> {
    let mut warnings = Vec::new();
    let mut document = prepare(documents, &mut warnings)?;
    let rust = emit::generate_client(documents, &mut document, options, &mut warnings)?;
    skipped::ensure_required_operations(documents, &document, &warnings)?;
    Ok(Generated { document, rust, warnings })
}

/// Sets the file of an error that was found after the merge, if one document alone has the place.
fn in_its_file(error: Diagnostic, documents: &[Corrected]) -> Diagnostic {
    let mut holders = documents.iter().filter(|corrected| corrected.document.pointer(&error.pointer).is_some());
    match (documents, holders.next(), holders.next()) {
        ([only], ..) | (_, Some(only), None) => error.in_file(&only.file),
        _ => error,
    }
}

fn corrected(source: &Source) -> Result<Corrected> {
    Ok(Corrected { file: source.file.clone(), document: source.corrected()? })
}

/// Merges the documents and prepares the result for progenitor.
fn prepare(documents: &[Corrected], warnings: &mut Vec<Diagnostic>) -> Result<Value> {
    security::check_security(documents, warnings);
    let mut document = merge::merge_documents(documents)?;
    document::sort_members(&mut document);
    resolve::schemas_to_components(&mut document);
    operations::adapt_operations(&mut document, warnings);
    let errors = resolve::reference_errors(&document);
    skipped::skip_users(&mut document, &errors, warnings)?;
    direction::split_directions(&mut document);
    let direction = Direction::of(&document);
    lower::lower(&mut document, &direction, warnings)?;
    response::make_lenient(&mut document, &direction, warnings);
    request::make_strict(&mut document, &direction, warnings);
    names::to_components(&mut document, direction)?;
    document::components::prune(&mut document);
    document::sort_members(&mut document);
    emit::docs::rewrite_descriptions(&mut document)?;
    Ok(document)
}
