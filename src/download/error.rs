use std::io;
use std::time::SystemTime;

use reqwest::StatusCode;

/// The error of a [`Download`](crate::Download). No variant repeats the URL's signature.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DownloadError {
    /// The URL is invalid. Nothing was sent.
    #[error("invalid image URL: {0}")]
    Url(&'static str),
    /// The URL expired at that time.
    #[error("the image URL expired at {}: get a new one from HeyGen", httpdate::fmt_http_date(*.0))]
    Expired(SystemTime),
    /// The server returned a status other than 200.
    #[error("the image server returned {0}")]
    Status(StatusCode),
    /// The file is larger than this many bytes, the limit of [`Download::size_limit`](crate::Download::size_limit).
    #[error("the image is larger than the limit of {0} bytes")]
    TooLarge(u64),
    /// The connection failed, or was lost.
    #[error("the connection to the image server failed: download the image again")]
    Transport(#[source] reqwest::Error),
    /// The file cannot be written.
    #[error("the image file cannot be written")]
    File(#[from] io::Error),
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
