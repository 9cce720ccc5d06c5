use reqwest::StatusCode;

use super::format::{UNKNOWN_OUTCOME, debug, id_suffix};

/// HeyGen returned a success that could not be decoded.
#[derive(thiserror::Error)]
#[error("HeyGen returned {}, but the response {reason}; {UNKNOWN_OUTCOME}: see the body{}", .status.as_u16(), id_suffix(.request_id))]
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
    /// What is wrong with "the response".
    pub(crate) reason: String,
}

debug!(DecodeError { status, request_id, path, reason });
