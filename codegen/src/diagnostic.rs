//! Errors and warnings for the maintainer: the file, the place in it, what is wrong, and what to do.

use std::fmt;

use crate::document::pointer::join;
use crate::keywords;

/// The step that found a problem. The guide of `heygen-api` has a section for each step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stage {
    /// HeyGen's document cannot be read.
    Vendor,
    /// A correction does not apply to HeyGen's document.
    Overlay,
    /// Two documents contradict each other.
    Merge,
    /// A schema of OpenAPI 3.1 cannot be expressed in 3.0.
    Lowering,
    /// Two types would have the same name.
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

/// An error, or a warning about something that is skipped or not checked.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Diagnostic {
    /// The step that found it.
    pub stage: Stage,
    /// The file. `None` if only the pointer is known, as after the merge.
    pub file: Option<String>,
    /// A JSON pointer, or the overlay action and its target.
    pub pointer: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The operation with the problem: "POST /v3/videos (`createVideo`)". The message begins with it.
    pub(crate) operation: Option<Box<str>>,
}

impl Diagnostic {
    pub(crate) fn new(
        stage: Stage,
        pointer: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        let (pointer, message, help) = (pointer.into(), message.into(), help.into());
        Self { stage, file: None, pointer, message, help, operation: None }
    }

    /// Creates a warning about something that is skipped or not checked.
    pub(crate) fn warning(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        let help = "if you need it, rewrite it with an overlay action";
        Self::new(Stage::Generating, pointer, message, help)
    }

    /// Creates a warning about a keyword of a request's schema that the generated types do not check.
    pub(crate) fn unchecked(pointer: &str, keyword: &str) -> Self {
        let message = format!("`{keyword}` is not checked by the client, only by HeyGen");
        Self::warning(join(pointer, keyword), message)
    }

    /// Prefixes the message with an operation and a separator: ": " or " is skipped: ".
    pub(crate) fn of_operation(mut self, label: String, separator: &str) -> Self {
        self.message = format!("{label}{separator}{}", self.message);
        self.operation = Some(label.into());
        self
    }

    /// The message without names, equal for all problems of one kind. Names of keywords stay.
    pub(crate) fn kind_of_problem(&self) -> String {
        let rest = self.operation.as_ref().and_then(|operation| self.message.strip_prefix(&**operation));
        let parts = rest.unwrap_or(&self.message).split('`').enumerate().map(|(index, part)| match index % 2 {
            0 => part.to_owned(),
            _ if keywords::find(part).is_some() => format!("`{part}`"),
            _ => "`...`".to_owned(),
        });
        parts.fold(rest.map_or("", |_| "an operation").to_owned(), |kind, part| kind + &part)
    }

    /// The place that a summary shows: the operation, or else the pointer.
    pub(crate) fn shown_place(&self) -> String {
        let place = self.operation.as_deref().unwrap_or(&self.pointer);
        self.file.as_ref().map_or_else(|| place.to_owned(), |file| format!("{file}: {place}"))
    }

    /// Formats the diagnostic as one line, for a list of warnings.
    pub fn one_line(&self) -> String {
        let file = self.file.as_ref().map(|file| format!("{file}: ")).unwrap_or_default();
        format!("{file}{} (at {}; help: {})", self.message, self.pointer, self.help).replace(['\n', '\r'], " ")
    }

    /// Sets the file, unless it is already set.
    pub fn in_file(mut self, file: &str) -> Self {
        self.file.get_or_insert_with(|| file.to_owned());
        self
    }
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
        writeln!(f, "  help: {}", self.help)?;
        write!(f, "  see: https://docs.rs/heygen-api/latest/heygen_api/guide/operations/#{}", self.stage)
    }
}

impl std::error::Error for Diagnostic {}

/// The result of a step, or the problem that stops the generator.
pub type Result<T> = std::result::Result<T, Diagnostic>;
