//! Sends a request with the API key, and retries it.

use std::mem;
use std::sync::Arc;
use std::time::Instant;

use reqwest::header::HeaderName;
use reqwest::{Request, Url};
use tracing::{Instrument, Span};

use super::attempt::{BodyMode, LostAttempt, Received, send_once};
use super::context::Context;
use super::retry::is_safe_to_retry;
use super::servers::is_same_origin;
use super::trace;
use crate::error::{Error, TransportError, may_have_been_applied};
use crate::headers::retry_after;
use crate::retirement::Retirement;

const X_API_KEY: HeaderName = HeaderName::from_static("x-api-key");

/// The part of a call that stays the same in each attempt.
pub(super) struct Call {
    pub(super) context: Arc<Context>,
    /// The URL of the server, which may receive the API key.
    pub(super) server: Url,
    pub(super) operation: &'static str,
    pub(super) retirement: Option<Retirement>,
}

impl Call {
    /// Sends a request, with retries.
    pub(super) async fn send(&self, mut request: Request, mode: BodyMode) -> Result<Received, Error> {
        if !is_same_origin(request.url(), &self.server) {
            return Err(Error::invalid_request("its URL is on another server"));
        }
        if !self.context.default_headers.is_empty() {
            let headers = mem::replace(request.headers_mut(), self.context.default_headers.clone());
            request.headers_mut().extend(headers);
        }
        request.headers_mut().insert(X_API_KEY, self.context.key.header());
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
            let copy = if context.retry.max_retries == 0 { None } else { request.try_clone() };
            if let Some(deadline) = deadline {
                // The timeout of a request overrides the client's.
                let left = deadline.saturating_duration_since(Instant::now());
                *request.timeout_mut() = Some(left.min(context.timeout));
            }
            let result = send_once(&context.http, &context.key, context.response_limit, request, mode).await;
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
                Err(TransportError::new(&source, was_sent, None, 0, applied, &context.key).into())
            }
        }
    }
}
