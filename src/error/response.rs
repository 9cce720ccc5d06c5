//! Turns a response that is not a success into an error. It gets the response without the API key.

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, LOCATION};
use serde::de::DeserializeOwned;

use super::envelope::Envelope;
use super::{ApiError, Cause, DecodeError, Error, TransportError};
use crate::headers::{header_text, request_id, retry_after};
use crate::retirement::{Retirement, RetirementNotice};

/// A response that is not a success, or that cannot be read.
pub(crate) struct ErrorResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// What was received of the body and is to be kept.
    pub(crate) body: Bytes,
    /// True if any attempt may have been applied.
    pub(crate) may_have_been_applied: bool,
}

impl ErrorResponse {
    /// The error that HeyGen returned. `notice` is what the response says about a retirement, and `documented` what HeyGen's documents say.
    pub(crate) fn into_api_error(
        self,
        envelope: Envelope,
        notice: Option<RetirementNotice>,
        documented: Option<&Retirement>,
        is_retired: bool,
    ) -> Error {
        let Self { status, headers, body, may_have_been_applied } = self;
        let retirement = match documented.filter(|_| is_retired) {
            Some(documented) => Some(notice.unwrap_or_default().or_documented(documented)),
            None => notice,
        };
        Error::Api(Box::new(ApiError {
            status,
            message: envelope.message.unwrap_or_else(|| default_message(status, &headers)),
            code: envelope.code,
            param: envelope.param,
            doc_url: envelope.doc_url,
            request_id: request_id(&headers),
            retry_after: retry_after(&headers),
            retirement,
            headers,
            body: body.into(),
            is_retired,
            may_have_been_applied,
        }))
    }

    /// The error of a body that does not decode as `T`. To find the path, this decodes it again.
    pub(crate) fn into_decode_error<T: DeserializeOwned>(self) -> Error {
        let mut deserializer = serde_json::Deserializer::from_slice(&self.body);
        let (path, error) = match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
            Ok(_) => (".".to_owned(), deserializer.end().err()),
            Err(error) => (error.path().to_string(), Some(error.into_inner())),
        };
        let reason =
            error.map_or("the document has no response with this status".to_owned(), |error| error.to_string());
        let at = if path == "." { String::new() } else { format!(" at {path}") };
        let reason = format!("could not be decoded{at}: {reason}");
        self.into_error_at(path, reason)
    }

    /// The error of a body without a member that the operation always returns.
    pub(crate) fn into_missing_member_error(self, member: &str) -> Error {
        self.into_error_at(member.to_owned(), format!("has no `{member}`"))
    }

    /// The error of a body that is larger than the limit, in bytes.
    pub(crate) fn into_limit_error(self, limit: usize) -> Error {
        self.into_error_at(".".to_owned(), format!("is larger than the limit of {limit} bytes"))
    }

    fn into_error_at(self, path: String, reason: String) -> Error {
        let Self { status, headers, body, may_have_been_applied } = self;
        let (request_id, body) = (request_id(&headers), body.into());
        Error::Decode(Box::new(DecodeError { status, request_id, headers, path, body, reason, may_have_been_applied }))
    }

    /// The error of an interrupted body, of which this many bytes were received.
    pub(crate) fn into_transport_error(self, cause: Cause, received: usize) -> Error {
        let Self { status, headers, body, may_have_been_applied } = self;
        let (status, request_id, body) = (Some(status), request_id(&headers), body.into());
        let error = TransportError { status, request_id, headers, body, received, may_have_been_applied, cause };
        Error::Transport(Box::new(error))
    }
}

/// The message of an error if the body has none.
fn default_message(status: StatusCode, headers: &HeaderMap) -> String {
    match header_text(headers, LOCATION) {
        Some(location) if status.is_redirection() => format!("redirect to {location} (not followed)"),
        _ => status.canonical_reason().unwrap_or("no message").to_owned(),
    }
}
