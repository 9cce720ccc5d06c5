//! Sends a request: the one road of every generated operation.

use std::time::Instant;

use progenitor_client::{ClientHooks, ClientInfo, OperationInfo};
use reqwest::header::HeaderName;
use reqwest::{Request, Response};

use super::Context;
use super::body::{self, BodyError, ReadBody};
use super::response::{self, CapturedResponse};
use super::retry::{Outcome, is_safe_to_retry};
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
        if !context.is_capturing() {
            let notice = response::retirement(response.headers(), None, &context.settings.key);
            context.settings.log_retirement(notice.as_ref());
        }
        let Some(captured) = captured else { return Ok(response) };
        if context.is_capturing() {
            response.extensions_mut().insert(ReadBody(captured.body.clone()));
            context.capture(Some(captured));
            return Ok(response);
        }
        match captured.body_error {
            None => Ok(body::replaced(response, captured.body)),
            Some(BodyError::LimitExceeded(_)) => Ok(body::too_large(response)),
            Some(BodyError::Interrupted(error)) => Err(error),
        }
    }
}

impl generated::Client {
    /// Sends a request, and retries it as the settings say.
    ///
    /// With the response comes what was read of it: nothing if the generated code streams the body.
    async fn send(
        &self,
        mut request: Request,
        operation: &'static str,
    ) -> reqwest::Result<(Response, Option<CapturedResponse>)> {
        let settings = &*self.inner.settings;
        let begin = Instant::now();
        let deadline = settings.deadline.and_then(|deadline| begin.checked_add(deadline));
        let method = request.method().clone();
        let span = Span::new(operation, &method);
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
                    let interrupted = captured.as_ref().is_some_and(CapturedResponse::is_interrupted);
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

    async fn attempt(
        &self,
        request: Request,
        operation: &'static str,
    ) -> reqwest::Result<(Response, Option<CapturedResponse>)> {
        let limit = self.inner.settings.response_limit;
        let mut response = self.client().execute(request).await?;
        if !self.inner.is_capturing() && body::is_byte_stream(&response) {
            return Ok((body::limited(response, limit), None));
        }
        let (mut body, body_error) = body::read(&mut response, limit).await;
        if body.is_empty() && response.status().is_success() && generated::MAY_BE_EMPTY.contains(&operation) {
            body = "null".into();
        }
        let (status, headers) = (response.status(), response.headers().clone());
        Ok((response, Some(CapturedResponse { operation, status, headers, body, body_error })))
    }
}
