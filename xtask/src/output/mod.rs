//! How reports are printed and files are written.

pub mod files;
pub mod lines;
pub mod markdown;

use std::io::Write;

use anyhow::{Context, Result};
use clap::ValueEnum;
use serde::Serialize;
use serde_json::json;

/// The format of a report.
#[derive(Clone, Copy, Default, ValueEnum)]
pub enum Format {
    /// For a terminal and for a pull request.
    #[default]
    Markdown,
    /// For a program.
    Json,
}

/// How a command ended; its exit code.
pub enum Outcome {
    /// Nothing is left to do.
    Clean,
    /// Something breaks, or is left for a person.
    Open,
}

/// A report as JSON: an object with the version of its form. openapi/README.md documents it.
pub fn json(report: &impl Serialize) -> Result<String> {
    let mut report = serde_json::to_value(report)?;
    report["format"] = json!(1);
    Ok(serde_json::to_string_pretty(&report)? + "\n")
}

/// Prints to standard output, and fails where that is closed.
pub fn print(text: &str) -> Result<()> {
    std::io::stdout().write_all(text.as_bytes()).context("standard output")
}
