//! `cargo heygen`: update HeyGen's documents, compare them, check them, and generate the client, for the crate in the current directory.

mod commands;
mod findings;
mod openapi;
mod output;
mod page;
mod update;

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};

use commands::{bump, check, diff, generate};
use output::{Format, Outcome};

#[derive(Parser)]
#[command(name = "cargo-heygen", bin_name = "cargo heygen", version, disable_help_subcommand = true)]
#[command(about = "Update and check a client that is generated from HeyGen's OpenAPI documents")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Update openapi/ from HeyGen's pages and print the body of the pull request.
    ///
    /// Writes the documents, updates the corrections, the versions and CHANGELOG.md, and generates and compiles the client. If it
    /// fails, it leaves the files as they were.
    ///
    /// Exit code: 0 if nothing is left to do, 2 if something is left for you, 1 on failure.
    Bump(bump::Options),
    /// Report what changed in HeyGen's documents and in the Rust API.
    ///
    /// Exit code: 0 if nothing breaks, 2 if something does, 1 on failure.
    Diff {
        /// Compare the working tree with this Git revision instead of HEAD.
        #[arg(long, value_name = "REV", conflicts_with = "paths")]
        base: Option<String>,
        /// Compare two directories like openapi/, or two documents, instead of using Git.
        #[arg(value_names = ["OLD", "NEW"], num_args = 2)]
        paths: Vec<PathBuf>,
        /// The format of the report.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Check openapi/.
    ///
    /// Compares every example with its schema, every correction with HeyGen's document, and every limit in a description with the
    /// schema.
    ///
    /// Exit code: 0 if nothing is open, 2 if there are findings, 1 on failure.
    Check {
        /// Update the corrections first: delete those that HeyGen made, follow new limits and moved nodes, and add those that
        /// examples need.
        #[arg(long)]
        fix: bool,
        /// The format of the report.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Write src/generated.rs, the generated client for review, and summarize what is skipped or not checked.
    Generate {
        /// Print each warning instead of one line for each kind.
        #[arg(long)]
        verbose: bool,
    },
}

fn main() -> ExitCode {
    // `cargo heygen` passes the name of the subcommand.
    let arguments = env::args_os().enumerate().filter(|(index, argument)| *index != 1 || argument != "heygen");
    let arguments = match Arguments::try_parse_from(arguments.map(|(_, argument)| argument)) {
        Ok(arguments) => arguments,
        // clap would exit with 2, which means findings here.
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

/// The nearest directory upwards that has a Cargo.toml.
fn crate_root() -> Result<PathBuf> {
    let here = env::current_dir().context("the current directory cannot be read")?;
    match here.ancestors().find(|directory| directory.join("Cargo.toml").is_file()) {
        Some(root) => Ok(root.to_owned()),
        None => bail!("no Cargo.toml in {} or above it: run this in a crate", here.display()),
    }
}

fn run(arguments: &Arguments) -> Result<Outcome> {
    let root = &crate_root()?;
    match &arguments.command {
        Command::Bump(options) => bump::run(root, options),
        Command::Diff { base, paths, format } => diff::run(root, base.as_deref(), paths, *format),
        Command::Check { fix, format } => check::run(root, *fix, *format),
        Command::Generate { verbose } => generate::run(root, *verbose),
    }
}
