use std::fmt;

use reqwest::StatusCode;

use super::format::{UNKNOWN_OUTCOME, debug, id_suffix};

/// The response is missing or incomplete. What was received of it is kept.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub struct TransportError {
    /// The status, if the head of a response was received. It is a 2xx: other statuses are [`Error::Api`](crate::Error::Api),
    /// complete or not.
    pub status: Option<StatusCode>,
    /// `X-Request-Id`, if the head of a response was received.
    pub request_id: Option<String>,
    /// What was received of the body.
    pub body: Vec<u8>,
    pub(crate) source: reqwest::Error,
}

impl TransportError {
    /// Whether no connection was made (refused, DNS, TLS handshake, connect timeout), so that nothing reached HeyGen.
    pub fn is_connect(&self) -> bool {
        self.source.is_connect()
    }

    /// Whether the request timed out.
    pub fn is_timeout(&self) -> bool {
        self.source.is_timeout()
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.is_connect(), self.is_timeout()) {
            (true, true) => return f.write_str("the connection to HeyGen timed out; nothing was sent"),
            (true, false) => return f.write_str("could not connect to HeyGen; nothing was sent"),
            (false, true) => "HeyGen did not respond in time",
            (false, false) => "the connection to HeyGen was lost",
        })?;
        if let Some(status) = self.status {
            write!(f, " (status {status}, {} bytes of the body received)", self.body.len())?;
        }
        write!(f, "; {UNKNOWN_OUTCOME}{}", id_suffix(&self.request_id))
    }
}

debug!(TransportError { status, request_id, source });
