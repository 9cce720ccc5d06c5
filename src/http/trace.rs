//! Tracing: one span per call. It contains neither the API key nor the query of a URL.

use reqwest::{Request, Response};
use tracing::Span;
use tracing::field::Empty;

use crate::error::Shown;
use crate::headers::request_id;
use crate::retirement::RetirementNotice;

/// Creates the span of a call. Field names follow OpenTelemetry's semantic conventions, if there is one for the field.
pub(super) fn span(operation: &'static str, request: &Request) -> Span {
    tracing::info_span!(
        "heygen_api",
        operation,
        http.request.method = %request.method(),
        server.address = request.url().host_str(),
        attempt = Empty,
        http.response.status_code = Empty,
        request_id = Empty,
        elapsed_ms = Empty,
    )
}

pub(super) fn response(span: &Span, response: &Response) {
    if !span.is_disabled() {
        span.record("http.response.status_code", response.status().as_u16());
        span.record("request_id", request_id(response.headers()).map(|id| Shown(&id).to_string()));
    }
}

pub(super) fn retirement(notice: &RetirementNotice) {
    let RetirementNotice { message, sunset, replacement, .. } = notice;
    let message = message.as_deref().unwrap_or("HeyGen announced the end of an operation that this client calls");
    let shown = |text: &Option<String>| text.as_deref().map(|text| Shown(text).to_string());
    tracing::warn!(message = %Shown(message), sunset = shown(sunset), replacement = shown(replacement));
}
