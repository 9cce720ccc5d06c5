//! How reports are printed and files are written.

pub mod files;
pub mod markdown;

use std::io::Write;

use anyhow::{Context, Result};
use clap::ValueEnum;

/// The format of a report.
#[derive(Clone, Copy, Default, ValueEnum)]
pub enum Format {
    #[default]
    Text,
    /// For the body of a pull request.
    Markdown,
    Json,
}

/// How a command ended; its exit code.
pub enum Outcome {
    /// Nothing is left to do.
    Clean,
    /// Something breaks, or is open.
    Open,
}

/// Prints to standard output, and fails where that is closed.
pub fn print(text: &str) -> Result<()> {
    std::io::stdout().write_all(text.as_bytes()).context("standard output")
}
