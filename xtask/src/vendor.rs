//! Taking what HeyGen publishes into openapi/, and telling what that does.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::{collections::BTreeMap, fs, io};

use anyhow::{Context, Result, bail};
use clap::Args;
use heck::{ToKebabCase, ToPascalCase};
use serde::Serialize;
use serde_json::{Value, json};

use crate::check::{self, Findings};
use crate::diff::{self, Difference};
use crate::markdown::fenced;
use crate::page::{self, Document};
use crate::provenance::{self, Row, cell};
use crate::state::{self, DIRECTORY, OVERLAY, State};
use crate::{Format, Outcome, corrections, operations, path, pick, put, tree};

const README: &str = "README.md";

#[derive(Args)]
pub struct Options {
    /// What HeyGen publishes: a page (Markdown) or a document (JSON, YAML); `-` is standard input.
    file: PathBuf,
    /// Only these operations, by `operationId`, with the components that they reach. The file is then no longer what HeyGen
    /// published byte for byte.
    #[arg(long, value_name = "ID", num_args = 1..)]
    operation: Vec<String>,
    /// The name of the file in openapi/, without its ending. By default the one operation's `operationId`, or `info.title`.
    #[arg(long)]
    slug: Option<String>,
    /// The URL that it came from, for the table of openapi/README.md.
    #[arg(long, value_name = "URL")]
    from: Option<String>,
    /// The day on which it was fetched, if not today.
    #[arg(long, value_name = "YYYY-MM-DD")]
    fetched: Option<jiff::civil::Date>,
    /// Report, and write nothing.
    #[arg(long)]
    dry_run: bool,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// What vendoring does.
#[derive(Serialize)]
struct Report {
    /// Files of openapi/ that are written or removed.
    written: Vec<String>,
    difference: Difference,
    check: Findings,
    /// What the pipeline says, and whether it goes through.
    build: Result<Vec<String>, String>,
}

/// `cargo xtask vendor`.
pub fn run(root: &Path, options: &Options) -> Result<Outcome> {
    let mut document =
        page::read(&input(&options.file)?).with_context(|| format!("{} is refused", name(&options.file)))?;
    if !options.operation.is_empty() {
        let (value, text) = pick::operations(&document.value, &options.operation)?;
        document = Document { value, text, yaml: false, fence: document.fence };
    }
    let before = State::of_tree(root)?;
    let slug = slug(&before, &document, options.slug.as_deref())?;
    refuse_conflicts(&before, &document, &slug)?;
    let changes = changes(root, &before, &document, &slug, options)?;
    let mut after = before.clone();
    for (name, text) in changes.iter().filter(|(name, _)| *name != README) {
        match text {
            Some(text) => after.files.insert(name.clone(), text.clone()),
            None => after.files.remove(name),
        };
    }
    let report = Report {
        written: changes.keys().cloned().collect(),
        difference: diff::between(&before, &after)?,
        check: check::findings(&after)?,
        build: build(&after),
    };
    if !options.dry_run {
        let changes = changes.iter().map(|(name, text)| (name.as_str(), text.as_deref()));
        tree::write(&root.join(DIRECTORY), changes)?;
    }
    put(&report.print(options)?)?;
    let open = report.difference.breaks() || report.check.open() > 0 || report.build.is_err();
    Ok(if open { Outcome::Open } else { Outcome::Clean })
}

fn input(file: &Path) -> Result<String> {
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        io::stdin().read_to_end(&mut bytes).context("standard input cannot be read")?;
    } else {
        bytes = fs::read(file).with_context(|| format!("{}: cannot be read", file.display()))?;
    }
    String::from_utf8(bytes).with_context(|| format!("{} is refused: not UTF-8", name(file)))
}

fn name(file: &Path) -> String {
    if file == Path::new("-") { "standard input".to_owned() } else { file.display().to_string() }
}

