//! Maintainers' commands: bump what HeyGen publishes, see what it changes, and find errors in the documents.

mod commands;
mod findings;
mod openapi;
mod output;
mod page;
mod settle;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use commands::{bump, check, diff, generate};
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
    /// Take what HeyGen publishes into openapi/, settle the corrections, set the versions, generate the client, compile it, and
    /// print the body of the pull request. Exit code 2 when something is left for a person, 1 on a failure, which leaves the tree
    /// as it was.
    Bump(bump::Options),
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
        /// Settle what is certain: delete corrections that HeyGen made, follow its limits and moves, and write the corrections
        /// that examples need.
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
        Command::Bump(options) => bump::run(root, options),
        Command::Diff { base, paths, format } => diff::run(root, base.as_deref(), paths, *format),
        Command::Check { fix, format } => check::run(root, *fix, *format),
        Command::Generate { verbose } => generate::run(root, *verbose),
    }
}
