//! The body of a response as a stream of bytes.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http_body_util::BodyDataStream;
use reqwest::{Body, Response};

use super::body::BodyError;
use super::context;
use crate::error::{DecodeError, Error, ErrorResponse, TransportError};

/// The body of a response, in the chunks that arrive.
///
/// The chunks are as HeyGen sends them. They end with an error if the connection is lost, or if the body is larger than
/// [`response_limit`](crate::ClientBuilder::response_limit).
pub struct ByteStream {
    chunks: BodyDataStream<Body>,
    /// What an error says of the response. `None` after the error.
    response: Option<ErrorResponse>,
    received: usize,
    may_have_been_applied: bool,
    context: Arc<context::Context>,
}

impl ByteStream {
    pub(super) fn new(response: Response, context: Arc<context::Context>, may_have_been_applied: bool) -> Self {
        let head = ErrorResponse::new(response.status(), response.headers().clone(), Bytes::new());
        let chunks = BodyDataStream::new(Body::from(response));
        Self { chunks, response: Some(head), received: 0, may_have_been_applied, context }
    }

    /// Returns the next chunk, or `None` at the end. The same as `StreamExt::next`, without the import.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn check_chunk(&mut self, chunk: reqwest::Result<Bytes>) -> Option<Result<Bytes, Error>> {
        let error = match chunk {
            Ok(chunk) if chunk.len() <= self.context.response_limit - self.received => {
                self.received += chunk.len();
                return Some(Ok(chunk));
            }
            Ok(_) => BodyError::LimitExceeded,
            Err(source) => BodyError::Interrupted(source),
        };
        Some(Err(error.into_error(self.response.take()?, self.received, self.may_have_been_applied, &self.context)))
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        if this.response.is_none() {
            return Poll::Ready(None);
        }
        Pin::new(&mut this.chunks).poll_next(context).map(|chunk| this.check_chunk(chunk?))
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream").field("received", &self.received).finish_non_exhaustive()
    }
}

impl BodyError {
    /// The error of a success, of whose body this many bytes were received.
    pub(super) fn into_error(
        self,
        response: ErrorResponse,
        received: usize,
        may_have_been_applied: bool,
        context: &context::Context,
    ) -> Error {
        match self {
            Self::Interrupted(source) => {
                TransportError::new(&source, true, Some(response), received, may_have_been_applied, &context.key).into()
            }
            Self::LimitExceeded => {
                let reason = format!("is larger than the limit of {} bytes", context.response_limit);
                DecodeError::new(response, ".", reason, may_have_been_applied).into()
            }
        }
    }
}
