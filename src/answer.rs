//! Reads what HeyGen says when it says no, in every form that was seen.

use std::time::{Duration, SystemTime};

use bytes::{Buf, Bytes, BytesMut};
use http::Extensions;
use http_body_util::Limited;
use reqwest::header::{HeaderMap, HeaderName, LOCATION, RETRY_AFTER};
use reqwest::{Response, StatusCode, Url};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::RetirementNotice;
use crate::error::{ApiError, DecodeError, DecodeSource, Error, TransportError};
use crate::key::ApiKey;

/// An answer as it came: the head, and of the body what could be read.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) operation: &'static str,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Why `body` is not the whole.
    pub(crate) cut: Option<Cut>,
    pub(crate) rest: Rest,
}

/// What else there is of a response, until the generated code has it.
#[derive(Debug, Default)]
pub(crate) struct Rest {
    pub(crate) url: Option<Url>,
    pub(crate) extensions: Extensions,
    /// A body that the caller reads as it comes: a file, and not JSON.
    pub(crate) stream: Option<Limited<reqwest::Body>>,
}

#[derive(Debug)]
pub(crate) enum Cut {
    Lost(reqwest::Error),
    TooLarge(usize),
}

impl Answer {
    /// `X-Request-Id`, which HeyGen's support asks for.
    pub(crate) fn request_id(&self, key: &ApiKey) -> Option<String> {
        const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
        header(&self.headers, X_REQUEST_ID, key)
    }

    /// Reads the body to its end, the limit, or the loss of the connection.
    pub(crate) async fn read(&mut self, response: &mut Response, limit: usize) {
        let mut rest = BytesMut::new();
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) if self.body.len() + rest.len() + chunk.len() > limit => {
                    self.cut = Some(Cut::TooLarge(limit));
                    rest.extend_from_slice(&chunk[..limit - self.body.len() - rest.len()]);
                    break;
                }
                // Most answers are one chunk: it is taken as it is.
                Ok(Some(chunk)) if self.body.is_empty() => self.body = chunk,
                Ok(Some(chunk)) => rest.extend_from_slice(&chunk),
                Ok(None) => break,
                Err(error) => {
                    self.cut = Some(Cut::Lost(error));
                    break;
                }
            }
        }
        if !rest.is_empty() {
            let mut whole = BytesMut::with_capacity(self.body.len() + rest.len());
            whole.extend_from_slice(&self.body);
            whole.extend_from_slice(&rest);
            self.body = whole.freeze();
        }
        // RFC 8259: a parser may ignore a byte order mark.
        if self.body.starts_with(b"\xef\xbb\xbf") {
            self.body.advance(3);
        }
    }

    /// The notice of retirement in the headers and, where the caller has read it, in the body's `warning`.
    pub(crate) fn retirement(&self, warning: Option<&Value>, key: &ApiKey) -> Option<RetirementNotice> {
        RetirementNotice::read(&self.headers, warning, key)
    }

    /// What a success says, and the answer itself.
    pub(crate) fn understood<T: DeserializeOwned>(self: Box<Self>, key: &ApiKey) -> Result<(T, Box<Self>), Error> {
        if !self.status.is_success() {
            return Err(self.refused(key));
        }
        if let Some(Cut::TooLarge(_)) = self.cut {
            return Err(self.not_understood(".".to_owned(), serde::de::Error::custom("it is cut"), key));
        }
        // A connection that is lost after the end of the JSON loses nothing.
        // As text its UTF-8 is checked at once, and not string by string.
        let value = match std::str::from_utf8(&self.body) {
            Ok(text) => serde_json::from_str(text),
            Err(_) => serde_json::from_slice(&self.body),
        };
        match value {
            Ok(value) => Ok((value, self)),
            Err(_) => Err(self.unreadable::<T>(key)),
        }
    }

    /// The error of an answer that is no success.
    pub(crate) fn refused(mut self, key: &ApiKey) -> Error {
        self.body = key.redact(self.body);
        let parsed: Option<Value> = serde_json::from_slice(&self.body).ok();
        let mut retirement = self.retirement(parsed.as_ref().and_then(|body| body.get("warning")), key);
        if matches!(self.status.as_u16(), 404 | 410) {
            retirement = RetirementNotice::documented(retirement, self.operation);
        }
        let said = parsed.as_ref().map(Said::read).unwrap_or_default();
        Error::Api(ApiError {
            status: self.status,
            code: said.code,
            message: said.message.unwrap_or_else(|| self.without_words(key)),
            request_id: self.request_id(key),
            retry_after: retry_after(&self.headers, SystemTime::now()),
            body: self.body[..self.body.len().min(ApiError::BODY_MAX)].into(),
            retirement: retirement.map(Box::new),
        })
    }

    /// The message where the body has none.
    fn without_words(&self, key: &ApiKey) -> String {
        if self.status.is_redirection()
            && let Some(location) = header(&self.headers, LOCATION, key)
        {
            return format!("it redirects to {location}, and redirects are never followed");
        }
        self.status.canonical_reason().unwrap_or("a status without a reason phrase").to_owned()
    }

    /// The error of a success whose body is no `T`: it is read once more, for the path of what was not understood.
    pub(crate) fn unreadable<T: DeserializeOwned>(mut self, key: &ApiKey) -> Error {
        // Before it is read again: a message of serde's repeats what it did not understand.
        self.body = key.redact(self.body);
        let (path, error) = path_of::<T>(&self.body);
        self.not_understood(path, error, key)
    }

    /// The error of a success whose body is not what was to be expected.
    pub(crate) fn not_understood(self, path: String, source: serde_json::Error, key: &ApiKey) -> Error {
        let request_id = self.request_id(key);
        let body = key.redact(self.body).into();
        let source = match self.cut {
            Some(Cut::Lost(source)) => {
                return Error::Transport(TransportError { status: Some(self.status), request_id, body, source });
            }
            Some(Cut::TooLarge(limit)) => DecodeSource::TooLarge(limit),
            None => DecodeSource::Json(source),
        };
        Error::Decode(DecodeError { status: self.status, request_id, path, body, source })
    }
}

