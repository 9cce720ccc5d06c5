use std::fmt;
use std::time::Duration;

use reqwest::StatusCode;

use super::format::{UNKNOWN_OUTCOME, debug, id_suffix};
use crate::retirement::RetirementNotice;

/// HeyGen returned an error: a status other than 2xx, or a 2xx with an `error` in its body.
#[derive(Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub struct ApiError {
    /// The HTTP status.
    pub status: StatusCode,
    /// HeyGen's code for the error, such as `400112` or `internal_error`. A number becomes its digits.
    pub code: Option<String>,
    /// HeyGen's message, or the status's reason phrase if the body has none.
    pub message: String,
    /// `X-Request-Id`, which HeyGen's support asks for.
    pub request_id: Option<String>,
    /// The delay that HeyGen asks for (`Retry-After`, in seconds or as an HTTP date).
    pub retry_after: Option<Duration>,
    /// The body, cut at [`BODY_MAX`](Self::BODY_MAX).
    pub body: Box<[u8]>,
    /// HeyGen's notice that it retires the operation, on 404 and 410 completed from its documentation.
    pub retirement: Option<Box<RetirementNotice>>,
}

impl ApiError {
    /// The most bytes of the body that are kept: 64 KiB.
    pub const BODY_MAX: usize = 64 << 10;

    pub(super) fn may_have_been_applied(&self) -> bool {
        let rejected = self.status.is_client_error() && self.status != StatusCode::REQUEST_TIMEOUT;
        !rejected && !matches!(self.status.as_u16(), 307 | 308)
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
        write!(f, "{with_error}: {}", self.message)?;
        if let Some(code) = &self.code {
            write!(f, " (code {code})")?;
        }
        if let Some(delay) = self.retry_after {
            write!(f, "; retry after {} s", delay.as_secs())?;
        }
        match (status.as_u16(), self.retirement.as_deref()) {
            (401 | 403, _) => f.write_str("; check the API key and the permissions of its account")?,
            (404 | 410, Some(RetirementNotice { sunset, replacement, .. })) => {
                f.write_str("; HeyGen retires this operation")?;
                if let Some(sunset) = sunset {
                    write!(f, ", end of life {sunset}")?;
                }
                if let Some(replacement) = replacement {
                    write!(f, ", replaced by {replacement}")?;
                }
            }
            _ => {}
        }
        if self.may_have_been_applied() {
            write!(f, "; {UNKNOWN_OUTCOME}")?;
        }
        f.write_str(&id_suffix(&self.request_id))
    }
}

debug!(ApiError { status, code, message, request_id, retry_after, retirement });
