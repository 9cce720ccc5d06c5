//! The generator's input: a document as HeyGen published it, and an overlay with our corrections.

use std::path::Path;
use std::{fs, io};

use serde_json::Value;

use crate::diagnostic::{Diagnostic, Result, Stage};
use crate::{document, overlay};

/// What the file name of an overlay ends with, instead of its document's `.json`.
pub const OVERLAY: &str = ".overlay.json";

/// A document and its overlay, as text, with their file names for messages.
#[derive(Clone, Debug)]
pub struct Source {
    /// The document's file.
    pub file: String,
    /// The document's text: JSON.
    pub text: String,
    /// The overlay's file and text.
    pub overlay: Option<(String, String)>,
}

impl Source {
    /// Every document of a directory (`SLUG.json`) with its `SLUG.overlay.json`, sorted by name.
    ///
    /// # Errors
    /// The directory or one of these files cannot be read.
    pub fn read_dir(directory: &Path) -> io::Result<Vec<Self>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(directory)? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        let read = |name: &str| {
            let path = directory.join(name);
            Ok::<_, io::Error>((path.display().to_string(), fs::read_to_string(path)?))
        };
        let slugs = names.iter().filter(|name| !name.ends_with(OVERLAY)).filter_map(|name| name.strip_suffix(".json"));
        slugs
            .map(|slug| {
                let (file, text) = read(&format!("{slug}.json"))?;
                let overlay = format!("{slug}{OVERLAY}");
                let overlay = if names.contains(&overlay) { Some(read(&overlay)?) } else { None };
                Ok(Self { file, text, overlay })
            })
            .collect()
    }

    /// The document as HeyGen published it.
    ///
    /// # Errors
    /// Its text is not JSON.
    pub fn published(&self) -> Result<Value> {
        json(&self.file, &self.text, Stage::Vendor, "vendor HeyGen's page again")
    }

    /// The overlay, where there is one.
    ///
    /// # Errors
    /// Its text is not JSON.
    pub fn overlay(&self) -> Result<Option<Value>> {
        let Some((file, text)) = &self.overlay else { return Ok(None) };
        json(file, text, Stage::Overlay, "fix the overlay: it is ours").map(Some)
    }

    /// The document with the overlay applied. HeyGen's own titles are gone: only an overlay names types.
    ///
    /// # Errors
    /// One of the two is not JSON, or the overlay does not apply to the document.
    pub fn corrected(&self) -> Result<Value> {
        let mut document = self.published()?;
        document::drop_titles(&mut document);
        match (self.overlay()?, &self.overlay) {
            (Some(overlay), Some((file, _))) => overlay::apply(document, &overlay).map_err(|error| error.in_file(file)),
            _ => Ok(document),
        }
    }
}

fn json(file: &str, text: &str, stage: Stage, help: &str) -> Result<Value> {
    serde_json::from_str(text)
        .map_err(|error| Diagnostic::new(stage, "", format!("not JSON: {error}"), help).in_file(file))
}
