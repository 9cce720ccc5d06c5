use std::fmt;

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use crate::headers::request_id;

/// The response of an error, without the API key.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct ErrorResponse {
    /// The HTTP status.
    pub status: StatusCode,
    /// The response headers.
    pub headers: HeaderMap,
    /// `X-Request-Id`, which HeyGen's support asks for.
    pub request_id: Option<String>,
    /// What was received of the body: of a 2xx up to [`response_limit`](crate::ClientBuilder::response_limit), of others up to
    /// [`ApiError::BODY_MAX`](crate::ApiError::BODY_MAX).
    pub body: Vec<u8>,
}

impl ErrorResponse {
    pub(crate) fn new(status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        Self { status, request_id: request_id(&headers), headers, body: body.into() }
    }
}

/// Shows the beginning of the body, as text.
impl fmt::Debug for ErrorResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = String::from_utf8_lossy(&self.body[..self.body.len().min(512)]);
        f.debug_struct("ErrorResponse")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("request_id", &self.request_id)
            .field("body", &format_args!("{body:?} ({} bytes)", self.body.len()))
            .finish()
    }
}
