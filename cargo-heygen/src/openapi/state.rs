//! The documents and overlays of openapi/ in the working tree, at a Git revision, or in another directory.

use std::path::Path;
use std::{fs, process::Command};

use anyhow::{Context, Result, bail};

use super::{OVERLAY, Source, manifest};
use crate::page;

/// The directory of the documents, below the root of the repository.
pub const DIRECTORY: &str = "openapi";

/// Documents with their overlays, and the client's Cargo.toml.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Sorted by name. File names begin with `openapi/`.
    pub sources: Vec<Source>,
    /// The text of Cargo.toml, if it is known.
    pub manifest: Option<String>,
}

impl State {
    /// Reads the working tree.
    pub fn of_tree(root: &Path) -> Result<Self> {
        if !root.join(DIRECTORY).is_dir() {
            bail!("{}: no openapi/ in this crate; `cargo heygen bump URL` makes it", root.display());
        }
        Self::of_crate(root)
    }

    /// Reads the working tree of a crate, which may have no openapi/ yet.
    pub fn of_crate(root: &Path) -> Result<Self> {
        let manifest = root.join("Cargo.toml");
        let manifest =
            fs::read_to_string(&manifest).with_context(|| format!("{}: cannot be read", manifest.display()))?;
        let directory = root.join(DIRECTORY);
        let known = if directory.is_dir() { Self::of_directory(&directory)? } else { Self::default() };
        Ok(Self { manifest: Some(manifest), ..known })
    }

    /// Reads a directory like openapi/.
    pub fn of_directory(directory: &Path) -> Result<Self> {
        let failed = || format!("{}: cannot be read", directory.display());
        let mut sources = Source::read_dir(directory).with_context(failed)?;
        for source in &mut sources {
            source.file = file(name(&source.file));
            if let Some((overlay, _)) = &mut source.overlay {
                *overlay = file(name(overlay));
            }
        }
        Ok(Self { sources, manifest: None })
    }

    /// Reads a directory, or one document or page with the overlay beside it.
    pub fn of_path(path: &Path) -> Result<Self> {
        if path.is_dir() {
            return Self::of_directory(path);
        }
        let text = fs::read_to_string(path).with_context(|| format!("{}: cannot be read", path.display()))?;
        let text = page::read_document(&text).with_context(|| path.display().to_string())?.text;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let slug = name.split('.').next().unwrap_or_default();
        let overlay = slug.to_owned() + OVERLAY;
        let overlay = fs::read_to_string(path.with_file_name(&overlay)).ok().map(|text| (file(&overlay), text));
        Ok(Self { sources: vec![Source { file: file(&format!("{slug}.json")), text, overlay }], manifest: None })
    }

    /// Reads a Git revision.
    pub fn of_revision(root: &Path, revision: &str) -> Result<Self> {
        let directory = tempfile::tempdir().context("no temporary directory")?;
        let show = |path: &str| git(root, &["show", "--end-of-options", &format!("{revision}:./{path}")]);
        // `--end-of-options`: git must not take a revision for an option.
        let paths = git(root, &["ls-tree", "--name-only", "-z", "--end-of-options", revision, "openapi/"])
            .with_context(|| format!("{revision}: no such revision"))?;
        for path in paths.split('\0').filter(|path| path.ends_with(".json")) {
            let copy = directory.path().join(name(path));
            fs::write(&copy, show(path)?).with_context(|| format!("{}: cannot be written", copy.display()))?;
        }
        Ok(Self { manifest: show("Cargo.toml").ok(), ..Self::of_directory(directory.path())? })
    }

    /// The version of the package, if it is known.
    pub fn version(&self) -> Option<semver::Version> {
        manifest::version(self.manifest.as_deref()?)
    }

    /// The document with this slug.
    pub fn document(&self, slug: &str) -> Option<&Source> {
        self.sources.iter().find(|source| self::slug(&source.file) == slug)
    }

    /// Adds or replaces a document.
    pub fn insert(&mut self, new: Source) {
        self.sources.retain(|source| source.file != new.file);
        self.sources.push(new);
        self.sources.sort_by(|one, other| one.file.cmp(&other.file));
    }
}

/// The path of a file in openapi/, as in messages.
pub fn file(name: &str) -> String {
    format!("{DIRECTORY}/{name}")
}

/// The last part of a path.
pub fn name(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or(file)
}

/// The name of a document or overlay without its ending.
pub fn slug(file: &str) -> &str {
    let name = name(file);
    name.strip_suffix(OVERLAY).or(name.strip_suffix(".json")).unwrap_or(name)
}

/// The version of the package at HEAD.
pub fn version_at_head(root: &Path) -> Option<semver::Version> {
    manifest::version(&git(root, &["show", "--end-of-options", "HEAD:./Cargo.toml"]).ok()?)
}

fn git(root: &Path, arguments: &[&str]) -> Result<String> {
    let output = Command::new("git").current_dir(root).args(arguments).output().context("cannot run git")?;
    if !output.status.success() {
        bail!("git {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr).trim());
    }
    String::from_utf8(output.stdout).with_context(|| format!("git {}: not UTF-8", arguments.join(" ")))
}
