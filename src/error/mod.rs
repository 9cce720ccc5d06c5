//! What can go wrong, and whether it is safe to retry.

mod api;
mod config;
mod decode;
mod format;
mod transport;

use reqwest::StatusCode;

pub use api::ApiError;
pub use config::ConfigError;
pub use decode::DecodeError;
pub use transport::TransportError;

use crate::image_keys::ImageKeysError;

/// The error of a call. [`may_have_been_applied`](Self::may_have_been_applied) tells whether it is safe to retry.
/// See [the guide](crate::guide::errors).
///
/// ```
/// fn advice(error: &heygen_api::Error) -> &'static str {
///     match error {
///         error if error.is_auth() => "check the API key",
///         error if error.is_rate_limited() => "wait, then retry",
///         error if error.may_have_been_applied() => "check the avatar group before you retry",
///         _ => "nothing was added",
///     }
/// }
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The list of image keys is invalid. Nothing was sent.
    #[error(transparent)]
    ImageKeys(#[from] ImageKeysError),
    /// The client cannot be built. Nothing was sent.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A request of [`Client::call`](crate::Client::call) lacks a value, or has an invalid one. Nothing was sent.
    #[error("invalid request, which was not sent: {0}")]
    InvalidRequest(String),
    /// The response is missing or incomplete: connection, TLS, timeout.
    #[error(transparent)]
    Transport(Box<TransportError>),
    /// HeyGen returned an error.
    #[error(transparent)]
    Api(Box<ApiError>),
    /// HeyGen returned a success that could not be decoded. The looks may have been added: see the body.
    #[error(transparent)]
    Decode(Box<DecodeError>),
}

impl Error {
    /// HeyGen refused the API key: status 401 or 403. Check the key, and the permissions of its account.
    pub fn is_auth(&self) -> bool {
        matches!(self, Self::Api(error) if matches!(error.status.as_u16(), 401 | 403))
    }

    /// HeyGen limits the rate of requests: status 429. Wait for [`ApiError::retry_after`] before you retry.
    pub fn is_rate_limited(&self) -> bool {
        matches!(self, Self::Api(error) if error.status == StatusCode::TOO_MANY_REQUESTS)
    }

    /// HeyGen does not know something that the request names, such as the group: status 404 with HeyGen's own error in the body.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Api(error) if error.status == StatusCode::NOT_FOUND && !error.is_retired)
    }

    /// The operation does not exist, or no longer: status 410, or 404 without HeyGen's own error. [`ApiError::retirement`] names the
    /// replacement. See [the guide](crate::guide::retirement).
    pub fn is_retired(&self) -> bool {
        matches!(self, Self::Api(error) if error.is_retired)
    }

    /// The account has too little credit: status 402, or the code `insufficient_credit`.
    pub fn is_insufficient_credit(&self) -> bool {
        matches!(self, Self::Api(error) if error.is_insufficient_credit())
    }

    /// Whether HeyGen may have done the work. If true, check the avatar group before you retry: a second call may add the looks a second
    /// time, and may cost.
    ///
    /// False only if HeyGen certainly did nothing, in no attempt: nothing was sent, no connection was made, HTTP/2 says that the request was
    /// not processed, or the status rejects it before the work (307, 308, and 4xx except 408 and 409).
    ///
    /// See [the guide](crate::guide::errors#after-may_have_been_applied).
    pub fn may_have_been_applied(&self) -> bool {
        match self {
            Self::ImageKeys(_) | Self::Config(_) | Self::InvalidRequest(_) => false,
            Self::Transport(error) => error.may_have_been_applied,
            Self::Api(error) => error.may_have_been_applied,
            Self::Decode(_) => true,
        }
    }
}
