//! Turns a captured response into the public [`Response`] or an error. Errors have the status, headers and body, without the API key.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderName, LOCATION, RETRY_AFTER};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

use super::api_key::ApiKey;
use super::body::BodyError;
use super::envelope::Envelope;
use crate::error::{ApiError, DecodeError, Error, TransportError};
use crate::retirement::RetirementNotice;

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const DEPRECATION: HeaderName = HeaderName::from_static("deprecation");
const SUNSET: HeaderName = HeaderName::from_static("sunset");

/// A successful response to [`Client::call`](crate::Client::call).
///
/// ```
/// # #[tokio::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = heygen_api::mock::MockServer::start_async().await;
/// # heygen_api::mock::add_looks(&server, heygen_api::mock::looks(1)).await;
/// # let client = heygen_api::mock::client(&server);
/// # let keys = heygen_api::ImageKeys::new(["image/a/original"])?;
/// # let request = heygen_api::AddLooksRequest::new("group-id", "Dua Casual", keys);
/// let call = client.call(|api| async move { api.add_looks().body(request).send().await });
/// let response = call.await?;
/// assert_eq!(response.status, 200);
/// assert_eq!(response.headers["content-type"], "application/json");
/// assert!(response.data.error.is_none());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Response<T> {
    /// The decoded body.
    pub data: T,
    /// The HTTP status, a 2xx.
    pub status: StatusCode,
    /// The response headers.
    pub headers: HeaderMap,
    /// `X-Request-Id`, which HeyGen's support asks for.
    pub request_id: Option<String>,
    /// HeyGen's notice that it retires the operation, if the response has one.
    pub retirement: Option<RetirementNotice>,
}

/// A response before it is decoded: its head, and the part of its body that was received.
#[derive(Debug)]
pub(crate) struct CapturedResponse {
    pub(crate) operation: &'static str,
    pub(crate) status: StatusCode,
    /// Without the API key.
    pub(crate) headers: HeaderMap,
    /// Not redacted, because it is decoded first.
    pub(crate) body: Bytes,
    /// Why the body is incomplete, if it is.
    pub(crate) body_error: Option<BodyError>,
}

/// A response and its captured copy. [`Client::api`](crate::Client::api) streams the body, so there is no copy.
pub(super) type Received = (reqwest::Response, Option<CapturedResponse>);

impl CapturedResponse {
    pub(super) fn is_interrupted(&self) -> bool {
        matches!(self.body_error, Some(BodyError::Interrupted(_)))
    }

    /// Returns what the caller gets. `data` is the body as decoded by the generated code, if that succeeded.
    pub(crate) fn into_result<T: DeserializeOwned>(
        mut self,
        data: Option<T>,
        envelope: &Envelope,
        retirement: Option<RetirementNotice>,
        may_have_been_applied: bool,
        key: &ApiKey,
    ) -> Result<Response<T>, Error> {
        let is_error = !self.status.is_success() || envelope.is_error();
        let data = data.filter(|_| !is_error && !envelope.lacks_data && self.has_whole_json());
        if let Some(data) = data {
            let request_id = request_id(&self.headers);
            return Ok(Response { data, status: self.status, headers: self.headers, request_id, retirement });
        }
        // The errors read everything from this redacted body.
        self.body = key.redact_body(self.body);
        Err(if is_error {
            self.into_api_error(retirement, may_have_been_applied)
        } else {
            self.into_decode_error::<T>(envelope.lacks_data)
        })
    }

    /// Returns true if the body, or at least its JSON, is complete. If an interrupted body ends in a digit, a number may be truncated.
    fn has_whole_json(&self) -> bool {
        match self.body_error {
            None => true,
            Some(BodyError::LimitExceeded(_)) => false,
            Some(BodyError::Interrupted(_)) => {
                let ends_in_digit = self.body.last().is_some_and(u8::is_ascii_digit);
                !ends_in_digit && serde_json::from_slice::<IgnoredAny>(&self.body).is_ok()
            }
        }
    }

