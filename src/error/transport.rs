use std::fmt;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use super::applied::is_unprocessed;
use super::format::{UNKNOWN_EARLIER_OUTCOME, UNKNOWN_OUTCOME, debug, id_suffix};

/// There is no response, or only a part of it: the connection failed, was lost or timed out.
///
/// ```
/// # #[tokio::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let keys = heygen_api::ImageKeys::new(["image/a/original"])?;
/// # let request = heygen_api::AddLooksRequest::new("group-id", keys, "Dua Casual");
/// use heygen_api::{Client, Error, Retry};
///
/// // Nothing listens there.
/// let builder = Client::builder("api-key").base_url("http://127.0.0.1:1");
/// let client = builder.retry(Retry::none()).build()?;
/// let error = client.add_looks(&request).await.unwrap_err();
/// assert!(!error.may_have_been_applied());
/// assert!(matches!(error, Error::Transport(error) if error.is_connect()));
/// # Ok(())
/// # }
/// ```
#[derive(thiserror::Error)]
#[non_exhaustive]
pub struct TransportError {
    /// The status, if it was received. It is a 2xx: a response with another status is an [`Error::Api`](crate::Error::Api), even if it is
    /// incomplete.
    pub status: Option<StatusCode>,
    /// `X-Request-Id`, if it was received. HeyGen's support asks for it.
    pub request_id: Option<String>,
    /// The response headers. Empty if none were received.
    pub headers: HeaderMap,
    /// The part of the body that was received.
    pub body: Vec<u8>,
    /// How many bytes of the body were received.
    pub(crate) received: usize,
    /// True if any attempt may have been applied.
    pub(crate) may_have_been_applied: bool,
    pub(crate) source: reqwest::Error,
}

impl TransportError {
    pub(crate) fn without_response(source: reqwest::Error, may_have_been_applied: bool) -> Self {
        Self {
            status: None,
            request_id: None,
            headers: HeaderMap::new(),
            body: Vec::new(),
            received: 0,
            may_have_been_applied,
            source,
        }
    }

    /// Returns true if the last attempt could not connect (refused, DNS, TLS handshake, connect timeout).
    pub fn is_connect(&self) -> bool {
        self.source.is_connect()
    }

    /// Returns true if the last attempt timed out.
    pub fn is_timeout(&self) -> bool {
        self.source.is_timeout()
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What is certain about the last attempt.
        let (what, certain) = match self.status {
            None if self.source.is_builder() => ("the HTTP client rejected the request", Some("nothing was sent")),
            None if self.is_connect() && self.is_timeout() => {
                ("the connection to HeyGen timed out", Some("nothing was sent"))
            }
            None if self.is_connect() => ("could not connect to HeyGen", Some("nothing was sent")),
            None if is_unprocessed(&self.source) => {
                ("HeyGen closed the connection or stream", Some("it did not process the request"))
            }
            _ if self.is_timeout() => ("HeyGen did not respond in time", None),
            _ => ("the connection to HeyGen was lost", None),
        };
        f.write_str(what)?;
        if let Some(status) = self.status {
            write!(f, " (status {status}, {} bytes of the body received)", self.received)?;
        }
        let outcome = match (self.may_have_been_applied, certain) {
            (true, None) => Some(UNKNOWN_OUTCOME),
            (true, Some(_)) => Some(UNKNOWN_EARLIER_OUTCOME),
            (false, certain) => certain,
        };
        outcome.map_or(Ok(()), |outcome| write!(f, "; {outcome}"))?;
        f.write_str(&id_suffix(&self.request_id))
    }
}

debug!(TransportError { status, request_id, headers, source });
