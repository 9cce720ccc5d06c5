use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::time::SystemTime;

use reqwest::StatusCode;

/// The error of a [`Download`](crate::Download). No variant repeats the URL's signature.
#[derive(Debug)]
#[non_exhaustive]
pub enum DownloadError {
    /// The URL is invalid. Nothing was sent.
    Url(&'static str),
    /// The URL expired at that time.
    Expired(SystemTime),
    /// The server returned a status other than 200.
    Status(StatusCode),
    /// The file is larger than this many bytes, the limit of [`Download::size_limit`](crate::Download::size_limit).
    TooLarge(u64),
    /// The connection failed, or was lost.
    Transport(reqwest::Error),
    /// The file cannot be written.
    File(io::Error),
}

impl DownloadError {
    pub(super) fn is_transient(&self) -> bool {
        match self {
            Self::Transport(_) => true,
            Self::Status(status) => status.is_server_error() || *status == StatusCode::TOO_MANY_REQUESTS,
            _ => false,
        }
    }
}

impl From<reqwest::Error> for DownloadError {
    fn from(error: reqwest::Error) -> Self {
        // The URL is a secret of its own.
        Self::Transport(error.without_url())
    }
}

impl From<io::Error> for DownloadError {
    fn from(error: io::Error) -> Self {
        Self::File(error)
    }
}

impl fmt::Display for DownloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url(reason) => write!(f, "invalid image URL: {reason}"),
            Self::Expired(at) => {
                write!(f, "the image URL expired at {}: get a new one from HeyGen", httpdate::fmt_http_date(*at))
            }
            Self::Status(status) => write!(f, "the image server returned {status}"),
            Self::TooLarge(limit) => write!(f, "the image is larger than the limit of {limit} bytes"),
            Self::Transport(_) => f.write_str("the connection to the image server failed: download the image again"),
            Self::File(error) => write!(f, "the image file cannot be written: {error}"),
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