    fn into_api_error(self, mut retirement: Option<RetirementNotice>, may_have_been_applied: bool) -> Error {
        let Self { operation, status, headers, mut body, .. } = self;
        let envelope = Envelope::parse(&body);
        let is_retired = match status {
            StatusCode::GONE => true,
            StatusCode::NOT_FOUND => !envelope.has_reason(),
            _ => false,
        };
        if is_retired {
            retirement = RetirementNotice::or_documented(retirement, operation);
        }
        body.truncate(ApiError::BODY_MAX);
        Error::Api(Box::new(ApiError {
            status,
            code: envelope.code(),
            message: envelope.message().unwrap_or_else(|| default_message(status, &headers)),
            param: envelope.param(),
            doc_url: envelope.doc_url(),
            request_id: request_id(&headers),
            retry_after: retry_after(&headers),
            retirement,
            headers,
            body: body.into(),
            is_retired,
            may_have_been_applied,
        }))
    }

    fn into_decode_error<T: DeserializeOwned>(self, lacks_data: bool) -> Error {
        let Self { status, headers, body, .. } = self;
        let request_id = request_id(&headers);
        let (path, reason) = match self.body_error {
            Some(BodyError::Interrupted(source)) => {
                let (status, body, may_have_been_applied) = (Some(status), body.into(), true);
                let error = TransportError { status, request_id, headers, body, may_have_been_applied, source };
                return Error::Transport(Box::new(error));
            }
            Some(BodyError::LimitExceeded(limit)) => {
                (".".to_owned(), format!("is larger than the limit of {limit} bytes"))
            }
            None => decode_failure::<T>(&body, lacks_data),
        };
        Error::Decode(Box::new(DecodeError { status, request_id, headers, path, body: body.into(), reason }))
    }
}

/// Returns the JSON path of a decoding error, and the reason. To find the path, it decodes the body again.
fn decode_failure<T: DeserializeOwned>(body: &[u8], lacks_data: bool) -> (String, String) {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let (path, error) = match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
        Ok(_) if lacks_data => return ("data".to_owned(), "has no `data`".to_owned()),
        Ok(_) => (".".to_owned(), deserializer.end().err()),
        Err(error) => (error.path().to_string(), Some(error.into_inner())),
    };
    let reason = error.map_or("the document has no response with this status".to_owned(), |error| error.to_string());
    let at = if path == "." { String::new() } else { format!(" at {path}") };
    (path, format!("could not be decoded{at}: {reason}"))
}

/// The message of an error if the body has none.
fn default_message(status: StatusCode, headers: &HeaderMap) -> String {
    match header(headers, LOCATION) {
        Some(location) if status.is_redirection() => format!("redirect to {location} (not followed)"),
        _ => status.canonical_reason().unwrap_or("no message").to_owned(),
    }
}

/// Returns a response header as text.
fn header(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    Some(String::from_utf8_lossy(headers.get(name)?.as_bytes()).into_owned())
}

pub(crate) fn request_id(headers: &HeaderMap) -> Option<String> {
    header(headers, X_REQUEST_ID)
}

/// Parses `Retry-After`, which is in seconds or an HTTP date. A date in the past means no delay.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(SystemTime::now()).unwrap_or_default())
}

/// Returns the retirement notice of a response, or `None` if there is none.
///
/// The `warning` in the body has precedence over the headers. What is missing comes from HeyGen's documentation.
pub(crate) fn retirement(
    operation: &str,
    headers: &HeaderMap,
    warning: Option<&Value>,
    key: &ApiKey,
) -> Option<RetirementNotice> {
    let text = |value: &Value| Some(key.redact(value.as_str()?.to_owned()));
    let member = |name: &str| text(warning?.get(name)?);
    let notice = RetirementNotice {
        // If the warning is a string, it is the message.
        message: member("message").or_else(|| text(warning?)),
        sunset: member("sunset_date").or_else(|| header(headers, SUNSET)),
        replacement: member("v3_endpoint"),
        docs_url: member("docs_url"),
    };
    let is_notice = headers.contains_key(DEPRECATION) || notice != RetirementNotice::default();
    is_notice.then_some(notice).and_then(|notice| RetirementNotice::or_documented(Some(notice), operation))
}
