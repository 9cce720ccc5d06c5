//! Maintainers' commands: vendor what HeyGen publishes, see what it changes, and find errors in the documents.

mod commands;
mod openapi;
mod output;
mod page;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use commands::{check, diff, generate, items, vendor};
use output::{Format, Outcome};

#[derive(Parser)]
#[command(name = "xtask", bin_name = "cargo xtask", about = "Maintainers' commands", disable_help_subcommand = true)]
struct Arguments {
    /// The root of the repository.
    #[arg(long, global = true, hide = true, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/.."))]
    root: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write a page or document of HeyGen's into openapi/, and report what it changes. Exit code 2 when something breaks or is
    /// open, 1 when the input is refused.
    Vendor(vendor::Options),
    /// Report what changed between two states of openapi/, in the API and in Rust. Exit code 2 when something breaks.
    Diff {
        /// The Git revision to compare the working tree with.
        #[arg(long, value_name = "REV", conflicts_with = "paths")]
        base: Option<String>,
        /// Two directories like openapi/, or two documents, in place of Git.
        #[arg(value_names = ["OLD", "NEW"], num_args = 2)]
        paths: Vec<PathBuf>,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Check every example against its schema, every correction against HeyGen's document, every limit in a description
    /// against the schema, and Cargo.toml against the generated Rust. Exit code 2 when something is open.
    Check {
        /// Write the corrections that contradictions need into the overlays.
        #[arg(long)]
        fix: bool,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Write src/generated.rs, the generated client as reviewers read it, and report what is skipped or not checked.
    Generate {
        /// Explain each warning, not only each kind of warning.
        #[arg(long)]
        verbose: bool,
    },
    /// Print the public items of the generated client, one per line.
    Items,
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        // clap would exit with 2, which means a finding here.
        Err(error) => {
            let failed = error.use_stderr();
            let printed = error.print();
            return if failed || printed.is_err() { ExitCode::FAILURE } else { ExitCode::SUCCESS };
        }
    };
    match run(&arguments) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Open) => ExitCode::from(2),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<Outcome> {
    let root = &arguments.root;
    match &arguments.command {
        Command::Vendor(options) => vendor::run(root, options),
        Command::Diff { base, paths, format } => diff::run(root, base.as_deref(), paths, *format),
        Command::Check { fix, format } => check::run(root, *fix, *format),
        Command::Generate { verbose } => generate::run(root, *verbose),
        Command::Items => items::run(root),
    }
}
