//! Problems in a form that a maintainer can act on: the file, the place in it, what is wrong, and what to do.

use std::fmt;

use crate::document::pointer::join;

/// The step that found a problem. CONTRIBUTING.md has a section for each, under the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stage {
    /// HeyGen's document cannot be read.
    Vendor,
    /// A correction does not apply to HeyGen's document.
    Overlay,
    /// Two documents contradict each other.
    Merge,
    /// OpenAPI 3.0 cannot express a construct of 3.1.
    Lowering,
    /// Two types would have one name.
    Naming,
    /// progenitor cannot generate Rust from the prepared document.
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

/// One problem: an error, or a warning about something that is skipped or not checked.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Diagnostic {
    /// The step that found it.
    pub stage: Stage,
    /// The file, where it is known: after the merge, only the pointer is.
    pub file: Option<String>,
    /// A JSON pointer, or the overlay action and its target.
    pub pointer: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// In a box: an error is to be small.
    pub(crate) summary: Box<Summary>,
}

/// The problem among many.
#[derive(Clone, Debug)]
pub(crate) struct Summary {
    /// The message without names: the same for all problems of its kind.
    pub(crate) kind: String,
    /// The operation that it is about: "POST /v3/videos (`createVideo`)".
    pub(crate) operation: Option<String>,
}

impl Diagnostic {
    pub(crate) fn new(
        stage: Stage,
        pointer: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        let message = message.into();
        let summary = Box::new(Summary { kind: without_names(&message), operation: None });
        Self { stage, file: None, pointer: pointer.into(), message, help: help.into(), summary }
    }

    /// A warning about something that is skipped or not checked.
    pub(crate) fn warning(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        let help = "nothing, if you do not need it; otherwise rewrite it with an overlay action";
        Self::new(Stage::Generating, pointer, message, help)
    }

    /// A warning about a keyword of a request's schema that no Rust type checks.
    pub(crate) fn unchecked(pointer: &str, keyword: &str) -> Self {
        let message = format!("`{keyword}` is not checked: HeyGen alone checks it");
        let mut warning = Self::warning(join(pointer, keyword), message);
        warning.summary.kind.clone_from(&warning.message);
        warning
    }

    /// Puts an operation before the message, and what is the matter with it: ": " or " is skipped: ".
    pub(crate) fn of_operation(mut self, label: String, matter: &str) -> Self {
        self.summary.kind = format!("an operation{matter}{}", self.summary.kind);
        self.message = format!("{label}{matter}{}", self.message);
        self.summary.operation = Some(label);
        self
    }

    /// The place in a summary: the operation, or else the pointer.
    pub(crate) fn place(&self) -> String {
        let place = self.summary.operation.as_ref().unwrap_or(&self.pointer);
        self.file.as_ref().map_or_else(|| place.clone(), |file| format!("{file}: {place}"))
    }

    /// As one line, for a warning.
    pub fn one_line(&self) -> String {
        let file = self.file.as_ref().map(|file| format!("{file}: ")).unwrap_or_default();
        format!("{file}{} (at {}; to do: {})", self.message, self.pointer, self.help).replace(['\n', '\r'], " ")
    }

    /// Adds the file, unless there is one already.
    pub fn in_file(mut self, file: &str) -> Self {
        self.file.get_or_insert_with(|| file.to_owned());
        self
    }
}

/// A message with `...` in the place of everything in backquotes.
fn without_names(message: &str) -> String {
    let parts = message.split('`').enumerate();
    parts.map(|(index, part)| if index % 2 == 0 { part } else { "`...`" }).collect()
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{file}: ")?;
        }
        writeln!(f, "{}", self.message)?;
        if !self.pointer.is_empty() {
            writeln!(f, "  at: {}", self.pointer)?;
        }
        writeln!(f, "  to do: {}", self.help)?;
        write!(f, "  more: CONTRIBUTING.md, section \"{}\"", self.stage)
    }
}

impl std::error::Error for Diagnostic {}

/// The value of a step, or the problem that stops the generator.
pub type Result<T> = std::result::Result<T, Diagnostic>;
