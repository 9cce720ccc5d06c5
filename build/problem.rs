//! What stops the pipeline, said to the maintainer who has to mend it.

use std::fmt;

/// Where in the pipeline a problem was found: a section of CONTRIBUTING.md has the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Vendor,
    Overlay,
    Merge,
    Lowering,
    Naming,
    Generating,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Vendor => "vendor",
            Self::Overlay => "overlay",
            Self::Merge => "merge",
            Self::Lowering => "lowering",
            Self::Naming => "naming",
            Self::Generating => "generating",
        })
    }
}

/// One readable failure: the file, the place in it, what is wrong, what to do.
#[derive(Clone, Debug)]
pub struct Problem {
    pub stage: Stage,
    /// The file, where the step knows it. Steps after the merge name the pointer alone.
    pub file: Option<String>,
    /// A JSON pointer, or the overlay action and its target.
    pub place: String,
    pub what: String,
    pub remedy: String,
}

impl Problem {
    pub fn new(stage: Stage, place: impl Into<String>, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { stage, file: None, place: place.into(), what: what.into(), remedy: remedy.into() }
    }

    /// As one line, for a warning.
    pub fn one_line(&self) -> String {
        let file = self.file.as_ref().map(|file| format!("{file}: ")).unwrap_or_default();
        format!("{file}{} (at {}; to do: {})", self.what, self.place, self.remedy).replace(['\n', '\r'], " ")
    }

    pub fn in_file(mut self, file: &str) -> Self {
        self.file.get_or_insert_with(|| file.to_owned());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{file}: ")?;
        }
        writeln!(f, "{}", self.what)?;
        if !self.place.is_empty() {
            writeln!(f, "  at: {}", self.place)?;
        }
        writeln!(f, "  to do: {}", self.remedy)?;
        write!(f, "  more: CONTRIBUTING.md, section \"{}\"", self.stage)
    }
}

impl std::error::Error for Problem {}

pub type Result<T> = std::result::Result<T, Problem>;
