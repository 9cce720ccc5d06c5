use std::io;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use reqwest::StatusCode;

use crate::signed_url::unix_time;

/// The error of a [`Download`](crate::Download). It never contains the signature of the URL.
///
/// ```
/// # #[tokio::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use heygen_api::{DownloadError, SignedUrl, mock};
///
/// let server = mock::MockServer::start_async().await;
/// server.mock_async(|when, then| drop((when.path("/look.jpg"), then.status(403)))).await;
/// let expired = SignedUrl::new(server.url("/look.jpg?Expires=1&Signature=abc"));
/// let error = expired.download(&mock::client(&server), "look.jpg").await.unwrap_err();
/// assert!(matches!(error, DownloadError::Expired(_)));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DownloadError {
    /// The URL is invalid. Nothing was sent.
    #[error("invalid image URL: {0}")]
    Url(&'static str),
    /// The server returned a 4xx, and the URL expired at this time.
    #[error("the image URL expired at {}: get a new one from HeyGen", shown_time(.0))]
    Expired(SystemTime),
    /// The server returned a status other than 200.
    #[error("the image server returned {0}")]
    Status(StatusCode),
    /// The server returned an HTML page, such as one of a proxy.
    #[error("the image server returned an HTML page instead of an image")]
    Html,
    /// The file is larger than [`Download::size_limit`](crate::Download::size_limit), which is this many bytes.
    #[error("the image is larger than the limit of {0} bytes")]
    TooLarge(u64),
    /// The server sent nothing for [`Download::read_timeout`](crate::Download::read_timeout), which is this long.
    #[error("the image server sent nothing for {0:?}: download the image again")]
    Timeout(Duration),
    /// The connection failed or was lost.
    #[error("the connection to the image server failed: download the image again")]
    Transport(#[source] reqwest::Error),
    /// The file could not be written.
    #[error("could not write the image file")]
    File(#[from] io::Error),
}

impl DownloadError {
    pub(super) fn is_transient(&self) -> bool {
        match self {
            Self::Transport(_) | Self::Timeout(_) => true,
            // A new image may not have arrived on all servers yet.
            Self::Status(StatusCode::NOT_FOUND | StatusCode::TOO_MANY_REQUESTS) => true,
            Self::Status(status) => status.is_server_error(),
            _ => false,
        }
    }
}

/// httpdate panics for other times.
fn shown_time(time: &SystemTime) -> String {
    let time = time.duration_since(UNIX_EPOCH).ok().and_then(unix_time);
    time.map_or("an unknown time".to_owned(), httpdate::fmt_http_date)
}

impl From<reqwest::Error> for DownloadError {
    fn from(error: reqwest::Error) -> Self {
        // The URL contains the signature.
        Self::Transport(error.without_url())
    }
}