/// The name that a document has in openapi/: the one given, or that of the document that it is the next version of, or one
/// of its own.
fn slug(state: &State, document: &Document, given: Option<&str>) -> Result<String> {
    if let Some(given) = given {
        if given.is_empty() || !given.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
            bail!("--slug {given}: small letters, digits and `-` only, as in the page's URL");
        }
        return Ok(given.to_owned());
    }
    let keys = keys(&document.value);
    for (slug, value) in documents(state)? {
        if self::keys(&value) == keys && value["info"]["title"] == document.value["info"]["title"] {
            return Ok(slug);
        }
    }
    let operations = operations::list(&document.value);
    let own = match operations.as_slice() {
        [one] => one.value["operationId"].as_str(),
        _ => None,
    };
    let slug = match own {
        Some(id) => id.to_kebab_case(),
        // `HeyGen` is one word.
        None => document.value["info"]["title"].as_str().unwrap_or_default().to_ascii_lowercase().to_kebab_case(),
    };
    let slug: String = slug.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    if slug.is_empty() {
        bail!("the document has no `operationId` and no `info.title` to name its file by: give --slug");
    }
    Ok(slug)
}

fn documents(state: &State) -> Result<Vec<(String, Value)>> {
    let mut found = Vec::new();
    for source in state.sources() {
        let name = source.file.rsplit('/').next().unwrap_or_default().to_owned();
        let corrected = corrections::correct(&source)?;
        found.push((state::slug(&name).unwrap_or(&name).to_owned(), corrected.raw));
    }
    Ok(found)
}

fn keys(document: &Value) -> Vec<(String, &'static str)> {
    let mut keys: Vec<_> = operations::list(document).iter().map(operations::Operation::key).collect();
    keys.sort();
    keys
}

fn refuse_conflicts(state: &State, document: &Document, slug: &str) -> Result<()> {
    for (other, value) in documents(state)?.into_iter().filter(|(other, _)| other != slug) {
        let theirs = keys(&value);
        if let Some(operation) = operations::list(&document.value).iter().find(|one| theirs.contains(&one.key())) {
            let name = operation.name();
            bail!(
                "{name} is in openapi/{other} already, and this would be openapi/{slug}: give --slug {other} to replace that \
                 document, or take other operations with --operation"
            );
        }
    }
    Ok(())
}

/// The files of openapi/ that change; `None` removes one.
fn changes(
    root: &Path,
    before: &State,
    document: &Document,
    slug: &str,
    options: &Options,
) -> Result<BTreeMap<String, Option<String>>> {
    let mut changes = BTreeMap::new();
    let name = format!("{slug}.{}", document.ending());
    if before.files.get(&name) == Some(&document.text) {
        return Ok(changes);
    }
    let others = before.files.keys().filter(|other| state::slug(other) == Some(slug) && !other.ends_with(OVERLAY));
    changes.extend(others.filter(|other| **other != name).map(|other| (other.clone(), None)));
    let overlay = slug.to_owned() + OVERLAY;
    if !before.files.contains_key(&overlay) {
        changes.insert(overlay, Some(corrections::print(&skeleton(&name, &document.value))));
    }
    let readme = root.join(DIRECTORY).join(README);
    let readme = fs::read_to_string(&readme).with_context(|| format!("{}: cannot be read", readme.display()))?;
    let row = Row {
        file: &name,
        from: options.from.as_ref().map(|url| format!("<{}>", cell(url))),
        default_from: origin(document, slug, &options.operation),
        version: document.value["info"]["version"].as_str().unwrap_or_default(),
        fetched: &match options.fetched {
            Some(date) => date.to_string(),
            None => jiff::Timestamp::now().to_string().chars().take(10).collect(),
        },
        text: &document.text,
    };
    changes.insert(README.to_owned(), Some(provenance::update(&readme, &row)?));
    changes.insert(name, Some(document.text.clone()));
    Ok(changes)
}

