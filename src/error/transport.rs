use std::fmt;

use super::applied::is_unprocessed;
use super::foreign::ForeignError;
use super::format::{UNKNOWN_EARLIER_OUTCOME, UNKNOWN_OUTCOME, id_suffix};
use super::response::ErrorResponse;
use crate::api_key::ApiKey;

/// There is no response, or only a part of it: the connection failed, was lost or timed out.
///
/// ```
/// # async fn example(request: heygen_api::AddLooksRequest) -> Result<(), heygen_api::Error> {
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
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub struct TransportError {
    /// The response with the part of its body that was received, if its status and headers were. It is a 2xx: an incomplete response with
    /// another status is an [`Error::Api`](crate::Error::Api).
    pub response: Option<ErrorResponse>,
    /// How many bytes of the body were received.
    received: usize,
    what: &'static str,
    /// What is certain about the last attempt.
    certain: Option<&'static str>,
    is_connect: bool,
    is_timeout: bool,
    /// True if any attempt may have been applied.
    pub(super) may_have_been_applied: bool,
    source: ForeignError,
}

impl TransportError {
    /// `was_sent` is false if no connection had begun to send the request. `received` is how many bytes of the body were.
    pub(crate) fn new(
        error: &reqwest::Error,
        was_sent: bool,
        response: Option<ErrorResponse>,
        received: usize,
        may_have_been_applied: bool,
        key: &ApiKey,
    ) -> Box<Self> {
        let is_timeout = error.is_timeout();
        let is_connect = error.is_connect() || !was_sent && is_timeout;
        let (what, certain) = match error {
            _ if error.is_builder() => ("the HTTP client rejected the request", Some("nothing was sent")),
            _ if is_connect && is_timeout => ("the connection to HeyGen timed out", Some("nothing was sent")),
            _ if is_connect => ("could not connect to HeyGen", Some("nothing was sent")),
            _ if response.is_none() && (!was_sent || is_unprocessed(error)) => {
                ("HeyGen closed the connection or stream", Some("it did not process the request"))
            }
            _ if is_timeout => ("HeyGen did not respond in time", None),
            _ => ("the connection to HeyGen was lost", None),
        };
        let source = ForeignError::new(error, key);
        Box::new(Self { response, received, what, certain, is_connect, is_timeout, may_have_been_applied, source })
    }

    /// Returns true if the last attempt could not connect (refused, DNS, TLS handshake), or not in time.
    pub fn is_connect(&self) -> bool {
        self.is_connect
    }

    /// Returns true if the last attempt timed out.
    pub fn is_timeout(&self) -> bool {
        self.is_timeout
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)?;
        if let Some(response) = &self.response {
            write!(f, " (status {}, {} bytes of the body received)", response.status, self.received)?;
        }
        let outcome = match (self.may_have_been_applied, self.certain) {
            (true, None) => Some(UNKNOWN_OUTCOME),
            (true, Some(_)) => Some(UNKNOWN_EARLIER_OUTCOME),
            (false, certain) => certain,
        };
        outcome.map_or(Ok(()), |outcome| write!(f, "; {outcome}"))?;
        f.write_str(&id_suffix(self.response.as_ref()))
    }
}
