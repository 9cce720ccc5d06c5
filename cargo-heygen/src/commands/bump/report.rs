//! The body of a bump's pull request.

use super::compile::Problem;
use crate::commands::check;
use crate::commands::diff::{self, Difference};
use crate::findings::Findings;
use crate::output::markdown::{code, fenced, inline};
use crate::settle::{self, Settled};

/// How many compiler problems are listed.
const MAX_PROBLEMS: usize = 3;

/// What a bump did and what is left to do.
pub struct Report {
    pub difference: Difference,
    pub settled: Vec<Settled>,
    pub found: Findings,
    /// The warnings of the code generator, or its error.
    pub generated: Result<Vec<String>, String>,
    pub errors: Vec<Problem>,
    /// The files that changed.
    pub written: Vec<String>,
}

impl Report {
    /// What is left to do.
    pub fn checklist(&self) -> Vec<String> {
        let mut items = check::checklist(&self.found);
        items.extend(self.settled.iter().filter_map(|one| {
            Some(format!("{}: {}.", code(&format!("{}:{}", one.file, one.line)), inline(one.confirm.as_ref()?)))
        }));
        if let Err(error) = &self.generated {
            items.push(format!(
                "The code generator failed. Correct the overlay, or extend `codegen/`:\n\n{}",
                fenced("text", error, "  ")
            ));
        }
        let shown = self.errors.iter().take(MAX_PROBLEMS);
        items.extend(shown.map(|problem| format!("{}: {}.", code(&problem.place), inline(&problem.message))));
        if let Some(more @ 1..) = self.errors.len().checked_sub(MAX_PROBLEMS) {
            items.push(format!("`cargo check` reports more problems: {more}."));
        }
        items
    }

    pub fn markdown(&self) -> String {
        if self.written.is_empty() && self.checklist().is_empty() {
            return "HeyGen changed nothing: `openapi/` already has these documents.\n".to_owned();
        }
        let mut out = String::from("## To do\n\n");
        let checklist = self.checklist();
        if checklist.is_empty() {
            out += "Nothing. The client compiles: run `cargo test`, then commit.\n";
        }
        out.extend(checklist.iter().map(|item| format!("- [ ] {item}\n")));
        out += &format!("\n{}\n{}", diff::markdown(&self.difference), settle::markdown(&self.settled));
        if let Ok(warnings) = &self.generated
            && !warnings.is_empty()
        {
            out += &format!("\n## Warnings from the code generator\n\n{}", fenced("text", &warnings.join("\n"), ""));
        }
        let files: Vec<String> = self.written.iter().map(|file| code(file)).collect();
        out + &format!("\n## Changed files\n\n{}\n", files.join(", "))
    }
}
