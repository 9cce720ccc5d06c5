//! From HeyGen's OpenAPI documents to a Rust client.
//!
//! [`generate`] is the one door. A document passes through the rooms in this order: [`document`] reads, merges and resolves,
//! [`overlay`] corrects, `adapt` makes operations that progenitor can take, `lower` rewrites OpenAPI 3.1 as 3.0, `response` and `request` make
//! schemas lenient one way and strict the other, `names` gives every type a name, and `emit` writes Rust.
//!
//! Only `heygen-api`'s build script and its maintainers' commands call this crate. It is released with that crate, under the same version, and
//! promises nothing to others.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod adapt;
mod diagnostic;
pub mod document;
mod emit;
mod lower;
mod names;
pub mod overlay;
mod request;
mod response;
mod source;

use std::sync::Once;

use serde_json::Value;

pub use diagnostic::{Diagnostic, Result, Stage};
pub use source::{OVERLAY, Source};

use adapt::skipped;
use document::{direction, merge, resolve};

/// What is made of the documents.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Generated {
    /// The OpenAPI 3.0 document that progenitor was given.
    pub document: Value,
    /// The client, an item per line: rustdoc is slow with longer lines, and rustfmt is for whoever reads it.
    pub rust: String,
    /// What was skipped or is not checked, and why.
    pub warnings: Vec<Diagnostic>,
}

/// Generates the client for one or more documents.
///
/// # Errors
/// The first problem that leaves no client, with the file and the place in it.
pub fn generate(sources: &[Source]) -> Result<Generated> {
    on_own_thread(|| {
        let documents = sources.iter().map(named).collect::<Result<Vec<_>>>()?;
        let (mut document, mut warnings) = prepare(&documents)?;
        let (file, more) = match emit::file(&documents, &document) {
            Ok(emitted) => emitted,
            // Operations are tried one by one only where all together fail.
            Err(error) => {
                let skipped = emit::skip_what_fails(&mut document)?;
                if skipped.is_empty() {
                    return Err(error);
                }
                warnings.extend(skipped);
                emit::file(&documents, &document)?
            }
        };
        warnings.extend(more);
        skipped::ensure_required_operations(&documents, &document, &warnings)?;
        Ok(Generated { document, rust: emit::lines(&file), warnings })
    })
}

fn named(source: &Source) -> Result<merge::Named> {
    Ok(merge::Named { file: source.file.clone(), document: source.corrected()? })
}

/// The document that progenitor is given, and what is not in it.
fn prepare(documents: &[merge::Named]) -> Result<(Value, Vec<Diagnostic>)> {
    let mut warnings = adapt::security::warnings(documents);
    let mut step = |(document, more): (Value, Vec<Diagnostic>)| {
        warnings.extend(more);
        document
    };
    let merged = resolve::schemas(merge::merge(documents)?)?;
    let adapted = step(adapt::operations(merged)?);
    let lowered = step(lower::lower(direction::split(adapted)?)?);
    let lenient = step(response::lenient(lowered)?);
    let strict = step(request::strict(lenient)?);
    let mut named = step(names::to_components(strict)?);
    emit::docs::descriptions(&mut named);
    Ok((named, warnings))
}

/// Runs the pipeline on a thread of its own: typify recurses with the depth of a schema, and the main thread's stack is too small
/// for a deep one. What panics there, in a dependency, is a diagnostic, and prints no backtrace.
fn on_own_thread<T: Send>(run: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    const NAME: &str = "heygen-api-codegen";
    const STACK: usize = 256 << 20;
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if std::thread::current().name() != Some(NAME) {
                hook(info);
            }
        }));
    });
    let failed = |what: &str| {
        let help = "this is a defect of heygen-api-codegen: fix it there";
        Diagnostic::new(Stage::Generating, "", format!("the code generator {what}"), help)
    };
    let builder = std::thread::Builder::new().name(NAME.to_owned()).stack_size(STACK);
    std::thread::scope(|scope| match builder.spawn_scoped(scope, run) {
        Ok(thread) => thread.join().unwrap_or_else(|_| Err(failed("panicked"))),
        Err(error) => Err(failed(&format!("could not start a thread: {error}"))),
    })
}
