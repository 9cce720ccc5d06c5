//! What `vendor` reports.

use anyhow::Result;
use serde::Serialize;

use crate::commands::check::{self, Findings};
use crate::commands::diff::{self, Difference};
use crate::output::Format;
use crate::output::markdown::fenced;

/// What vendoring a document does.
#[derive(Serialize)]
pub struct Report {
    /// Files of openapi/ that are written.
    pub written: Vec<String>,
    pub difference: Difference,
    pub check: Findings,
    /// The warnings of the code generator, or the error that stops it.
    pub build: Result<Vec<String>, String>,
}

impl Report {
    /// Whether something breaks, or is left to do.
    pub fn is_open(&self) -> bool {
        self.difference.breaks() || self.check.open() > 0 || self.build.is_err()
    }

    pub fn print(&self, format: Format, dry_run: bool) -> Result<String> {
        let Self { written, difference, check, build } = self;
        Ok(match format {
            Format::Json => serde_json::to_string_pretty(self)? + "\n",
            Format::Text => {
                let files = match (written.as_slice(), dry_run) {
                    ([], _) => "openapi/ has this document already: nothing is written".to_owned(),
                    (files, true) => format!("would be written: {}", files.join(", ")),
                    (files, false) => format!("written: {}", files.join(", ")),
                };
                let build = match build {
                    Ok(warnings) if warnings.is_empty() => "the client is generated\n".to_owned(),
                    Ok(warnings) => format!("the client is generated, with warnings\n  {}\n", warnings.join("\n  ")),
                    Err(error) => format!("the code generator stops\n  {}\n", error.replace('\n', "\n  ")),
                };
                format!("{files}\n\n{}\n== check\n{}\n== build\n{build}", diff::text(difference), check::text(check))
            }
            Format::Markdown => {
                let build = match build {
                    Ok(warnings) if warnings.is_empty() => "The client is generated.\n".to_owned(),
                    Ok(warnings) => {
                        format!(
                            "The client is generated, with warnings:\n\n{}",
                            fenced("text", &warnings.join("\n"), "")
                        )
                    }
                    Err(error) => format!("The code generator stops:\n\n{}", fenced("text", error, "")),
                };
                format!("{}\n{}\n### Build\n\n{build}", diff::markdown(difference), check::markdown(check))
            }
        })
    }
}
