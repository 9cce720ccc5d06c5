//! Sends a request: the one road of every generated operation.

use std::time::Instant;

use progenitor_client::{ClientHooks, ClientInfo, OperationInfo};
use reqwest::header::HeaderName;
use reqwest::{Request, Response};

use super::Context;
use super::body::{self, ReadBody};
use super::response::{self, CapturedResponse, Received};
use super::retry::is_safe_to_retry;
use super::trace::Span;
use crate::generated;

const X_API_KEY: HeaderName = HeaderName::from_static("x-api-key");
const API_VERSION: HeaderName = HeaderName::from_static("api-version");

impl ClientHooks<Context> for generated::Client {
    async fn exec(&self, mut request: Request, info: &OperationInfo) -> reqwest::Result<Response> {
        let context = &self.inner;
        context.capture(None);
        request.headers_mut().insert(X_API_KEY, context.settings.key.header());
        // progenitor sends it with every request. HeyGen has no such header.
        request.headers_mut().remove(API_VERSION);
        let (mut response, captured) = self.send(request, info.operation_id).await?;
        if let Some(captured) = &captured {
            response.extensions_mut().insert(ReadBody(captured.body.clone()));
        }
        if context.is_capturing() {
            context.capture(captured);
        } else {
            let notice = response::retirement(response.headers(), None, &context.settings.key);
            context.settings.log_retirement(notice.as_ref());
        }
        Ok(response)
    }
}

impl generated::Client {
    /// Sends a request, and retries it as the settings say.
    async fn send(&self, mut request: Request, operation: &'static str) -> reqwest::Result<Received> {
        let settings = &*self.inner.settings;
        let begin = Instant::now();
        let deadline = settings.deadline.and_then(|deadline| begin.checked_add(deadline));
        let method = request.method().clone();
        let span = Span::new(operation, &method);
        let mut attempt = 1;
        let result = loop {
            span.attempt(attempt);
            // `None` for a body that is a stream: it can be sent once.
            let copy = if settings.retry.is_none() { None } else { request.try_clone() };
            if let Some(deadline) = deadline {
                // A request's own timeout replaces the client's.
                let left = deadline.saturating_duration_since(Instant::now());
                *request.timeout_mut() = Some(left.min(settings.timeout));
            }
            let result = self.attempt(request, operation).await;
            let response = result.as_ref().ok().map(|(response, _)| response);
            response.inspect(|response| span.response(response, &settings.key));
            let Some(copy) = copy.filter(|_| is_safe_to_retry(&method, &result)) else { break result };
            let retry_after = response.and_then(|response| response::retry_after(response.headers()));
            let Some(delay) = settings.retry.delay(attempt, retry_after) else { break result };
            if deadline.is_some_and(|deadline| deadline.saturating_duration_since(Instant::now()) <= delay) {
                break result;
            }
            span.retry(delay);
            drop(result);
            tokio::time::sleep(delay).await;
            request = copy;
            attempt += 1;
        };
        span.elapsed(begin);
        result
    }

    async fn attempt(&self, request: Request, operation: &'static str) -> reqwest::Result<Received> {
        let limit = self.inner.settings.response_limit;
        let mut response = self.client().execute(request).await?;
        let may_be_empty = response.status().is_success() && generated::MAY_BE_EMPTY.contains(&operation);
        if !self.inner.is_capturing() && !may_be_empty {
            return Ok((body::limited(response, limit), None));
        }
        let (mut body, body_error) = body::read(&mut response, limit).await;
        if may_be_empty && body.is_empty() && body_error.is_none() {
            body = "null".into();
        }
        let (status, headers) = (response.status(), response.headers().clone());
        Ok((response, Some(CapturedResponse { operation, status, headers, body, body_error })))
    }
}
