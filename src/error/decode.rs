use std::fmt;

use super::format::{Shown, UNKNOWN_OUTCOME, id_suffix};
use super::response::ErrorResponse;

/// HeyGen returned a success that could not be decoded.
///
/// The looks may have been added. The body is in the error, so that you can still read it:
///
/// ```
/// # fn example(error: heygen_api::DecodeError) -> Result<(), Box<dyn std::error::Error>> {
/// let body: serde_json::Value = serde_json::from_slice(&error.response.body)?;
/// println!("{} in {}", error.path, body["data"]);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub struct DecodeError {
    /// The JSON path of the value that could not be decoded, such as `data.photo_avatar_list[3].created_at`. `.` is the whole body.
    pub path: String,
    /// The response, a 2xx. Its body is whole, unless it is larger than [`response_limit`](crate::ClientBuilder::response_limit).
    pub response: ErrorResponse,
    /// The reason, as the end of a sentence that begins with "the response".
    reason: String,
    /// True if any attempt may have been applied.
    pub(super) may_have_been_applied: bool,
}

impl DecodeError {
    pub(crate) fn new(
        response: ErrorResponse,
        path: impl Into<String>,
        reason: String,
        may_have_been_applied: bool,
    ) -> Box<Self> {
        Box::new(Self { path: path.into(), response, reason, may_have_been_applied })
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ErrorResponse { status, body, .. } = &self.response;
        write!(f, "HeyGen returned {}, but the response {}", status.as_u16(), Shown(&self.reason))?;
        let outcome = self.may_have_been_applied.then_some(UNKNOWN_OUTCOME);
        let body = (!body.is_empty()).then_some("see the body");
        match (outcome, body) {
            (Some(outcome), Some(body)) => write!(f, "; {outcome}: {body}")?,
            (Some(text), None) | (None, Some(text)) => write!(f, "; {text}")?,
            (None, None) => {}
        }
        f.write_str(&id_suffix(Some(&self.response)))
    }
}
