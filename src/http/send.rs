//! Sends the requests of all generated operations.

use std::time::Instant;

use progenitor_client::{ClientHooks, ClientInfo, OperationInfo};
use reqwest::header::HeaderName;
use reqwest::{Request, Response};
use tracing::{Instrument, Span};

use super::response::{self, CapturedResponse, Received};
use super::retry::{is_safe_to_retry, may_have_been_applied};
use super::{Captured, Context, Settings, body, trace};
use crate::generated;

const X_API_KEY: HeaderName = HeaderName::from_static("x-api-key");
const API_VERSION: HeaderName = HeaderName::from_static("api-version");

impl ClientHooks<Context> for generated::Client {
    async fn exec(&self, mut request: Request, info: &OperationInfo) -> reqwest::Result<Response> {
        let context = &self.inner;
        context.capture(Captured::default());
        request.headers_mut().insert(X_API_KEY, context.settings.key.header());
        // progenitor adds it to every request, but HeyGen does not document it.
        request.headers_mut().remove(API_VERSION);
        let span = trace::span(info.operation_id, &request);
        let (received, may_have_been_applied) =
            self.send(request, info.operation_id, &span).instrument(span.clone()).await;
        let (response, captured) = received.map_or_else(|error| (Err(error), None), |(head, read)| (Ok(head), read));
        if context.is_capturing() {
            context.capture(Captured { may_have_been_applied, response: captured });
        } else if let Ok(response) = &response {
            let notice = response::retirement(info.operation_id, response.headers(), None, &context.settings.key);
            context.settings.log_retirement(notice.as_ref());
        }
        response
    }
}

impl generated::Client {
    /// Sends a request with retries. Also returns whether any attempt may have been applied.
    async fn send(
        &self,
        mut request: Request,
        operation: &'static str,
        span: &Span,
    ) -> (reqwest::Result<Received>, bool) {
        let settings = &*self.inner.settings;
        let begin = Instant::now();
        let deadline = settings.deadline.and_then(|deadline| begin.checked_add(deadline));
        let method = request.method().clone();
        let (mut attempt, mut applied) = (1, false);
        let result = loop {
            span.record("attempt", attempt);
            // `None` if the body is a stream, which can only be sent once.
            let copy = if settings.retry.is_none() { None } else { request.try_clone() };
            if let Some(deadline) = deadline {
                // The timeout of a request overrides the client's.
                let left = deadline.saturating_duration_since(Instant::now());
                *request.timeout_mut() = Some(left.min(settings.timeout));
            }
            let result = self.attempt(request, operation).await;
            applied |= may_have_been_applied(&result);
            let response = result.as_ref().ok().map(|(response, _)| response);
            response.inspect(|response| trace::response(span, response));
            let Some(copy) = copy.filter(|_| is_safe_to_retry(&method, &result)) else { break result };
            let retry_after = response.and_then(|response| response::retry_after(response.headers()));
            let Some(delay) = settings.retry.delay(attempt, retry_after) else { break result };
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
        (result, applied)
    }

    async fn attempt(&self, request: Request, operation: &'static str) -> reqwest::Result<Received> {
        let Settings { key, response_limit: limit, .. } = &*self.inner.settings;
        let mut response = self.client().execute(request).await?;
        key.redact_headers(response.headers_mut());
        // They include the reason phrase, which is not redacted and which reqwest's `error_for_status` shows.
        response.extensions_mut().clear();
        if !self.inner.is_capturing() {
            return Ok((body::limited(response, *limit), None));
        }
        let (response, body, body_error) = body::read(response, *limit).await;
        let (status, headers) = (response.status(), response.headers().clone());
        Ok((response, Some(CapturedResponse { operation, status, headers, body, body_error })))
    }
}
