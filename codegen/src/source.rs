//! The input of the generator: a document as HeyGen published it, and an overlay with our corrections.

use std::path::Path;
use std::{fs, io};

use serde_json::Value;

use crate::diagnostic::{Diagnostic, Result, Stage};
use crate::{document, overlay};

/// The ending of an overlay's file name, instead of the `.json` of its document.
pub const OVERLAY: &str = ".overlay.json";

/// A document and its overlay, as text, with their file names for messages.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// The file name of the document.
    pub file: String,
    /// The text of the document, which is JSON.
    pub text: String,
    /// The file name and the text of the overlay.
    pub overlay: Option<(String, String)>,
}

impl Source {
    /// Reads every document of a directory (`SLUG.json`) with its overlay (`SLUG.overlay.json`), sorted by name.
    ///
    /// # Errors
    /// Returns an error if the directory or one of these files cannot be read.
    pub fn read_dir(directory: &Path) -> io::Result<Vec<Self>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(directory)? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        let read = |name: &str| {
            let path = directory.join(name);
            let file = path.display().to_string();
            let text =
                fs::read_to_string(path).map_err(|error| io::Error::new(error.kind(), format!("{file}: {error}")))?;
            Ok::<_, io::Error>((file, text))
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
    /// Returns an error if the text is not JSON.
    pub fn published(&self) -> Result<Value> {
        parse_json(&self.file, &self.text, Stage::Vendor, "vendor HeyGen's page again with `cargo heygen bump`")
    }

    /// The overlay, if there is one.
    ///
    /// # Errors
    /// Returns an error if the text is not JSON, or if its `extends` names another document.
    pub fn overlay(&self) -> Result<Option<Value>> {
        let Some((file, text)) = &self.overlay else { return Ok(None) };
        let overlay = parse_json(file, text, Stage::Overlay, "correct the overlay, which is our own file")?;
        overlay::check_extends(&overlay, &self.file).map_err(|error| error.in_file(file))?;
        Ok(Some(overlay))
    }

    /// The document with the overlay applied. HeyGen's own titles are removed first: only overlays name types.
    ///
    /// # Errors
    /// Returns an error if one of the two is not JSON, or if the overlay does not apply to the document.
    pub fn corrected(&self) -> Result<Value> {
        let mut document = self.published()?;
        document::drop_titles(&mut document);
        match (self.overlay()?, &self.overlay) {
            (Some(overlay), Some((file, _))) => overlay::apply(document, &overlay).map_err(|error| error.in_file(file)),
            _ => Ok(document),
        }
    }
}

fn parse_json(file: &str, text: &str, stage: Stage, help: &str) -> Result<Value> {
    serde_json::from_str(text)
        .map_err(|error| Diagnostic::new(stage, "", format!("not JSON: {error}"), help).in_file(file))
}