/// The path at which a body is no `T`, and why.
fn path_of<T: DeserializeOwned>(body: &[u8]) -> (String, serde_json::Error) {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let whole = |error| (".".to_owned(), error);
    match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
        Ok(_) => whole(
            deserializer.end().err().unwrap_or_else(|| serde::de::Error::custom("it is understood without the key")),
        ),
        Err(error) => (error.path().to_string(), error.into_inner()),
    }
}

/// What a failure's body says.
#[derive(Default)]
struct Said {
    code: Option<String>,
    message: Option<String>,
}

impl Said {
    /// `error` as a string or an object, `code` and `message` beside it, or `detail`.
    fn read(body: &Value) -> Self {
        let error = body.get("error").filter(|error| !error.is_null());
        let nested = error.filter(|error| error.is_object());
        let code = nested.and_then(|error| error.get("code")).or_else(|| body.get("code"));
        let message = nested
            .and_then(|error| error.get("message"))
            .and_then(text)
            .or_else(|| error.and_then(text))
            .or_else(|| body.get("message").and_then(text))
            .or_else(|| body.get("detail").and_then(text))
            // Whatever else it is, it is better said than not.
            .or_else(|| error.or_else(|| body.get("detail")).map(Value::to_string));
        Self { code: code.and_then(text), message }
    }
}

/// A string that says something, or a number's digits.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A response header as text, without the key, should a server send it back.
pub(crate) fn header(headers: &HeaderMap, name: HeaderName, key: &ApiKey) -> Option<String> {
    let text = String::from_utf8_lossy(headers.get(name)?.as_bytes());
    Some(key.redact_text(text))
}

/// `Retry-After`, in seconds or as an HTTP date; a date that has passed is no wait.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}
