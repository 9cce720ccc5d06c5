use std::error::Error as StdError;
use std::fmt;

use reqwest::StatusCode;

use crate::ImageKeysError;
pub(crate) use crate::outcome::DecodeSource;
pub use crate::outcome::{ApiError, DecodeError, TransportError};

/// Why a call did not give an answer.
///
/// [`may_have_been_applied`](Self::may_have_been_applied) tells whether it is safe to call again: adding looks is not
/// idempotent and costs money.
///
/// ```
/// use heygen_api::Error;
///
/// fn advice(error: &Error) -> &'static str {
///     match error {
///         Error::ImageKeys(_) | Error::Config(_) => "mend the input",
///         error if error.is_auth() => "check the key",
///         error if error.is_rate_limited() => "wait, then call again",
///         error if error.may_have_been_applied() => "look at the group before you call again",
///         _ => "nothing was added",
///     }
/// }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The image keys break HeyGen's limit. Nothing was sent.
    ImageKeys(ImageKeysError),
    /// The client cannot be built. Nothing was sent.
    Config(ConfigError),
    /// A request of [`Client::api`](crate::Client::api) lacks a value, or has one of a wrong form. Nothing was sent.
    InvalidRequest(String),
    /// No answer, or not the whole of one: connect, TLS, time-out, cut off.
    Transport(TransportError),
    /// HeyGen said no.
    Api(ApiError),
    /// HeyGen said yes, in a form that was not understood. The looks may have been added: see the body.
    Decode(DecodeError),
}

impl Error {
    /// HeyGen refused the API key: status 401 or 403.
    ///
    /// # What to do
    /// Check the key, and that its account may do this.
    pub fn is_auth(&self) -> bool {
        matches!(self, Self::Api(error) if matches!(error.status.as_u16(), 401 | 403))
    }

    /// HeyGen refused for now: status 429.
    ///
    /// # What to do
    /// Wait for [`ApiError::retry_after`], or longer where HeyGen did not say, and call again.
    pub fn is_rate_limited(&self) -> bool {
        matches!(self, Self::Api(error) if error.status == StatusCode::TOO_MANY_REQUESTS)
    }

    /// HeyGen has no such operation (any more): status 404 or 410.
    ///
    /// # What to do
    /// HeyGen gives v2 an end of life of 1 November 2026: [`ApiError::retirement`] names the replacement.
    pub fn is_retired(&self) -> bool {
        matches!(self, Self::Api(error) if matches!(error.status.as_u16(), 404 | 410))
    }

    /// Whether HeyGen may have done the work: true unless it is certain that it did nothing.
    ///
    /// It is certain where nothing was sent, where no connection was made, and where HeyGen answered with a status
    /// that refuses the request before the work: 307, 308, and 4xx without 408 (the request timed out).
    ///
    /// # What to do
    /// If true, look at the avatar group before you call again: a second call may add, and charge for, the looks
    /// a second time.
    pub fn may_have_been_applied(&self) -> bool {
        match self {
            Self::ImageKeys(_) | Self::Config(_) | Self::InvalidRequest(_) => false,
            Self::Transport(error) => !error.is_connect(),
            Self::Api(error) => {
                let status = error.status;
                let refused = status.is_client_error() && status != StatusCode::REQUEST_TIMEOUT;
                !refused && !matches!(status.as_u16(), 307 | 308)
            }
            Self::Decode(_) => true,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ImageKeys(error) => error.fmt(f),
            Self::Config(error) => error.fmt(f),
            Self::InvalidRequest(what) => write!(f, "the request is incomplete, and was not sent: {what}"),
            Self::Transport(error) => error.fmt(f),
            Self::Api(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        // The variants say what their values say, so the chain goes on with the values' own sources.
        match self {
            Self::Transport(error) => error.source(),
            _ => None,
        }
    }
}

impl From<ImageKeysError> for Error {
    fn from(error: ImageKeysError) -> Self {
        Self::ImageKeys(error)
    }
}

impl From<ConfigError> for Error {
    fn from(error: ConfigError) -> Self {
        Self::Config(error)
    }
}

/// Why a client cannot be built. No variant repeats the key.
///
/// ```
/// use heygen_api::{Client, ConfigError, Error};
///
/// assert!(matches!(Client::new(" "), Err(Error::Config(ConfigError::KeyBlank))));
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum ConfigError {
    /// `HEYGEN_API_KEY` is not set.
    KeyMissing,
    /// The API key is empty or white space.
    KeyBlank,
    /// The API key has characters that no HTTP header can carry.
    KeyNotVisibleAscii,
    /// The base URL cannot be used: the URL, and why.
    BaseUrl(String, &'static str),
    /// The HTTP client cannot be built.
    Http(reqwest::Error),
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::KeyMissing => f.write_str("no API key: set HEYGEN_API_KEY to the key of your HeyGen account"),
            Self::KeyBlank => f.write_str("the API key is blank: set it to the key of your HeyGen account"),
            Self::KeyNotVisibleAscii => f.write_str(
                "the API key has characters that are not visible ASCII: copy it again from your HeyGen account",
            ),
            Self::BaseUrl(url, why) => write!(f, "the base URL {url:?} cannot be used: {why}"),
            Self::Http(error) => write!(f, "the HTTP client cannot be built: {error}"),
        }
    }
}

impl StdError for ConfigError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Http(error) => error.source(),
            _ => None,
        }
    }
}
