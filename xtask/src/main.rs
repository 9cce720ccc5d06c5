//! Maintainers' commands: take what HeyGen publishes, see what it changes, and find what the document has wrong.

mod check;
mod corrections;
mod diff;
mod items;
mod markdown;
mod operations;
mod page;
mod path;
mod pick;
mod provenance;
mod state;
mod tree;
mod vendor;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand, ValueEnum};

use state::State;

#[derive(Parser)]
#[command(name = "xtask", bin_name = "cargo xtask", about = "Maintainers' commands", disable_help_subcommand = true)]
struct Arguments {
    /// The repository, in whose openapi/ the documents are.
    #[arg(long, global = true, hide = true, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/.."))]
    root: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Take a page or document of HeyGen's into openapi/, and report what that does. Exit code 2 when something is breaking or
    /// open, 1 when it is refused.
    Vendor(vendor::Options),
    /// What changed between two states of openapi/, and what it does to the Rust API. Exit code 2 when it breaks something.
    Diff {
        /// The revision of Git to compare the working tree with.
        #[arg(long, value_name = "REV", conflicts_with = "paths")]
        base: Option<String>,
        /// Two directories like openapi/, or two documents, in place of Git.
        #[arg(value_names = ["OLD", "NEW"], num_args = 2)]
        paths: Vec<PathBuf>,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Hold every example against its schema, every correction against HeyGen's text, and every limit in prose against
    /// the schema. Exit code 2 when something is open.
    Check {
        /// Write the corrections of contradictions into the overlays.
        #[arg(long)]
        fix: bool,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Write src/generated.rs, the client as reviewers read it.
    Generate,
    /// The public items of the generated Rust, one per line.
    Items,
}

#[derive(Clone, Copy, Default, ValueEnum)]
pub enum Format {
    #[default]
    Text,
    /// For the body of a pull request.
    Markdown,
    Json,
}

/// How a command ended, as its exit code says it.
pub enum Outcome {
    /// Nothing to do.
    Clean,
    /// Something is breaking or open.
    Open,
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        // 2 is a finding: a command that was not understood is a failure.
        Err(error) => {
            let failed = error.use_stderr();
            let shown = error.print();
            return if failed || shown.is_err() { ExitCode::FAILURE } else { ExitCode::SUCCESS };
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
        Command::Generate => {
            let generated = heygen_api_codegen::generate(&State::of_tree(root)?.sources())?;
            let file = syn::parse_file(&generated.rust).context("the generated Rust")?;
            tree::write(&root.join("src"), [("generated.rs", Some(prettyplease::unparse(&file).as_str()))])?;
            Ok(Outcome::Clean)
        }
        Command::Items => {
            let output = heygen_api_codegen::generate(&State::of_tree(root)?.sources())?;
            let items = items::of(&output.rust).context("the generated Rust")?;
            put(&(items.join("\n") + "\n"))?;
            Ok(Outcome::Clean)
        }
    }
}

/// Prints, and fails where nobody reads.
pub fn put(text: &str) -> Result<()> {
    std::io::stdout().write_all(text.as_bytes()).context("standard output")
}
