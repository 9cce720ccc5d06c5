//! The bodies of responses: reading them up to a limit, and replacing them.

use std::mem;

use bytes::{Buf, Bytes};
use http_body_util::Limited;
use reqwest::header::CONTENT_TYPE;
use reqwest::{Body, Response, ResponseBuilderExt};

/// Why a body is not complete.
#[derive(Debug)]
pub(crate) enum BodyError {
    /// The connection was lost, or time ran out.
    Interrupted(reqwest::Error),
    /// The body is larger than this many bytes.
    LimitExceeded(usize),
}

/// Reads a body to its end, or as far as it comes within the limit.
pub(crate) async fn read(response: &mut Response, limit: usize) -> (Bytes, Option<BodyError>) {
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

/// Whether the generated code streams the body of this response, to judge by its content type: a file, and not JSON.
pub(crate) fn is_byte_stream(response: &Response) -> bool {
    let is_json = |content_type: &[u8]| content_type.windows(4).any(|part| part == b"json");
    let content_type = response.headers().get(CONTENT_TYPE);
    response.status().is_success() && content_type.is_some_and(|value| !is_json(value.as_bytes()))
}

/// The response with a stream as its body, which fails beyond the limit.
pub(crate) fn limited(mut response: Response, limit: usize) -> Response {
    let head = head(&mut response);
    head.map(|()| Body::wrap(Limited::new(Body::from(response), limit))).into()
}

/// The response with another body.
pub(crate) fn replaced(mut response: Response, body: Body) -> Response {
    head(&mut response).map(|()| body).into()
}

/// All of a response but its body.
fn head(response: &mut Response) -> http::Response<()> {
    // A response without a URL makes reqwest parse a placeholder.
    let url = http::Response::builder().url(response.url().clone());
    let mut head = url.body(()).unwrap_or_default();
    *head.status_mut() = response.status();
    *head.version_mut() = response.version();
    *head.headers_mut() = mem::take(response.headers_mut());
    head.extensions_mut().extend(mem::take(response.extensions_mut()));
    head
}

/// A body for the generated code to fail on, in place of one that is larger than the limit.
pub(crate) fn failing() -> Body {
    Body::wrap(Limited::new(Body::from("larger than nothing"), 0))
}
