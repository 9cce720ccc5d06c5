//! The body of a bump's pull request: what to decide first, what changed for users, what is left to do, and
//! the details, folded.

use crate::commands::check;
use crate::commands::diff::{self, Difference};
use crate::findings::Findings;
use crate::output::markdown::{code, fenced, inline};
use crate::update::{self, UpdatedAction};

/// What a bump did and what is left to do.
pub struct Report {
    pub difference: Difference,
    pub updated: Vec<UpdatedAction>,
    pub found: Findings,
    /// What to decide first: new origins, and operations without a method.
    pub first: Vec<String>,
    /// The pages that could not be read.
    pub failed: Vec<String>,
    /// The lines that a new crate needs.
    pub setup: Vec<String>,
    /// What does not compile.
    pub problems: Vec<String>,
    /// The files that changed.
    pub written: Vec<String>,
    pub compiled: bool,
}

impl Report {
    /// Whether nothing is left to do.
    pub fn is_clean(&self) -> bool {
        self.first.is_empty() && self.checklist().is_empty()
    }

    /// What is left to do, besides what to decide first.
    fn checklist(&self) -> Vec<String> {
        let mut items = check::checklist(&self.found);
        items.extend(self.updated.iter().filter_map(|one| {
            Some(format!("{}: {}.", code(&format!("{}:{}", one.file, one.line)), inline(one.confirm.as_ref()?)))
        }));
        if let Err(error) = &self.difference.clients.1 {
            let what = "The code generator failed. Correct the overlay; if the document is right, it is a fault of the generator";
            items.push(format!("{what}:\n\n{}", fenced("text", error, "  ")));
        }
        items.extend(self.problems.iter().cloned());
        items.extend(self.failed.iter().map(|error| format!("A page was not updated: {}.", inline(error))));
        items.extend(self.setup.iter().cloned());
        items
    }

    pub fn markdown(&self) -> String {
        if self.written.is_empty() && self.is_clean() {
            return "HeyGen changed nothing: `openapi/` already has these documents.\n".to_owned();
        }
        let list = |items: &[String]| items.iter().map(|item| format!("- [ ] {item}\n")).collect::<String>();
        let mut out = String::new();
        if !self.first.is_empty() {
            out += &format!("## Decide first\n\n{}\n", list(&self.first));
        }
        out += &diff::summary(&self.difference);
        out += "\n## To do\n\n";
        let checklist = self.checklist();
        out += &match (checklist.is_empty(), self.compiled) {
            (false, _) => list(&checklist),
            (true, _) if !self.first.is_empty() => "Nothing else.\n".to_owned(),
            (true, true) => "Nothing. The client compiles: run `cargo test`, then commit.\n".to_owned(),
            (true, false) => "Nothing. Run `cargo test`, then commit.\n".to_owned(),
        };
        if !self.found.stale.is_empty() {
            out += "\nThe build fails until the corrections are decided. This report still applies them where they match: run \
                    `cargo heygen diff` after your decision.\n";
        }
        let files: Vec<String> = self.written.iter().map(|file| code(file)).collect();
        out += &format!("\nChanged files: {}\n", if files.is_empty() { "none".to_owned() } else { files.join(", ") });
        let mut details = vec![diff::markdown(&self.difference)];
        if !self.updated.is_empty() {
            details.push(update::markdown(&self.updated));
        }
        if let Ok(client) = &self.difference.clients.1
            && !client.summary.is_empty()
        {
            let warnings = fenced("text", &client.summary.join("\n"), "");
            details.push(format!("## Warnings from the code generator\n\n{warnings}"));
        }
        out + &format!("\n<details><summary>Details</summary>\n\n{}\n</details>\n", details.join("\n"))
    }
}
