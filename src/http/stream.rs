//! The body of a response as a stream of bytes.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http_body_util::BodyDataStream;
use reqwest::header::HeaderMap;
use reqwest::{Body, Response, StatusCode};

use crate::error::{Cause, Error, ErrorResponse};
use crate::http;

/// The body of a response, in the chunks that arrive.
///
/// The chunks are as HeyGen sends them. They end with an error if the connection is lost, or if the body is larger than
/// [`response_limit`](crate::ClientBuilder::response_limit).
pub struct ByteStream {
    chunks: BodyDataStream<Body>,
    status: StatusCode,
    headers: HeaderMap,
    may_have_been_applied: bool,
    received: usize,
    context: Arc<http::Context>,
    ended: bool,
}

impl ByteStream {
    pub(super) fn new(response: Response, context: Arc<http::Context>, may_have_been_applied: bool) -> Self {
        let (status, headers) = (response.status(), response.headers().clone());
        let chunks = BodyDataStream::new(Body::from(response));
        Self { chunks, status, headers, may_have_been_applied, received: 0, context, ended: false }
    }

    /// Returns the next chunk, or `None` at the end. The same as `StreamExt::next`, without the import.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn check_chunk(&mut self, chunk: reqwest::Result<Bytes>) -> Result<Bytes, Error> {
        let error = match chunk {
            Ok(chunk) if chunk.len() <= self.context.response_limit - self.received => {
                self.received += chunk.len();
                return Ok(chunk);
            }
            Ok(_) => None,
            Err(source) => Some(source),
        };
        self.ended = true;
        let response = ErrorResponse {
            status: self.status,
            headers: self.headers.clone(),
            body: Bytes::new(),
            may_have_been_applied: self.may_have_been_applied,
        };
        Err(match error {
            Some(source) => {
                let cause = Cause::interrupted(&source, &|text| self.context.key.redact(text));
                response.into_transport_error(cause, self.received)
            }
            None => response.into_limit_error(self.context.response_limit),
        })
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        if this.ended {
            return Poll::Ready(None);
        }
        Pin::new(&mut this.chunks).poll_next(context).map(|chunk| Some(this.check_chunk(chunk?)))
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream").field("received", &self.received).finish_non_exhaustive()
    }
}
