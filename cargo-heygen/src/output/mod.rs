//! Prints reports and writes files.

pub mod files;
pub mod markdown;

use std::io::Write;

use anyhow::{Context, Result};
use clap::ValueEnum;
use serde::Serialize;
use serde_json::json;

/// The format of a report.
#[derive(Clone, Copy, Default, ValueEnum)]
pub enum Format {
    /// For reading, in a terminal or a pull request.
    #[default]
    Markdown,
    /// For programs.
    Json,
}

/// The result of a command, which determines its exit code.
pub enum Outcome {
    /// Nothing is left to do.
    Clean,
    /// Something breaks, or is left to do.
    Open,
}

/// Prints a report: as Markdown, or as a JSON object with the version of its schema, which openapi/README.md documents.
pub fn print_report(report: &impl Serialize, markdown: &str, format: Format) -> Result<()> {
    if matches!(format, Format::Markdown) {
        return print(markdown);
    }
    let mut report = serde_json::to_value(report)?;
    report["format"] = json!(3);
    print(&format!("{report:#}\n"))
}

/// Prints to standard output. Fails if that is closed, unlike `print!`, which panics.
pub fn print(text: &str) -> Result<()> {
    std::io::stdout().write_all(text.as_bytes()).context("cannot write to standard output")
}
