//! Sends a request: the one implementation behind every generated operation.

use std::time::Instant;

use progenitor_client::{ClientHooks, ClientInfo, OperationInfo};
use reqwest::header::HeaderName;
use reqwest::{Request, Response};

use super::Context;
use super::body::{self, BodyError};
use super::response::{self, CapturedResponse};
use super::retry::{Outcome, is_safe_to_retry};
use super::trace::Span;
use crate::generated;

const X_API_KEY: HeaderName = HeaderName::from_static("x-api-key");
const API_VERSION: HeaderName = HeaderName::from_static("api-version");

/// A response for the generated code, and its captured copy, unless the generated code streams the body.
type Received = (Response, Option<CapturedResponse>);

impl ClientHooks<Context> for generated::Client {
    async fn exec(&self, mut request: Request, info: &OperationInfo) -> reqwest::Result<Response> {
        let context = &self.inner;
        context.capture(None);
        request.headers_mut().insert(X_API_KEY, context.settings.key.header());
        // progenitor sends it with every request. HeyGen has no such header.
        request.headers_mut().remove(API_VERSION);
        let (response, captured) = self.send(request, info.operation_id).await?;
        if context.is_capturing() {
            context.capture(captured);
            return Ok(response);
        }
        let notice = response::retirement(response.headers(), None, &context.settings.key);
        context.settings.log_retirement(notice.as_ref());
        match captured.and_then(|captured| captured.body_error) {
            Some(BodyError::Interrupted(error)) => Err(error),
            _ => Ok(response),
        }
    }
}

impl generated::Client {
    /// Sends a request, and retries it as the settings say.
    async fn send(&self, mut request: Request, operation: &'static str) -> reqwest::Result<Received> {
        let settings = &*self.inner.settings;
        let begin = Instant::now();
        let deadline = settings.deadline.and_then(|deadline| begin.checked_add(deadline));
        let method = request.method().clone();
        let span = Span::request(operation, &method);
        let mut delays = settings.retry.delays();
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
            let outcome = match &result {
                Ok((response, captured)) => {
                    span.response(response, &settings.key);
                    let body_error = captured.as_ref().and_then(|captured| captured.body_error.as_ref());
                    let interrupted = matches!(body_error, Some(BodyError::Interrupted(_)));
                    Outcome::Response { status: response.status(), interrupted }
                }
                Err(error) => Outcome::Error(error),
            };
            let Some(copy) = copy.filter(|_| is_safe_to_retry(&method, outcome)) else { break result };
            let retry_after = result.as_ref().ok().and_then(|(response, _)| response::retry_after(response.headers()));
            let Some(delay) = delays.next(retry_after) else { break result };
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
        if !self.inner.is_capturing() && body::is_byte_stream(&response) {
            return Ok((body::limited(response, limit), None));
        }
        let (body, body_error) = body::read(&mut response, limit).await;
        let captured = CapturedResponse {
            operation,
            status: response.status(),
            headers: response.headers().clone(),
            body: body.clone(),
            body_error,
        };
        let body = match &captured.body_error {
            Some(BodyError::LimitExceeded(_)) => body::failing(),
            None if body.is_empty() && generated::MAY_BE_EMPTY.contains(&operation) => "null".into(),
            _ => body.into(),
        };
        Ok((body::replaced(response, body), Some(captured)))
    }
}
