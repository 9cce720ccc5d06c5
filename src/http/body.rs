//! Reads response bodies up to a limit, and decodes them.

use std::mem;

use bytes::{Buf, Bytes};
use http_body_util::Limited;
use progenitor_client::{Error, ResponseValue};
use reqwest::{Body, Response, ResponseBuilderExt};
use serde::de::{DeserializeOwned, Error as _};

use super::Context;

/// Why a body is incomplete.
#[derive(Debug)]
pub(crate) enum BodyError {
    /// The connection was lost, or the attempt timed out.
    Interrupted(reqwest::Error),
    /// The body is larger than this many bytes.
    LimitExceeded(usize),
}

/// Reads a body up to the limit, and returns it together with a response that contains the same bytes.
pub(super) async fn read(mut response: Response, limit: usize) -> (Response, Bytes, Option<BodyError>) {
    let length = response.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or_default();
    // Most bodies are a single chunk, which is not copied.
    let (mut only, mut several) = (Bytes::new(), Vec::new());
    let error = loop {
        let chunk = match response.chunk().await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => break None,
            Err(error) => break Some(BodyError::Interrupted(error)),
        };
        let left = limit - only.len() - several.len();
        if only.is_empty() && several.is_empty() && chunk.len() <= left {
            only = chunk;
            continue;
        }
        if several.is_empty() {
            several.reserve(length.min(limit));
            several.extend_from_slice(&mem::take(&mut only));
        }
        several.extend_from_slice(&chunk[..chunk.len().min(left)]);
        if chunk.len() > left {
            break Some(BodyError::LimitExceeded(limit));
        }
    };
    let body = if several.is_empty() { only } else { several.into() };
    let body = without_byte_order_mark(body);
    (take_head(&mut response).map(|()| Body::from(body.clone())).into(), body, error)
}

/// RFC 8259 lets parsers ignore a byte order mark, but serde_json rejects it.
fn without_byte_order_mark(mut body: Bytes) -> Bytes {
    if body.starts_with(b"\xef\xbb\xbf") {
        body.advance(3);
    }
    body
}

/// Makes the body of a response fail if it exceeds the limit.
pub(super) fn limited(mut response: Response, limit: usize) -> Response {
    take_head(&mut response).map(|()| Body::wrap(Limited::new(Body::from(response), limit))).into()
}

/// Takes the head of a response, to give it another body.
fn take_head(response: &mut Response) -> http::Response<()> {
    // Without a URL, reqwest uses a placeholder.
    let mut head = http::Response::builder().url(response.url().clone()).body(()).unwrap_or_default();
    *head.status_mut() = response.status();
    *head.version_mut() = response.version();
    *head.headers_mut() = mem::take(response.headers_mut());
    head.extensions_mut().extend(mem::take(response.extensions_mut()));
    head
}

impl Context {
    /// Decodes a response, for the generated code.
    pub(crate) async fn decode<T, E>(&self, mut response: Response) -> Result<ResponseValue<T>, Error<E>>
    where
        T: DeserializeOwned,
    {
        let (status, headers) = (response.status(), mem::take(response.headers_mut()));
        let body = without_byte_order_mark(response.bytes().await.map_err(Error::ResponseBodyError)?);
        let data = match std::str::from_utf8(&body) {
            // If an operation may return an empty body, its type accepts null.
            Ok("") => serde_json::from_str("null").or_else(|_| serde_json::from_str("")),
            // Faster than `from_slice`, which checks the UTF-8 of each string.
            Ok(text) => serde_json::from_str(text),
            Err(_) => serde_json::from_slice(&body),
        };
        let data = data.map_err(|error| self.invalid_payload(body, error))?;
        Ok(ResponseValue::new(data, status, headers))
    }

    /// The error of the generated client. It shows the body and the serde_json error, so both are redacted.
    fn invalid_payload<E>(&self, body: Bytes, mut error: serde_json::Error) -> Error<E> {
        let key = &self.settings.key;
        // Only these errors quote the body.
        if error.is_data() {
            error = serde_json::Error::custom(key.redact(error.to_string()));
        }
        Error::InvalidResponsePayload(key.redact_body(body), error)
    }
}
