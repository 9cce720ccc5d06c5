use std::error::Error as StdError;
use std::fmt;

use reqwest::StatusCode;

use super::format::{Body, RequestId, UNKNOWN_OUTCOME};

/// HeyGen returned a success that could not be decoded.
#[non_exhaustive]
pub struct DecodeError {
    /// The HTTP status, a 2xx.
    pub status: StatusCode,
    /// `X-Request-Id`, which HeyGen's support asks for.
    pub request_id: Option<String>,
    /// The JSON path that failed, such as `data.photo_avatar_list[3].created_at`. `.` is the whole body.
    pub path: String,
    /// The whole body, or its beginning if it is larger than the limit of the client.
    pub body: Vec<u8>,
    /// A predicate of "the response".
    pub(crate) reason: String,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { status, request_id, reason, .. } = self;
        write!(f, "HeyGen returned {}, but the response {reason}", status.as_u16())?;
        write!(f, "; {UNKNOWN_OUTCOME}: this error holds the body{}", RequestId(request_id))
    }
}

impl StdError for DecodeError {}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("status", &self.status)
            .field("request_id", &self.request_id)
            .field("path", &self.path)
            .field("reason", &self.reason)
            .field("body", &Body(&self.body))
            .finish()
    }
}
