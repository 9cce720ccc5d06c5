use std::fmt;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use super::envelope::INSUFFICIENT_CREDIT;
use super::format::{Shown, UNKNOWN_OUTCOME, debug, id_suffix};
use crate::retirement::RetirementNotice;

/// HeyGen returned an error: a status other than 2xx, or a 2xx with an error in its body.
///
/// ```
/// # #[tokio::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = heygen_api::mock::MockServer::start_async().await;
/// # heygen_api::mock::add_looks(&server, heygen_api::mock::not_found("no such group")).await;
/// # let client = heygen_api::mock::client(&server);
/// # let keys = heygen_api::ImageKeys::new(["image/a/original"])?;
/// # let request = heygen_api::AddLooksRequest::new("group-id", keys, "Dua Casual");
/// use heygen_api::Error;
///
/// let error = client.add_looks(request).await.unwrap_err();
/// let Error::Api(error) = error else { panic!("{error:?}") };
/// assert_eq!(error.status, 404);
/// assert_eq!(error.code.as_deref(), Some("not_found"));
/// assert_eq!(error.message, "no such group");
/// println!("for HeyGen's support: {:?}", error.request_id);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub struct ApiError {
    /// The HTTP status.
    pub status: StatusCode,
    /// HeyGen's code for the error, such as `internal_error` or `400112`. A number is converted to a string.
    pub code: Option<String>,
    /// HeyGen's message. If there is none, the reason phrase of the status, such as `Bad Gateway`.
    pub message: String,
    /// The parameter of the request that caused the error.
    pub param: Option<String>,
    /// The page of HeyGen's documentation about the error.
    pub doc_url: Option<String>,
    /// `X-Request-Id`, which HeyGen's support asks for.
    pub request_id: Option<String>,
    /// How long to wait before a retry: `Retry-After`, in seconds or as an HTTP date.
    pub retry_after: Option<Duration>,
    /// HeyGen's notice that it retires the operation. What the response does not say comes from HeyGen's documentation.
    pub retirement: Option<RetirementNotice>,
    /// The response headers.
    pub headers: HeaderMap,
    /// The body of a 2xx up to [`response_limit`](crate::ClientBuilder::response_limit), of others up to [`BODY_MAX`](Self::BODY_MAX).
    pub body: Vec<u8>,
    pub(crate) is_retired: bool,
    /// True if any attempt may have been applied.
    pub(crate) may_have_been_applied: bool,
}

impl ApiError {
    /// The maximum size of [`body`](Self::body) with a status other than 2xx: 64 KiB.
    pub const BODY_MAX: usize = 64 << 10;

    pub(super) fn is_insufficient_credit(&self) -> bool {
        self.status == StatusCode::PAYMENT_REQUIRED || self.code.as_deref() == Some(INSUFFICIENT_CREDIT)
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = self.status;
        write!(f, "HeyGen returned {}", status.as_u16())?;
        if let Some(reason) = status.canonical_reason().filter(|reason| *reason != self.message) {
            write!(f, " {reason}")?;
        }
        let with_error = if status.is_success() { " with an error" } else { "" };
        write!(f, "{with_error}: {}", Shown(&self.message))?;
        match (self.code.as_deref().map(Shown), self.param.as_deref().map(Shown)) {
            (Some(code), Some(param)) => write!(f, " (code {code}, parameter {param})")?,
            (Some(code), None) => write!(f, " (code {code})")?,
            (None, Some(param)) => write!(f, " (parameter {param})")?,
            (None, None) => {}
        }
        if let Some(url) = &self.doc_url {
            write!(f, "; see {}", Shown(url))?;
        }
        if let Some(delay) = self.retry_after {
            write!(f, "; retry after {} s", delay.as_secs())?;
        }
        if matches!(status.as_u16(), 401 | 403) {
            f.write_str("; check the API key and the permissions of its account")?;
        }
        if self.is_insufficient_credit() {
            f.write_str("; check the credit of the account")?;
        }
        if let Some(RetirementNotice { sunset, replacement, .. }) = self.retirement.as_ref().filter(|_| self.is_retired)
        {
            f.write_str("; HeyGen announced the end of this operation")?;
            if let Some(sunset) = sunset {
                write!(f, " for {}", Shown(sunset))?;
            }
            if let Some(replacement) = replacement {
                write!(f, ": use {} instead", Shown(replacement))?;
            }
        }
        if self.may_have_been_applied {
            write!(f, "; {UNKNOWN_OUTCOME}")?;
        }
        f.write_str(&id_suffix(&self.request_id))
    }
}

debug!(ApiError { status, code, message, param, doc_url, request_id, retry_after, retirement, headers });
