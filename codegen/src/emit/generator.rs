//! Runs progenitor.

use std::panic::{AssertUnwindSafe, catch_unwind};

use proc_macro2::TokenStream;
use progenitor::{GenerationSettings, Generator};
use serde_json::Value;

use crate::diagnostic::{Diagnostic, Result, Stage};
use crate::thread::message_of;

/// Runs progenitor, and turns its panics into errors: it panics on much of what it does not support.
pub(super) fn run(
    document: Value,
    settings: &GenerationSettings,
    generate: impl FnOnce(&mut Generator, &openapiv3::OpenAPI) -> std::result::Result<TokenStream, progenitor::Error>,
) -> Result<TokenStream> {
    let document: openapiv3::OpenAPI =
        serde_json::from_value(document).map_err(|error| broken(&format!("openapiv3: {error}")))?;
    match catch_unwind(AssertUnwindSafe(|| generate(&mut Generator::new(settings), &document))) {
        Ok(result) => result.map_err(|error| broken(&error.to_string())),
        Err(panic) => Err(broken(message_of(&*panic).unwrap_or("it panicked"))),
    }
}

pub(super) fn broken(message: &str) -> Diagnostic {
    let message = format!("progenitor could not generate a client from the prepared document: {message}");
    let help = "rewrite what it rejects, with an overlay action or in codegen/";
    Diagnostic::new(Stage::Generating, "", message, help)
}
