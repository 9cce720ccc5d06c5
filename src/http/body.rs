//! The bodies of responses: reading them up to a limit, and decoding them.

use std::mem;

use bytes::{Buf, Bytes};
use http_body_util::Limited;
use progenitor_client::{Error, ResponseValue};
use reqwest::{Body, Response, ResponseBuilderExt};
use serde::de::DeserializeOwned;

/// Why a body is not complete.
#[derive(Debug)]
pub(crate) enum BodyError {
    /// The connection was lost, or time ran out.
    Interrupted(reqwest::Error),
    /// The body is larger than this many bytes.
    LimitExceeded(usize),
}

/// Reads a body to its end, or as far as it comes within the limit.
pub(super) async fn read(response: &mut Response, limit: usize) -> (Bytes, Option<BodyError>) {
    let length = response.content_length().and_then(|length| usize::try_from(length).ok());
    let mut body = Vec::with_capacity(length.unwrap_or_default().min(limit));
    let error = loop {
        match response.chunk().await {
            Ok(Some(chunk)) if chunk.len() > limit - body.len() => {
                body.extend_from_slice(&chunk[..limit - body.len()]);
                break Some(BodyError::LimitExceeded(limit));
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => break None,
            Err(error) => break Some(BodyError::Interrupted(error)),
        }
    };
    (without_byte_order_mark(body.into()), error)
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
    // Without a URL, reqwest would make one up.
    let mut head = http::Response::builder().url(response.url().clone()).body(()).unwrap_or_default();
    *head.status_mut() = response.status();
    *head.version_mut() = response.version();
    *head.headers_mut() = mem::take(response.headers_mut());
    head.extensions_mut().extend(mem::take(response.extensions_mut()));
    head.map(|()| Body::wrap(Limited::new(Body::from(response), limit))).into()
}

/// A body that was read already, in the extensions of its response.
#[derive(Clone)]
pub(super) struct ReadBody(pub(super) Bytes);

/// Decodes a response, for the generated code.
pub(crate) async fn decode<T: DeserializeOwned, E>(mut response: Response) -> Result<ResponseValue<T>, Error<E>> {
    let (status, headers) = (response.status(), mem::take(response.headers_mut()));
    let body = match response.extensions_mut().remove() {
        Some(ReadBody(body)) => body,
        None => without_byte_order_mark(response.bytes().await.map_err(Error::ResponseBodyError)?),
    };
    let data = match std::str::from_utf8(&body) {
        // serde_json checks the UTF-8 of bytes string by string.
        Ok(text) => serde_json::from_str(text),
        Err(_) => serde_json::from_slice(&body),
    };
    let data = data.map_err(|error| Error::InvalidResponsePayload(body, error))?;
    Ok(ResponseValue::new(data, status, headers))
}
