//! The bodies of responses: reading them up to a limit, and decoding them.

use std::mem;

use bytes::{Buf, Bytes};
use http_body_util::Limited;
use progenitor_client::{Error, ResponseValue};
use reqwest::header::CONTENT_TYPE;
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
    let mut body = Bytes::from(body);
    // RFC 8259 lets a parser ignore a byte order mark. serde_json does not.
    if body.starts_with(b"\xef\xbb\xbf") {
        body.advance(3);
    }
    (body, error)
}

/// A body that was read, in the extensions of its response.
#[derive(Clone)]
pub(super) struct ReadBody(pub(super) Bytes);

/// Decodes a response, for the generated code.
pub(crate) async fn decode<T: DeserializeOwned, E>(mut response: Response) -> Result<ResponseValue<T>, Error<E>> {
    let (status, headers) = (response.status(), mem::take(response.headers_mut()));
    let body = match response.extensions_mut().remove() {
        Some(ReadBody(body)) => body,
        None => response.bytes().await.map_err(Error::ResponseBodyError)?,
    };
    // serde_json checks the UTF-8 of bytes string by string.
    let data = match std::str::from_utf8(&body) {
        Ok(text) => serde_json::from_str(text),
        Err(_) => serde_json::from_slice(&body),
    };
    let data = data.map_err(|error| Error::InvalidResponsePayload(body, error))?;
    Ok(ResponseValue::new(data, status, headers))
}

/// Whether the generated code streams the body of this response, judging by the content type: a file, and not JSON.
pub(super) fn is_byte_stream(response: &Response) -> bool {
    let is_json = |content_type: &[u8]| content_type.windows(4).any(|part| part == b"json");
    let content_type = response.headers().get(CONTENT_TYPE);
    response.status().is_success() && content_type.is_some_and(|value| !is_json(value.as_bytes()))
}

/// The response with a body that fails once it is larger than the limit.
pub(super) fn limited(mut response: Response, limit: usize) -> Response {
    let head = head(&mut response);
    head.map(|()| Body::wrap(Limited::new(Body::from(response), limit))).into()
}

/// The response with a body that was read.
pub(super) fn replaced(mut response: Response, body: Bytes) -> Response {
    head(&mut response).map(|()| body).into()
}

/// The response with a body that fails at once, in place of one that is larger than the limit.
pub(super) fn too_large(response: Response) -> Response {
    limited(replaced(response, Bytes::from_static(b"too large")), 0)
}

/// All of a response but its body.
fn head(response: &mut Response) -> http::Response<()> {
    // Without a URL, reqwest would make up one.
    let mut head = http::Response::builder().url(response.url().clone()).body(()).unwrap_or_default();
    *head.status_mut() = response.status();
    *head.version_mut() = response.version();
    *head.headers_mut() = mem::take(response.headers_mut());
    head.extensions_mut().extend(mem::take(response.extensions_mut()));
    head
}
