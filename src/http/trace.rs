//! Tracing: one span per request. It shows neither the key nor a URL's query.

use std::time::{Duration, Instant};

use reqwest::{Method, Response};
use tracing::field::Empty;

use super::api_key::ApiKey;
use super::response::request_id;
use crate::retirement::RetirementNotice;

pub(super) struct Span(tracing::Span);

impl Span {
    pub(super) fn new(operation: &'static str, method: &Method) -> Self {
        Self(tracing::info_span!(
            "heygen_api",
            operation,
            %method,
            attempt = Empty,
            status = Empty,
            request_id = Empty,
            elapsed_ms = Empty,
        ))
    }

    pub(super) fn attempt(&self, attempt: usize) {
        self.0.record("attempt", attempt);
    }

    pub(super) fn response(&self, response: &Response, key: &ApiKey) {
        if !self.0.is_disabled() {
            self.0.record("status", response.status().as_u16());
            self.0.record("request_id", request_id(response.headers(), key));
        }
    }

    pub(super) fn elapsed(&self, begin: Instant) {
        self.0.record("elapsed_ms", begin.elapsed().as_millis() as u64);
    }

    pub(super) fn retry(&self, delay: Duration) {
        self.0.in_scope(|| tracing::debug!(delay_ms = delay.as_millis() as u64, "retries"));
    }
}

pub(super) fn retirement(notice: &RetirementNotice) {
    let RetirementNotice { message, sunset, replacement, .. } = notice;
    let message = message.as_deref().unwrap_or("HeyGen retires an operation that this client calls");
    tracing::warn!(message, sunset, replacement);
}
