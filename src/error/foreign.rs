use std::error::Error;

use super::format::Shown;
use crate::api_key::ApiKey;

/// An error of another crate, as text without the API key: it may quote what a server sent.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(crate) struct ForeignError {
    message: String,
    source: Option<Box<Self>>,
}

impl ForeignError {
    pub(super) fn new(error: &(dyn Error + 'static), key: &ApiKey) -> Self {
        let message = Shown(&key.redact(error.to_string())).to_string();
        Self { message, source: error.source().map(|source| Box::new(Self::new(source, key))) }
    }
}
