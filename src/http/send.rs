//! Sends a request with the API key, retries it, and reads the response.

use std::mem;
use std::time::Instant;

use bytes::Bytes;
use reqwest::header::HeaderName;
use reqwest::{Request, Response};
use tracing::{Instrument, Span};

use super::base_url::is_same_origin;
use super::body::{self, BodyError};
use super::request::Call;
use super::retry::is_safe_to_retry;
use super::trace;
use super::tracked::Sent;
use crate::error::{Cause, Error, TransportError, is_unprocessed, may_have_been_applied};
use crate::headers::retry_after;

const X_API_KEY: HeaderName = HeaderName::from_static("x-api-key");

/// What to do with the body of a success. The body of an error is always read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum BodyMode {
    Read,
    Stream,
}

/// A response, with its headers redacted.
pub(super) struct Received {
    /// Its body is read already, unless it is a success to stream.
    pub(super) response: Response,
    /// Not redacted, because it is decoded first.
    pub(super) body: Bytes,
    /// Why the body is incomplete, if it is.
    pub(super) body_error: Option<BodyError>,
    /// True if any attempt may have been applied.
    pub(super) may_have_been_applied: bool,
}

/// An attempt without a response.
pub(super) struct LostAttempt {
    pub(super) source: reqwest::Error,
    was_sent: bool,
}

impl LostAttempt {
    /// Returns true if HeyGen certainly did nothing.
    pub(super) fn is_unprocessed(&self) -> bool {
        !self.was_sent || is_unprocessed(&self.source)
    }
}

impl Call {
    /// Sends a request, with retries.
    pub(super) async fn send(&self, mut request: Request, mode: BodyMode) -> Result<Received, Error> {
        if !is_same_origin(request.url(), &self.server) {
            return Err(Error::invalid_request("its URL is on another server"));
        }
        let mut headers = self.context.default_headers.clone();
        headers.extend(mem::take(request.headers_mut()));
        headers.insert(X_API_KEY, self.context.key.header());
        *request.headers_mut() = headers;
        let span = trace::span(self.operation, &request);
        self.send_with_retries(request, mode, &span).instrument(span.clone()).await
    }

    async fn send_with_retries(&self, mut request: Request, mode: BodyMode, span: &Span) -> Result<Received, Error> {
        let context = &*self.context;
        let begin = Instant::now();
        let deadline = context.deadline.and_then(|deadline| begin.checked_add(deadline));
        let method = request.method().clone();
        let (mut attempt, mut applied) = (1, false);
        let result = loop {
            span.record("attempt", attempt);
            // `None` if the body is a stream, which can only be sent once.
            let copy = if context.retry.is_none() { None } else { request.try_clone() };
            if let Some(deadline) = deadline {
                // The timeout of a request overrides the client's.
                let left = deadline.saturating_duration_since(Instant::now());
                *request.timeout_mut() = Some(left.min(context.timeout));
            }
            let result = self.attempt(request, mode).await;
            applied |= !method.is_safe()
                && match &result {
                    Ok(received) => may_have_been_applied(received.response.status()),
                    Err(lost) => !lost.is_unprocessed(),
                };
            let response = result.as_ref().ok().map(|received| &received.response);
            response.inspect(|response| trace::response(span, response));
            let Some(copy) = copy.filter(|_| is_safe_to_retry(&method, &result)) else { break result };
            let retry_after = response.and_then(|response| retry_after(response.headers()));
            let Some(delay) = context.retry.delay(attempt, retry_after) else { break result };
            if deadline.is_some_and(|deadline| deadline.saturating_duration_since(Instant::now()) <= delay) {
                break result;
            }
            tracing::debug!(delay_ms = delay.as_millis() as u64, "retrying");
            drop(result);
            tokio::time::sleep(delay).await;
            request = copy;
            attempt += 1;
        };
        span.record("elapsed_ms", begin.elapsed().as_millis() as u64);
        match result {
            Ok(received) => Ok(Received { may_have_been_applied: applied, ..received }),
            Err(LostAttempt { source, was_sent }) => {
                let cause = Cause::without_response(&source, was_sent, &|text| context.key.redact(text));
                Err(Error::Transport(Box::new(TransportError::without_response(cause, applied))))
            }
        }
    }

    async fn attempt(&self, mut request: Request, mode: BodyMode) -> Result<Received, LostAttempt> {
        // Lets the tasks of idle connections find out that the server closed them while the runtime was not running.
        tokio::task::yield_now().await;
        let sent = Sent::track(&mut request);
        let result = self.context.http.execute(request).await;
        let mut response = result.map_err(|source| LostAttempt { source, was_sent: sent.is_sent() })?;
        self.context.key.redact_headers(response.headers_mut());
        let (body, body_error) = if mode == BodyMode::Stream && response.status().is_success() {
            (Bytes::new(), None)
        } else {
            body::read(&mut response, self.context.response_limit).await
        };
        Ok(Received { response, body, body_error, may_have_been_applied: false })
    }
}
