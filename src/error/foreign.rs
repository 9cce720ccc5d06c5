use std::error::Error;
use std::fmt;

use super::format::Shown;

/// An error of another crate, as text without the API key: it may quote what a server sent.
#[derive(Debug)]
pub(crate) struct ForeignError {
    message: String,
    source: Option<Box<Self>>,
}

impl ForeignError {
    pub(super) fn new(error: &(dyn Error + 'static), redact: &dyn Fn(String) -> String) -> Self {
        let message = Shown(&redact(error.to_string())).to_string();
        Self { message, source: error.source().map(|source| Box::new(Self::new(source, redact))) }
    }
}

impl fmt::Display for ForeignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for ForeignError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&**self.source.as_ref()?)
    }
}
