//! What is known of a call that gave no answer, or not the one that was to be expected.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use reqwest::StatusCode;

use crate::RetirementNotice;

/// No answer, or not the whole of one.
///
/// Where the answer had begun, what came of it is kept.
///
/// ```
/// fn tell(error: &heygen_api::TransportError) -> String {
///     match (error.is_connect(), error.status) {
///         (true, _) => "nothing was sent".to_owned(),
///         (false, None) => "no answer came".to_owned(),
///         (false, Some(status)) => format!("{status}, and {} bytes of the body", error.body.len()),
///     }
/// }
/// ```
#[non_exhaustive]
pub struct TransportError {
    /// The status, where the head of an answer came. It is a 2xx: other statuses are [`Error::Api`](crate::Error::Api), body or not.
    pub status: Option<StatusCode>,
    /// `X-Request-Id`, where the head of an answer came.
    pub request_id: Option<String>,
    /// What came of the body.
    pub body: Vec<u8>,
    pub(crate) source: reqwest::Error,
}

impl TransportError {
    /// Whether no connection was made (refused, DNS, TLS handshake, connect time-out), so that HeyGen got nothing.
    pub fn is_connect(&self) -> bool {
        self.source.is_connect()
    }

    /// Whether time ran out.
    pub fn is_timeout(&self) -> bool {
        self.source.is_timeout()
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match (self.is_connect(), self.is_timeout()) {
            (true, true) => "no connection to HeyGen was made in time; nothing was sent",
            (true, false) => "no connection to HeyGen could be made; nothing was sent",
            (false, true) => "HeyGen did not answer in time; the request may have been applied",
            (false, false) => "the connection to HeyGen was lost; the request may have been applied",
        };
        f.write_str(what)?;
        if let Some(status) = self.status {
            write!(f, " (status {status}, {} bytes of the body came)", self.body.len())?;
        }
        request_id(f, self.request_id.as_deref())
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.source)
    }
}

/// HeyGen said no: a status that is not 2xx, or a 2xx whose body has an `error`.
///
/// ```
/// use heygen_api::{ApiError, Error};
///
/// fn wait_of(error: &Error) -> Option<std::time::Duration> {
///     let Error::Api(ApiError { retry_after, .. }) = error else { return None };
///     *retry_after
/// }
/// ```
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct ApiError {
    /// The HTTP status.
    pub status: StatusCode,
    /// HeyGen's code for the failure, such as `400112` or `internal_error`. A number is kept as its digits.
    pub code: Option<String>,
    /// HeyGen's message, or the status's reason phrase where the body has none.
    pub message: String,
    /// `X-Request-Id`, which HeyGen's support asks for.
    pub request_id: Option<String>,
    /// How long HeyGen asks to wait before the next call (`Retry-After`, in seconds or as an HTTP date).
    pub retry_after: Option<Duration>,
    /// The body as it came, cut at 64 KiB.
    pub body: Box<[u8]>,
    /// HeyGen's notice that it retires the operation, or on 404 and 410 what its documentation says of that.
    pub retirement: Option<Box<RetirementNotice>>,
}

impl ApiError {
    /// At most so many bytes of the body are kept: 64 KiB.
    pub const BODY_MAX: usize = 64 << 10;
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = self.status;
        write!(f, "HeyGen answered {}", status.as_u16())?;
        let reason = status.canonical_reason().unwrap_or_default();
        if !reason.is_empty() && reason != self.message {
            write!(f, " {reason}")?;
        }
        let but = if status.is_success() { ", but with an error" } else { "" };
        write!(f, "{but}: {}", self.message)?;
        if let Some(code) = &self.code {
            write!(f, " (code {code})")?;
        }
        if let Some(wait) = self.retry_after {
            write!(f, "; it asks to wait {} s", wait.as_secs())?;
        }
        match (status.as_u16(), self.retirement.as_deref()) {
            (401 | 403, _) => f.write_str("; check the API key and what its account may do")?,
            (404 | 410, Some(RetirementNotice { sunset, replacement, .. })) => {
                f.write_str("; HeyGen retires this operation")?;
                if let Some(sunset) = sunset {
                    write!(f, ", end of life {sunset}")?;
                }
                if let Some(replacement) = replacement {
                    write!(f, ", replaced by {replacement}")?;
                }
            }
            (500.., _) => f.write_str("; the request may have been applied")?,
            _ => {}
        }
        request_id(f, self.request_id.as_deref())
    }
}

impl StdError for ApiError {}

/// HeyGen said yes, in a form that was not understood.
///
/// ```
/// fn keep(error: &heygen_api::DecodeError) -> std::io::Result<()> {
///     eprintln!("{} was not understood", error.path);
///     std::fs::write("answer.json", &error.body)
/// }
/// ```
#[non_exhaustive]
pub struct DecodeError {
    /// The HTTP status, a 2xx.
    pub status: StatusCode,
    /// `X-Request-Id`, which HeyGen's support asks for.
    pub request_id: Option<String>,
    /// The JSON path that failed, such as `data.photo_avatar_list[3].created_at`; `.` is the whole body.
    pub path: String,
    /// The whole body as it came, or its beginning where it is larger than the limit of the client.
    pub body: Vec<u8>,
    pub(crate) source: DecodeSource,
}

/// What was wrong with the body.
#[derive(Debug)]
pub(crate) enum DecodeSource {
    Json(serde_json::Error),
    /// Larger than so many bytes.
    TooLarge(usize),
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HeyGen answered {}, but its body ", self.status.as_u16())?;
        match &self.source {
            DecodeSource::Json(error) => write!(f, "was not understood at {}: {error}", self.path)?,
            DecodeSource::TooLarge(limit) => write!(f, "is larger than the limit of {limit} bytes")?,
        }
        f.write_str("; the request may have been applied, so do not repeat it unseen: the body is kept in this error")?;
        request_id(f, self.request_id.as_deref())
    }
}

impl StdError for DecodeError {}

fn request_id(f: &mut fmt::Formatter<'_>, id: Option<&str>) -> fmt::Result {
    id.map_or(Ok(()), |id| write!(f, " [request id {id}]"))
}

/// A body in `Debug`: text, and not a wall of it.
struct Body<'a>(&'a [u8]);

impl fmt::Debug for Body<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 512;
        write!(f, "{:?}", String::from_utf8_lossy(&self.0[..self.0.len().min(SHOWN)]))?;
        if self.0.len() > SHOWN {
            write!(f, "… ({} bytes)", self.0.len())?;
        }
        Ok(())
    }
}

impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportError")
            .field("status", &self.status)
            .field("request_id", &self.request_id)
            .field("body", &Body(&self.body))
            .field("source", &self.source)
            .finish()
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("status", &self.status)
            .field("code", &self.code)
            .field("message", &self.message)
            .field("request_id", &self.request_id)
            .field("retry_after", &self.retry_after)
            .field("body", &Body(&self.body))
            .field("retirement", &self.retirement)
            .finish()
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("status", &self.status)
            .field("request_id", &self.request_id)
            .field("path", &self.path)
            .field("body", &Body(&self.body))
            .field("source", &self.source)
            .finish()
    }
}
