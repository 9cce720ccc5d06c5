//! A state of openapi/: the texts of its files, from a directory, a revision or a single document.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, process::Command};

use anyhow::{Context, Result, bail};

use crate::page;
use heygen_api_codegen::Source;

/// Where the documents are, below the root of the repository.
pub const DIRECTORY: &str = "openapi";
/// What the name of an overlay ends with, in place of its document's ending.
pub const OVERLAY: &str = ".overlay.json";

/// File names in openapi/ and their texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    pub files: BTreeMap<String, String>,
    /// The package's version in that state, where it is known.
    pub package: Option<semver::Version>,
}

impl State {
    /// The state of a working tree.
    pub fn of_tree(root: &Path) -> Result<Self> {
        let mut state = Self::of_directory(&root.join(DIRECTORY))?;
        state.package = fs::read_to_string(root.join("Cargo.toml")).ok().and_then(|text| version(&text));
        Ok(state)
    }

    /// The documents and overlays of a directory.
    pub fn of_directory(directory: &Path) -> Result<Self> {
        let mut state = Self::default();
        let failed = || format!("{}: cannot be read", directory.display());
        for entry in fs::read_dir(directory).with_context(failed)? {
            let path = entry.with_context(failed)?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if slug(&name).is_some() {
                let text = fs::read_to_string(&path).with_context(|| format!("{}: cannot be read", path.display()))?;
                state.files.insert(name, text);
            }
        }
        Ok(state)
    }

    /// A directory, or one document with the overlay beside it. A document may be a page of HeyGen's.
    pub fn of_path(path: &Path) -> Result<Self> {
        if path.is_dir() {
            return Self::of_directory(path);
        }
        let text = fs::read_to_string(path).with_context(|| format!("{}: cannot be read", path.display()))?;
        let document = page::read(&text).with_context(|| path.display().to_string())?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let slug = name.split('.').next().unwrap_or_default().to_owned();
        let mut state = Self::default();
        if let Ok(overlay) = fs::read_to_string(path.with_file_name(slug.clone() + OVERLAY)) {
            state.files.insert(slug.clone() + OVERLAY, overlay);
        }
        state.files.insert(format!("{slug}.{}", document.ending()), document.text);
        Ok(state)
    }

    /// The state of a revision of Git.
    pub fn of_revision(root: &Path, revision: &str) -> Result<Self> {
        let mut state = Self::default();
        // `--end-of-options`: a revision is never an option.
        let arguments = ["ls-tree", "--name-only", "-z", "--end-of-options", revision, "openapi/"];
        for path in git(root, &arguments)?.split('\0') {
            let Some(name) = path.strip_prefix("openapi/").filter(|name| slug(name).is_some()) else { continue };
            state
                .files
                .insert(name.to_owned(), git(root, &["show", "--end-of-options", &format!("{revision}:{path}")])?);
        }
        let manifest = git(root, &["show", "--end-of-options", &format!("{revision}:Cargo.toml")]);
        state.package = manifest.ok().and_then(|text| version(&text));
        Ok(state)
    }

    /// What the pipeline reads, as build.rs does.
    pub fn sources(&self) -> Vec<Source> {
        let named = |name: &str| Some((format!("{DIRECTORY}/{name}"), self.files.get(name)?.clone()));
        let documents = self.files.keys().filter(|name| !name.ends_with(OVERLAY));
        documents
            .filter_map(|name| {
                let (file, text) = named(name)?;
                Some(Source { file, text, overlay: named(&(slug(name)?.to_owned() + OVERLAY)) })
            })
            .collect()
    }
}

/// The name of a document or an overlay without its ending; `None` for what is neither.
pub fn slug(name: &str) -> Option<&str> {
    [OVERLAY, ".json", ".yaml", ".yml"].iter().find_map(|ending| name.strip_suffix(ending))
}

/// `version` of the package in a Cargo.toml.
fn version(manifest: &str) -> Option<semver::Version> {
    let line = manifest.lines().find_map(|line| line.strip_prefix("version = \""))?;
    line.split('"').next()?.parse().ok()
}

fn git(root: &Path, arguments: &[&str]) -> Result<String> {
    let output = Command::new("git").current_dir(root).args(arguments).output().context("git cannot be run")?;
    if !output.status.success() {
        bail!("git {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr).trim());
    }
    String::from_utf8(output.stdout).with_context(|| format!("git {}: not UTF-8", arguments.join(" ")))
}
