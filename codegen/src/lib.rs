//! Generates a Rust client from HeyGen's OpenAPI documents.
//!
//! [`generate`] is the one door. A document passes through the rooms in this order: [`overlay`] corrects it, [`document`] merges
//! and resolves, `adapt` rewrites operations for progenitor, `lower` rewrites OpenAPI 3.1 as 3.0, `response` makes schemas lenient
//! and `request` makes them strict, `names` gives every type a name, and `emit` writes Rust.
//!
//! Only `heygen-api`'s build script and its maintainers' commands use this crate. It is released together with `heygen-api`, under
//! the same version, and makes no promises to others.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod adapt;
mod diagnostic;
pub mod document;
mod emit;
mod identifier;
mod lower;
mod names;
pub mod overlay;
mod request;
mod response;
mod source;
mod summary;
mod thread;

use serde_json::Value;

pub use diagnostic::{Diagnostic, Result, Stage};
pub use source::{OVERLAY, Source};

use adapt::{security, skipped};
use document::{Corrected, direction, merge, resolve};

/// What is generated from the documents.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Generated {
    /// The OpenAPI 3.0 document that progenitor was given.
    pub document: Value,
    /// The client, an item per line.
    pub rust: String,
    /// What is skipped or not checked, and why.
    pub warnings: Vec<Diagnostic>,
}

impl Generated {
    /// The warnings in a few lines: one for each kind, with a count and the first places.
    pub fn summary(&self) -> Vec<String> {
        summary::lines(&self.warnings)
    }
}

/// Generates the client for one or more documents.
///
/// # Errors
/// The first problem because of which there is no client, with the file and the place in it.
pub fn generate(sources: &[Source]) -> Result<Generated> {
    thread::run(|| {
        let mut documents = sources.iter().map(corrected).collect::<Result<Vec<_>>>()?;
        // Names do not depend on the order in which pages are given.
        documents.sort_by(|one, other| one.file.cmp(&other.file));
        let mut warnings = Vec::new();
        let mut document = prepare(&documents, &mut warnings)?;
        let file = match emit::client(&documents, &document, &mut warnings) {
            Err(_) if emit::skip_what_fails(&mut document, &mut warnings)? => {
                emit::client(&documents, &document, &mut warnings)?
            }
            file => file?,
        };
        skipped::ensure_required_operations(&documents, &document, &warnings)?;
        Ok(Generated { document, rust: emit::lines(&file), warnings })
    })
}

fn corrected(source: &Source) -> Result<Corrected> {
    Ok(Corrected { file: source.file.clone(), document: source.corrected()? })
}

/// The document that progenitor is given.
fn prepare(documents: &[Corrected], warnings: &mut Vec<Diagnostic>) -> Result<Value> {
    security::check(documents, warnings);
    let mut document = merge::merge(documents)?;
    document::sort(&mut document);
    resolve::schemas(&mut document);
    adapt::operations(&mut document, warnings);
    direction::split(&mut document);
    lower::lower(&mut document, warnings)?;
    response::make_lenient(&mut document, warnings);
    request::make_strict(&mut document, warnings)?;
    // Names and warnings do not depend on the order in which the steps above wrote.
    document::sort(&mut document);
    names::to_components(&mut document)?;
    document::sort(&mut document);
    emit::docs::descriptions(&mut document);
    Ok(document)
}
