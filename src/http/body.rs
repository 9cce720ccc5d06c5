//! The bodies of responses: reading them up to a limit, and decoding them.

use std::mem;

use bytes::{Buf, Bytes};
use http_body_util::Limited;
use progenitor_client::{Error, ResponseValue};
use reqwest::{Body, Response, ResponseBuilderExt};
use serde::de::{DeserializeOwned, Error as _};

use super::Context;

/// Why a body is not complete.
#[derive(Debug)]
pub(crate) enum BodyError {
    /// The connection was lost, or time ran out.
    Interrupted(reqwest::Error),
    /// The body is larger than this many bytes.
    LimitExceeded(usize),
}

/// Reads a body to its end, or as far as it comes within the limit. The response then has what was read.
pub(super) async fn read(mut response: Response, limit: usize) -> (Response, Bytes, Option<BodyError>) {
    let length = response.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or_default();
    // Most bodies are one chunk, which need not be copied.
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

/// RFC 8259 lets a parser ignore it. serde_json does not.
fn without_byte_order_mark(mut body: Bytes) -> Bytes {
    if body.starts_with(b"\xef\xbb\xbf") {
        body.advance(3);
    }
    body
}

/// The response with a body that fails once it is larger than the limit.
pub(super) fn limited(mut response: Response, limit: usize) -> Response {
    take_head(&mut response).map(|()| Body::wrap(Limited::new(Body::from(response), limit))).into()
}

/// The head of a response, for another body.
fn take_head(response: &mut Response) -> http::Response<()> {
    // Without a URL, reqwest would make one up.
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
            // The type of an operation whose success may be empty takes null.
            Ok("") => serde_json::from_str("null").or_else(|_| serde_json::from_str("")),
            // serde_json checks the UTF-8 of bytes string by string.
            Ok(text) => serde_json::from_str(text),
            Err(_) => serde_json::from_slice(&body),
        };
        let data = data.map_err(|error| self.invalid_payload(body, error))?;
        Ok(ResponseValue::new(data, status, headers))
    }

    /// The generated code's error, which shows both.
    fn invalid_payload<E>(&self, body: Bytes, mut error: serde_json::Error) -> Error<E> {
        let key = &self.settings.key;
        // Only such an error repeats a part of the body.
        if error.is_data() {
            error = serde_json::Error::custom(key.redact(error.to_string()));
        }
        Error::InvalidResponsePayload(key.redact_body(body), error)
    }
}
