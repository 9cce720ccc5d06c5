use std::fmt;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::LOCATION;

use super::envelope::{Envelope, INSUFFICIENT_CREDIT};
use super::format::{Shown, UNKNOWN_OUTCOME, id_suffix};
use super::response::ErrorResponse;
use crate::headers::{header_text, retry_after};
use crate::retirement::RetirementNotice;

/// HeyGen returned an error: a status other than 2xx, or a 2xx with an error in its body.
///
/// ```
/// # fn example(error: heygen_api::Error) {
/// if let heygen_api::Error::Api(error) = error {
///     println!("{}: {:?}, {}", error.response.status, error.code, error.message);
///     println!("for HeyGen's support: {:?}", error.response.request_id);
/// }
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub struct ApiError {
    /// HeyGen's code for the error, such as `internal_error` or `400112`. A number is converted to a string.
    pub code: Option<String>,
    /// HeyGen's message. If there is none, the reason phrase of the status, such as `Bad Gateway`, or nothing.
    pub message: String,
    /// The parameter of the request that caused the error.
    pub param: Option<String>,
    /// The page of HeyGen's documentation about the error.
    pub doc_url: Option<String>,
    /// How long to wait before a retry: `Retry-After`, in seconds or as an HTTP date.
    pub retry_after: Option<Duration>,
    /// HeyGen's notice that it retires the operation. What the response does not say comes from HeyGen's documentation.
    pub retirement: Option<RetirementNotice>,
    /// The response.
    pub response: ErrorResponse,
    pub(super) is_retired: bool,
    /// True if any attempt may have been applied.
    pub(super) may_have_been_applied: bool,
}

impl ApiError {
    /// The maximum size of the body with a status other than 2xx: 64 KiB.
    pub const BODY_MAX: usize = 64 << 10;

    pub(crate) fn new(
        response: ErrorResponse,
        envelope: Envelope,
        retirement: Option<RetirementNotice>,
        is_retired: bool,
        may_have_been_applied: bool,
    ) -> Box<Self> {
        let Envelope { code, message, param, doc_url, .. } = envelope;
        let message = message.unwrap_or_else(|| default_message(&response));
        let retry_after = retry_after(&response.headers);
        Box::new(Self {
            code,
            message,
            param,
            doc_url,
            retry_after,
            retirement,
            response,
            is_retired,
            may_have_been_applied,
        })
    }

    fn announced_end(&self) -> String {
        let RetirementNotice { sunset, replacement, .. } = self.retirement.clone().unwrap_or_default();
        let sunset = sunset.map(|sunset| format!(" for {}", Shown(&sunset))).unwrap_or_default();
        let replacement = replacement.map(|replacement| format!(": use {}", Shown(&replacement))).unwrap_or_default();
        format!("HeyGen announced the end of this operation{sunset}{replacement}")
    }

    pub(super) fn is_insufficient_credit(&self) -> bool {
        self.response.status == StatusCode::PAYMENT_REQUIRED || self.code.as_deref() == Some(INSUFFICIENT_CREDIT)
    }
}

/// The message of an error if the body has none.
fn default_message(ErrorResponse { status, headers, .. }: &ErrorResponse) -> String {
    match header_text(headers, LOCATION) {
        Some(location) if status.is_redirection() => format!("redirect to {location} (not followed)"),
        _ => status.canonical_reason().unwrap_or_default().to_owned(),
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = self.response.status;
        write!(f, "HeyGen returned {}", status.as_u16())?;
        if let Some(reason) = status.canonical_reason().filter(|reason| *reason != self.message) {
            write!(f, " {reason}")?;
        }
        f.write_str(if status.is_success() { " with an error" } else { "" })?;
        match self.message.as_str() {
            "" => f.write_str(" without a message")?,
            message => write!(f, ": {}", Shown(message))?,
        }
        match (self.code.as_deref().map(Shown), self.param.as_deref().map(Shown)) {
            (Some(code), Some(param)) => write!(f, " (code {code}, parameter {param})")?,
            (Some(code), None) => write!(f, " (code {code})")?,
            (None, Some(param)) => write!(f, " (parameter {param})")?,
            (None, None) => {}
        }
        let hints = [
            self.doc_url.as_ref().map(|url| format!("see {}", Shown(url))),
            self.retry_after.map(|delay| format!("retry after {} s", delay.as_secs())),
            matches!(status.as_u16(), 401 | 403)
                .then(|| "check the API key and the permissions of its account".to_owned()),
            self.is_insufficient_credit().then(|| "check the credit of the account".to_owned()),
            self.is_retired.then(|| self.announced_end()),
            self.may_have_been_applied.then(|| UNKNOWN_OUTCOME.to_owned()),
        ];
        hints.iter().flatten().try_for_each(|hint| write!(f, "; {hint}"))?;
        f.write_str(&id_suffix(Some(&self.response)))
    }
}
