use std::fmt;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use super::format::{Shown, UNKNOWN_OUTCOME, debug, id_suffix};

/// HeyGen returned a success that could not be decoded.
///
/// The looks may have been added. The body is in the error, so that you can still read it:
///
/// ```
/// # #[tokio::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = heygen_api::mock::MockServer::start_async().await;
/// # heygen_api::mock::add_looks(&server, heygen_api::mock::malformed_body()).await;
/// # let client = heygen_api::mock::client(&server);
/// # let keys = heygen_api::ImageKeys::new(["image/a/original"])?;
/// # let request = heygen_api::AddLooksRequest::new("group-id", keys, "Dua Casual");
/// use heygen_api::Error;
///
/// let error = client.add_looks(request).await.unwrap_err();
/// let Error::Decode(error) = error else { panic!("{error:?}") };
/// assert_eq!(error.path, "data.photo_avatar_list");
/// let body: serde_json::Value = serde_json::from_slice(&error.body)?;
/// assert_eq!(body["data"]["photo_avatar_list"], "not a list");
/// # Ok(())
/// # }
/// ```
#[derive(thiserror::Error)]
#[non_exhaustive]
pub struct DecodeError {
    /// The HTTP status, a 2xx.
    pub status: StatusCode,
    /// `X-Request-Id`, which HeyGen's support asks for.
    pub request_id: Option<String>,
    /// The response headers.
    pub headers: HeaderMap,
    /// The JSON path of the value that could not be decoded, such as `data.photo_avatar_list[3].created_at`. `.` is the whole body.
    pub path: String,
    /// The whole body, or its beginning if it is larger than [`response_limit`](crate::ClientBuilder::response_limit).
    pub body: Vec<u8>,
    /// The reason, as the end of a sentence that begins with "the response".
    pub(crate) reason: String,
    /// True if any attempt may have been applied.
    pub(crate) may_have_been_applied: bool,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HeyGen returned {}, but the response {}", self.status.as_u16(), Shown(&self.reason))?;
        let outcome = self.may_have_been_applied.then_some(UNKNOWN_OUTCOME);
        let body = (!self.body.is_empty()).then_some("see the body");
        match (outcome, body) {
            (Some(outcome), Some(body)) => write!(f, "; {outcome}: {body}")?,
            (Some(text), None) | (None, Some(text)) => write!(f, "; {text}")?,
            (None, None) => {}
        }
        f.write_str(&id_suffix(&self.request_id))
    }
}

debug!(DecodeError { status, request_id, headers, path, reason });
