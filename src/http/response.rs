//! What becomes of a response: the public [`Response`], or an error that holds all that came. Every text of the server's that is
//! shown is redacted here.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderName, LOCATION, RETRY_AFTER};
use serde::de::DeserializeOwned;
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
    /// HeyGen's notice that it retires the operation, if the response carries one.
    pub retirement: Option<RetirementNotice>,
}

/// A response before it is decoded: its head, and its body as far as it came.
#[derive(Debug)]
pub(crate) struct CapturedResponse {
    pub(crate) operation: &'static str,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Why the body is not complete.
    pub(crate) body_error: Option<BodyError>,
}

/// With what was read of it: nothing for [`Client::api`](crate::Client::api), which streams the body.
pub(super) type Received = (reqwest::Response, Option<CapturedResponse>);

impl CapturedResponse {
    pub(super) fn is_interrupted(&self) -> bool {
        matches!(self.body_error, Some(BodyError::Interrupted(_)))
    }

    /// What the caller gets, where `data` is what the generated code made of the body.
    pub(crate) fn into_result<T: DeserializeOwned>(
        mut self,
        data: Option<T>,
        envelope: &Envelope,
        retirement: Option<RetirementNotice>,
        key: &ApiKey,
    ) -> Result<Response<T>, Error> {
        if !self.status.is_success() || envelope.error.is_some() {
            return Err(self.into_api_error(envelope, retirement, key));
        }
        // JSON may be complete where the body is not: then only more than the limit is an error.
        let Some(data) = data.filter(|_| !matches!(self.body_error, Some(BodyError::LimitExceeded(_)))) else {
            return Err(self.into_decode_error::<T>(key));
        };
        let request_id = request_id(&self.headers, key);
        key.redact_headers(&mut self.headers);
        Ok(Response { data, status: self.status, headers: self.headers, request_id, retirement })
    }

    fn into_api_error(self, envelope: &Envelope, mut retirement: Option<RetirementNotice>, key: &ApiKey) -> Error {
        if matches!(self.status.as_u16(), 404 | 410) {
            retirement = RetirementNotice::or_documented(retirement, self.operation);
        }
        let message = envelope.message().map(|message| key.redact(message));
        let body = key.redact_body(self.body);
        Error::Api(ApiError {
            status: self.status,
            code: envelope.code().map(|code| key.redact(code)),
            message: message.unwrap_or_else(|| default_message(self.status, &self.headers, key)),
            request_id: request_id(&self.headers, key),
            retry_after: retry_after(&self.headers),
            body: body[..body.len().min(ApiError::BODY_MAX)].into(),
            retirement: retirement.map(Box::new),
        })
    }

    fn into_decode_error<T: DeserializeOwned>(self, key: &ApiKey) -> Error {
        let Self { status, headers, body, .. } = self;
        let request_id = request_id(&headers, key);
        let (path, reason) = match self.body_error {
            Some(BodyError::Interrupted(source)) => {
                let body = key.redact_body(body).into();
                return Error::Transport(TransportError { status: Some(status), request_id, body, source });
            }
            Some(BodyError::LimitExceeded(limit)) => {
                (".".to_owned(), format!("is larger than the limit of {limit} bytes"))
            }
            None => decode_failure::<T>(&body),
        };
        let (path, reason, body) = (key.redact(path), key.redact(reason), key.redact_body(body).into());
        Error::Decode(DecodeError { status, request_id, path, body, reason })
    }
}

/// The path at which a body is no `T`, and why. Decoding it once more is the price of the path, paid only here.
fn decode_failure<T: DeserializeOwned>(body: &[u8]) -> (String, String) {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let (path, error) = match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
        Ok(_) => (".".to_owned(), deserializer.end().err()),
        Err(error) => (error.path().to_string(), Some(error.into_inner())),
    };
    let reason = error.map_or("the document has no response with this status".to_owned(), |error| error.to_string());
    let at = if path == "." { String::new() } else { format!(" at {path}") };
    (path, format!("could not be decoded{at}: {reason}"))
}

/// The message of an error whose body has none.
fn default_message(status: StatusCode, headers: &HeaderMap, key: &ApiKey) -> String {
    match header(headers, LOCATION, key) {
        Some(location) if status.is_redirection() => format!("redirects to {location}, which is not followed"),
        _ => status.canonical_reason().unwrap_or("no message").to_owned(),
    }
}

/// A response header as text.
fn header(headers: &HeaderMap, name: HeaderName, key: &ApiKey) -> Option<String> {
    let value = headers.get(name)?;
    Some(key.redact(String::from_utf8_lossy(value.as_bytes()).into_owned()))
}

pub(crate) fn request_id(headers: &HeaderMap, key: &ApiKey) -> Option<String> {
    header(headers, X_REQUEST_ID, key)
}

/// `Retry-After`, in seconds or as an HTTP date. A date in the past means no delay.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(SystemTime::now()).unwrap_or_default())
}

/// The notice of retirement in the headers and in the `warning` of the body, which comes first. `None` without one.
pub(crate) fn retirement(headers: &HeaderMap, warning: Option<&Value>, key: &ApiKey) -> Option<RetirementNotice> {
    let text = |value: &Value| Some(key.redact(value.as_str()?.to_owned()));
    let member = |name: &str| text(warning?.get(name)?);
    let notice = RetirementNotice {
        // A warning that is a plain string is its own message.
        message: member("message").or_else(|| text(warning?)),
        sunset: member("sunset_date").or_else(|| header(headers, SUNSET, key)),
        replacement: member("v3_endpoint"),
        docs_url: member("docs_url"),
    };
    (headers.contains_key(DEPRECATION) || notice != RetirementNotice::default()).then_some(notice)
}
