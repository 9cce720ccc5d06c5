//! The response of a request: a success is decoded, and everything else becomes an error.

use std::fmt;
use std::mem;

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::attempt::Received;
use super::body;
use super::send::Call;
use super::stream::ByteStream;
use super::trace;
use crate::api_key::ApiKey;
use crate::error::{ApiError, DecodeError, Envelope, Error, ErrorResponse, is_retired};
use crate::headers::request_id;
use crate::retirement::RetirementNotice;

/// A successful response.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Response<T> {
    /// The decoded body.
    pub body: T,
    /// The HTTP status, a 2xx.
    pub status: StatusCode,
    /// The response headers.
    pub headers: HeaderMap,
    /// `X-Request-Id`, which HeyGen's support asks for.
    pub request_id: Option<String>,
    /// HeyGen's notice that it retires the operation, if the response has one.
    pub retirement: Option<RetirementNotice>,
    /// The body before it was decoded, not redacted.
    pub(crate) raw: Bytes,
}

impl<T> Response<T> {
    /// Returns the error of a success without a member that the operation always returns.
    pub(crate) fn into_missing_member_error(self, member: &str, key: &ApiKey) -> Error {
        let envelope = Envelope::parse(&self.raw, key);
        let response = ErrorResponse::new(self.status, self.headers, key.redact_body(self.raw));
        if envelope.has_reason() {
            ApiError::new(response, envelope, self.retirement, false, true).into()
        } else {
            DecodeError::new(response, member, format!("has no `{member}`"), true).into()
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("body", &self.body)
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("request_id", &self.request_id)
            .field("retirement", &self.retirement)
            .finish_non_exhaustive()
    }
}

impl Call {
    /// Decodes the JSON of a success.
    pub(super) fn decode<T: DeserializeOwned>(&self, received: Received) -> Result<Response<T>, Error> {
        self.finish(received, |body| body::decode(body).ok(), body::find_error::<T>)
    }

    /// Ignores the body of a success.
    pub(super) fn ignore_body(&self, received: Received) -> Result<Response<()>, Error> {
        self.finish(received, |_| Some(()), body::find_error::<IgnoredAny>)
    }

    /// Streams the body of a success.
    pub(super) fn stream_body(&self, received: Received) -> Result<Response<ByteStream>, Error> {
        if !received.response.status().is_success() {
            return self.finish(received, |_| None, body::find_error::<IgnoredAny>);
        }
        let Received { response, may_have_been_applied, .. } = received;
        let (status, headers) = (response.status(), response.headers().clone());
        let notice = RetirementNotice::from_headers(&headers, None);
        let stream = ByteStream::new(response, self.context.clone(), may_have_been_applied);
        Ok(self.success(stream, status, headers, notice, Bytes::new()))
    }

    fn finish<T>(
        &self,
        received: Received,
        decode: impl FnOnce(&[u8]) -> Option<T>,
        find_error: fn(&[u8]) -> (String, String),
    ) -> Result<Response<T>, Error> {
        let Received { mut response, body, body_error, may_have_been_applied } = received;
        let (status, headers) = (response.status(), mem::take(response.headers_mut()));
        let key = &self.context.key;
        let parse = if status.is_success() { Envelope::parse_success } else { Envelope::parse };
        let mut envelope = parse(&body, key);
        let notice = RetirementNotice::from_headers(&headers, envelope.notice.take());
        let is_error = !status.is_success() || envelope.has_error;
        if !is_error
            && body::is_complete(&body, body_error.as_ref())
            && let Some(value) = decode(&body)
        {
            return Ok(self.success(value, status, headers, notice, body));
        }
        let received = body.len();
        // Only what is kept is redacted. A success can be paid work, so all of it is kept.
        let kept = if status.is_success() { received } else { received.min(ApiError::BODY_MAX) };
        let response = ErrorResponse::new(status, headers, key.redact_body(body.slice(..kept)));
        if is_error {
            let complete_body = body_error.is_none().then_some(&*body);
            let has_ended = notice.as_ref().is_some_and(RetirementNotice::has_ended);
            let is_retired = is_retired(status, &envelope, complete_body, self.retirement.is_some(), has_ended);
            let documented = self.retirement.filter(|_| is_retired).map(|_| RetirementNotice::default());
            let notice = self.complete_notice(notice.or(documented));
            return Err(ApiError::new(response, envelope, notice, is_retired, may_have_been_applied).into());
        }
        if let Some(error) = body_error {
            return Err(error.into_error(response, received, may_have_been_applied, &self.context));
        }
        let (path, reason) = find_error(&response.body);
        Err(DecodeError::new(response, path, reason, may_have_been_applied).into())
    }

    fn success<T>(
        &self,
        body: T,
        status: StatusCode,
        headers: HeaderMap,
        notice: Option<RetirementNotice>,
        raw: Bytes,
    ) -> Response<T> {
        let (request_id, retirement) = (request_id(&headers), self.complete_notice(notice));
        Response { body, status, headers, request_id, retirement, raw }
    }

    /// Completes a notice from HeyGen's documents, and logs it once per client.
    fn complete_notice(&self, notice: Option<RetirementNotice>) -> Option<RetirementNotice> {
        let notice = notice?.or_documented(self.retirement.as_ref());
        self.context.retirement_logged.call_once(|| trace::retirement(&notice));
        Some(notice)
    }
}

/// Decodes a response that was not sent, for the fuzz target.
#[cfg(fuzzing)]
pub(crate) fn decode_response<T: DeserializeOwned>(
    context: std::sync::Arc<super::Context>,
    mut response: reqwest::Response,
    body: Bytes,
) -> Result<Response<T>, Error> {
    context.key.redact_headers(response.headers_mut());
    let server = context.servers.base_url.clone();
    let call = Call { context, server, operation: "fuzz", retirement: None };
    call.decode(Received { response, body, body_error: None, may_have_been_applied: true })
}
