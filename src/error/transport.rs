use std::error::Error;
use std::fmt;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use super::applied::is_unprocessed;
use super::foreign::ForeignError;
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
/// let error = client.add_looks(request).await.unwrap_err();
/// assert!(!error.may_have_been_applied());
/// assert!(matches!(error, Error::Transport(error) if error.is_connect()));
/// # Ok(())
/// # }
/// ```
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
    pub(crate) cause: Cause,
}

impl TransportError {
    pub(crate) fn without_response(cause: Cause, may_have_been_applied: bool) -> Self {
        Self {
            status: None,
            request_id: None,
            headers: HeaderMap::new(),
            body: Vec::new(),
            received: 0,
            may_have_been_applied,
            cause,
        }
    }

    /// Returns true if the last attempt could not connect (refused, DNS, TLS handshake), or not in time.
    pub fn is_connect(&self) -> bool {
        self.cause.is_connect
    }

    /// Returns true if the last attempt timed out.
    pub fn is_timeout(&self) -> bool {
        self.cause.is_timeout
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.cause.what)?;
        if let Some(status) = self.status {
            write!(f, " (status {status}, {} bytes of the body received)", self.received)?;
        }
        let outcome = match (self.may_have_been_applied, self.cause.certain) {
            (true, None) => Some(UNKNOWN_OUTCOME),
            (true, Some(_)) => Some(UNKNOWN_EARLIER_OUTCOME),
            (false, certain) => certain,
        };
        outcome.map_or(Ok(()), |outcome| write!(f, "; {outcome}"))?;
        f.write_str(&id_suffix(&self.request_id))
    }
}

impl Error for TransportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.cause.source)
    }
}

debug!(TransportError { status, request_id, headers, cause });

/// Why there is no response, or only a part of it.
#[derive(Debug)]
pub(crate) struct Cause {
    what: &'static str,
    /// What is certain about the last attempt.
    certain: Option<&'static str>,
    is_connect: bool,
    is_timeout: bool,
    source: ForeignError,
}

impl Cause {
    /// Why there is no response. `was_sent` is false if no connection had begun to send the request.
    pub(crate) fn without_response(error: &reqwest::Error, was_sent: bool, redact: &dyn Fn(String) -> String) -> Self {
        let is_connect = error.is_connect() || !was_sent && error.is_timeout();
        let (what, certain) = match error {
            _ if error.is_builder() => ("the HTTP client rejected the request", "nothing was sent"),
            _ if is_connect && error.is_timeout() => ("the connection to HeyGen timed out", "nothing was sent"),
            _ if is_connect => ("could not connect to HeyGen", "nothing was sent"),
            _ if !was_sent || is_unprocessed(error) => {
                ("HeyGen closed the connection or stream", "it did not process the request")
            }
            _ => return Self::interrupted(error, redact),
        };
        Self { what, certain: Some(certain), is_connect, ..Self::interrupted(error, redact) }
    }

    /// Why a response, or its body, is incomplete.
    pub(crate) fn interrupted(error: &reqwest::Error, redact: &dyn Fn(String) -> String) -> Self {
        let is_timeout = error.is_timeout();
        let what = if is_timeout { "HeyGen did not respond in time" } else { "the connection to HeyGen was lost" };
        Self { what, certain: None, is_connect: false, is_timeout, source: ForeignError::new(error, redact) }
    }
}
