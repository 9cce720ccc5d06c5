use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::time::SystemTime;

use reqwest::StatusCode;

/// Why an image was not downloaded. No variant repeats the URL's signature.
///
/// ```
/// let is_to_be_asked_for_again = |error| matches!(error, heygen_api::DownloadError::Expired(_));
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum DownloadError {
    /// The URL cannot be used. Nothing was sent.
    Url(&'static str),
    /// The link expired at that time.
    Expired(SystemTime),
    /// The server refused.
    Status(StatusCode),
    /// The file is larger than so many bytes, the limit of [`Download::size_limit`](crate::Download::size_limit).
    TooLarge(u64),
    /// Not the whole file came, at no attempt.
    Incomplete {
        /// Bytes that came.
        received: u64,
        /// Bytes that the server had said.
        total: Option<u64>,
    },
    /// No connection, or one that was lost.
    Transport(reqwest::Error),
    /// The file cannot be written.
    File(io::Error),
}

impl DownloadError {
    pub(crate) fn transport(error: reqwest::Error) -> Self {
        // The URL is a secret of its own.
        Self::Transport(error.without_url())
    }

    pub(crate) fn may_pass(&self) -> bool {
        match self {
            Self::Incomplete { .. } | Self::Transport(_) => true,
            Self::Status(status) => status.is_server_error() || *status == StatusCode::TOO_MANY_REQUESTS,
            _ => false,
        }
    }
}

impl fmt::Display for DownloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url(why) => write!(f, "the image's URL cannot be used: {why}"),
            Self::Expired(at) => {
                write!(f, "the link expired at {}: call again to get a new link", httpdate::fmt_http_date(*at))
            }
            Self::Status(status) => write!(f, "the image's server answered {status}"),
            Self::TooLarge(limit) => write!(f, "the image is larger than the limit of {limit} bytes"),
            Self::Incomplete { received, total: Some(total) } => {
                write!(f, "only {received} of the image's {total} bytes came: download it again")
            }
            Self::Incomplete { received, total: None } => {
                write!(f, "only {received} bytes of the image came: download it again")
            }
            Self::Transport(_) => f.write_str("the connection to the image's server failed: download it again"),
            Self::File(error) => write!(f, "the image cannot be written: {error}"),
        }
    }
}

impl StdError for DownloadError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Transport(error) => Some(error),
            Self::File(error) => error.source(),
            _ => None,
        }
    }
}