/// Where a document comes from, as far as it says itself.
fn origin(document: &Document, slug: &str, picked: &[String]) -> String {
    let info = document.fence.as_deref().unwrap_or_default();
    let title = cell(document.value["info"]["title"].as_str().unwrap_or(slug));
    let origin = match (&document.fence, info.split_once(' ')) {
        (Some(_), Some((_, place))) => format!("the YAML block of HeyGen's page of `{}`", cell(place)),
        (Some(_), None) => format!("the JSON block of <https://docs.heygen.com/reference/{slug}>"),
        (None, _) => format!("HeyGen's document \"{title}\""),
    };
    let ids: Vec<String> = picked.iter().map(|id| format!("`{}`", cell(id))).collect();
    if ids.is_empty() { origin } else { format!("{}, of {origin}", ids.join(", ")) }
}

/// An overlay with a first action to go on from: the names of the types, where a body has a schema of its own.
fn skeleton(name: &str, document: &Value) -> Value {
    let mut overlay = check::empty(name, document);
    let mut actions = Vec::new();
    let operations = operations::list(document);
    if let [operation] = operations.as_slice() {
        let id = operation.value["operationId"].as_str().unwrap_or(&operation.path).to_pascal_case();
        for (part, what, suffix) in [
            ("/requestBody/content/application~1json/schema", "request", "Request"),
            ("/responses/200/content/application~1json/schema", "response", "Response"),
        ] {
            if operation.value.pointer(part).is_some_and(|schema| schema.is_object() && schema.get("$ref").is_none()) {
                actions.push(json!({
                    "target": path::json_path(document, &format!("{}{part}", operation.pointer)),
                    "description": format!("Name of the {what} type."),
                    "update": { "title": format!("{id}{suffix}") },
                }));
            }
        }
    }
    if actions.is_empty() {
        // The standard asks for one action at least.
        actions.push(json!({
            "target": "$.info",
            "description": "Nothing is corrected yet. Put the first correction in place of this action.",
            "update": { "x-corrected-by": name.split('.').next().unwrap_or(name).to_owned() + OVERLAY },
        }));
    }
    overlay["actions"] = Value::Array(actions);
    overlay
}

/// What build.rs would say.
fn build(state: &State) -> Result<Vec<String>, String> {
    match heygen_api_codegen::generate(&state.sources()) {
        Ok(output) => Ok(output.warnings.iter().map(|warning| warning.one_line()).collect()),
        Err(problem) => Err(problem.to_string()),
    }
}

impl Report {
    fn print(&self, options: &Options) -> Result<String> {
        let Self { written, difference, check, build } = self;
        let done = if options.dry_run { "would be written" } else { "written" };
        let files: Vec<String> = written.iter().map(|name| format!("{DIRECTORY}/{name}")).collect();
        let files = match files.as_slice() {
            [] => "openapi/ has this document already: nothing is written".to_owned(),
            files => format!("{done}: {}", files.join(", ")),
        };
        Ok(match options.format {
            Format::Json => serde_json::to_string_pretty(self)? + "\n",
            Format::Text => {
                let build = match build {
                    Ok(warnings) if warnings.is_empty() => "the pipeline goes through\n".to_owned(),
                    Ok(warnings) => format!("the pipeline goes through, with warnings\n  {}\n", warnings.join("\n  ")),
                    Err(problem) => format!("the build stops\n  {}\n", problem.replace('\n', "\n  ")),
                };
                format!("{files}\n\n{}\n== check\n{}\n== build\n{build}", diff::text(difference), check::text(check))
            }
            Format::Markdown => {
                let build = match build {
                    Ok(warnings) if warnings.is_empty() => "The pipeline goes through.\n".to_owned(),
                    Ok(warnings) => format!("With warnings:\n\n{}", fenced("text", &warnings.join("\n"), "")),
                    Err(problem) => format!("It stops:\n\n{}", fenced("text", problem, "")),
                };
                format!("{}\n{}\n### Build\n\n{build}", diff::markdown(difference), check::markdown(check))
            }
        })
    }
}
