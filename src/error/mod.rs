//! The errors of this crate: reading what HeyGen returned, classifying it, and the messages.

mod api;
mod applied;
pub(crate) mod config;
mod decode;
mod envelope;
mod foreign;
mod format;
mod image_keys;
mod response;
mod retired;
mod transport;

use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

pub use api::ApiError;
pub(crate) use applied::{is_unprocessed, may_have_been_applied};
pub use config::ConfigError;
pub use decode::DecodeError;
use envelope::NO_MOCK_MATCHED;
pub(crate) use envelope::{Envelope, is_insufficient_credit};
pub(crate) use format::Shown;
pub use image_keys::ImageKeysError;
pub use response::ErrorResponse;
pub(crate) use retired::is_retired;
pub use transport::TransportError;

/// The error of a call.
///
/// Before you retry, call [`may_have_been_applied`](Self::may_have_been_applied). See [the guide](crate::guide::errors).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The list of image keys is invalid. Nothing was sent.
    #[error(transparent)]
    ImageKeys(#[from] ImageKeysError),
    /// The client could not be built. Nothing was sent.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A value of the request is missing or invalid. Nothing was sent.
    #[error("invalid request (not sent): {}", Shown(reason))]
    #[non_exhaustive]
    InvalidRequest {
        /// What is missing or invalid.
        reason: String,
    },
    /// There is no response, or only a part of it: the connection failed, was lost or timed out.
    #[error(transparent)]
    Transport(#[from] Box<TransportError>),
    /// HeyGen returned an error.
    #[error(transparent)]
    Api(#[from] Box<ApiError>),
    /// HeyGen returned a success that could not be decoded. The looks may have been added: see the body of the error.
    #[error(transparent)]
    Decode(#[from] Box<DecodeError>),
}

impl Error {
    pub(crate) fn invalid_request(reason: impl Into<String>) -> Self {
        Self::InvalidRequest { reason: reason.into() }
    }

    /// The response, or the part of it that was received. `None` if there is none.
    pub fn response(&self) -> Option<&ErrorResponse> {
        match self {
            Self::Api(error) => Some(&error.response),
            Self::Decode(error) => Some(&error.response),
            Self::Transport(error) => error.response.as_ref(),
            _ => None,
        }
    }

    /// The HTTP status of the [response](Self::response).
    pub fn status(&self) -> Option<StatusCode> {
        Some(self.response()?.status)
    }

    /// The headers of the [response](Self::response).
    pub fn headers(&self) -> Option<&HeaderMap> {
        Some(&self.response()?.headers)
    }

    /// `X-Request-Id` of the [response](Self::response), which HeyGen's support asks for.
    pub fn request_id(&self) -> Option<&str> {
        self.response()?.request_id.as_deref()
    }

    /// The body of the [response](Self::response), or the part of it that was received and kept.
    pub fn body(&self) -> Option<&[u8]> {
        Some(&self.response()?.body)
    }

    /// How long to wait before a retry: `Retry-After` of an [`Error::Api`].
    pub fn retry_after(&self) -> Option<Duration> {
        self.api()?.retry_after
    }

    /// HeyGen's code for the error, such as `internal_error`, of an [`Error::Api`].
    pub fn code(&self) -> Option<&str> {
        self.api()?.code.as_deref()
    }

    fn api(&self) -> Option<&ApiError> {
        if let Self::Api(error) = self { Some(error) } else { None }
    }

    /// Returns true if HeyGen rejected the API key: status 401 or 403. Check the key and the permissions of its account.
    pub fn is_auth(&self) -> bool {
        self.api().is_some_and(|error| matches!(error.response.status.as_u16(), 401 | 403))
    }

    /// Returns true if there were too many requests: status 429. Wait for [`ApiError::retry_after`] before you retry.
    pub fn is_rate_limited(&self) -> bool {
        self.api().is_some_and(|error| error.response.status == StatusCode::TOO_MANY_REQUESTS)
    }

    /// Returns true if the group, or something else in the request, does not exist: status 404, unless the operation is
    /// [retired](Self::is_retired).
    pub fn is_not_found(&self) -> bool {
        self.api().is_some_and(|error| error.response.status == StatusCode::NOT_FOUND && !error.is_retired)
            && self.code() != Some(NO_MOCK_MATCHED)
    }

    /// Returns true if the operation no longer exists: status 410; HeyGen's code 400014; 404 with a page instead of JSON, if HeyGen's documents
    /// give the operation an end of life; or another 4xx without a code or a message, but with a last day that has passed.
    /// [`ApiError::retirement`] names the replacement. See [the guide](crate::guide::retirement).
    pub fn is_retired(&self) -> bool {
        self.api().is_some_and(|error| error.is_retired)
    }

    /// Returns true if the account does not have enough credit: status 402, or the code `insufficient_credit`.
    pub fn is_insufficient_credit(&self) -> bool {
        self.api().is_some_and(ApiError::is_insufficient_credit)
    }

    /// Returns true if HeyGen may have added the looks.
    ///
    /// In that case, check the avatar group before you retry: a second call may add the looks a second time, and may cost credit. See
    /// [the guide](crate::guide::errors#after-may_have_been_applied).
    ///
    /// It is false only if HeyGen certainly did nothing in any attempt: nothing was sent, no connection was made, HTTP/2 says that the
    /// request was not processed, or the status means that HeyGen rejected it (307, 308, and 4xx except 408 and 409). It is false for `GET`
    /// and `HEAD`, which change nothing.
    pub fn may_have_been_applied(&self) -> bool {
        match self {
            Self::ImageKeys(_) | Self::Config(_) | Self::InvalidRequest { .. } => false,
            Self::Transport(error) => error.may_have_been_applied,
            Self::Api(error) => error.may_have_been_applied,
            Self::Decode(error) => error.may_have_been_applied,
        }
    }
}
