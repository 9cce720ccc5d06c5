//! Ends the road of a request: a success is decoded, and everything else becomes an error.

use std::fmt;
use std::mem;

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde::de::DeserializeOwned;

use super::api_key::ApiKey;
use super::body::{self, BodyError};
use super::request::Call;
use super::send::Received;
use super::stream::ByteStream;
use super::trace;
use crate::error::{ApiError, Cause, Envelope, Error, ErrorResponse, Signs};
use crate::headers::request_id;
use crate::retirement::RetirementNotice;

/// A successful response.
///
/// ```
/// # #[tokio::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = heygen_api::mock::MockServer::start_async().await;
/// # heygen_api::mock::add_looks(&server, heygen_api::mock::looks(1)).await;
/// # let client = heygen_api::mock::client(&server);
/// # let keys = heygen_api::ImageKeys::new(["image/a/original"])?;
/// # let request = heygen_api::AddLooksRequest::new("group-id", keys, "Dua Casual");
/// let response = client.api().add_looks().body(request).send().await?;
/// assert_eq!(response.status, 200);
/// assert_eq!(response.headers["content-type"], "application/json");
/// assert!(response.body.error.is_none());
/// # Ok(())
/// # }
/// ```
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
        let envelope = Envelope::parse(&self.raw).map_texts(|text| key.redact(text));
        let is_error = envelope.has_reason();
        let Self { status, headers, raw, .. } = self;
        let response = ErrorResponse { status, headers, body: key.redact_body(raw), may_have_been_applied: true };
        if is_error {
            response.into_api_error(envelope, self.retirement, None, false)
        } else {
            response.into_missing_member_error(member)
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
        self.finish(received, |body| body::decode(body).ok(), ErrorResponse::into_decode_error::<T>)
    }

    /// Ignores the body of a success.
    pub(super) fn ignore_body(&self, received: Received) -> Result<Response<()>, Error> {
        self.finish(received, |_| Some(()), ErrorResponse::into_decode_error::<()>)
    }

    /// Streams the body of a success.
    pub(super) fn stream_body(&self, received: Received) -> Result<Response<ByteStream>, Error> {
        if !received.response.status().is_success() {
            return self.finish(received, |_| None, ErrorResponse::into_decode_error::<()>);
        }
        let Received { response, may_have_been_applied, .. } = received;
        let (status, headers) = (response.status(), response.headers().clone());
        let stream = ByteStream::new(response, self.context.clone(), may_have_been_applied);
        Ok(self.response(stream, status, headers, None, Bytes::new()))
    }

    fn finish<T>(
        &self,
        received: Received,
        decode: impl FnOnce(&[u8]) -> Option<T>,
        into_decode_error: fn(ErrorResponse) -> Error,
    ) -> Result<Response<T>, Error> {
        let Received { mut response, body, body_error, may_have_been_applied } = received;
        let (status, headers) = (response.status(), mem::take(response.headers_mut()));
        let envelope = Envelope::parse(&body);
        let is_error = !status.is_success() || envelope.has_error;
        if !is_error
            && body::is_complete(&body, body_error.as_ref())
            && let Some(value) = decode(&body)
        {
            return Ok(self.response(value, status, headers, envelope.notice, body));
        }
        let key = &self.context.key;
        let received = body.len();
        // Only what is kept is redacted. A success can be paid work, so all of it is kept.
        let kept = if status.is_success() { received } else { received.min(ApiError::BODY_MAX) };
        let whole = body;
        let body = key.redact_body(whole.slice(..kept));
        let response = ErrorResponse { status, headers, body, may_have_been_applied };
        if is_error {
            let has_ended = RetirementNotice::has_ended(&response.headers, envelope.notice.as_ref());
            let is_documented = self.retirement.is_some();
            let signs = Signs { body: &whole, is_complete: body_error.is_none(), is_documented, has_ended };
            let is_retired = signs.is_retired(status, &envelope);
            let mut envelope = envelope.map_texts(|text| key.redact(text));
            let notice = self.notice(&response.headers, envelope.notice.take());
            return Err(response.into_api_error(envelope, notice, self.retirement.as_ref(), is_retired));
        }
        Err(match body_error {
            Some(BodyError::Interrupted(source)) => {
                response.into_transport_error(Cause::interrupted(&source, &|text| key.redact(text)), received)
            }
            Some(BodyError::LimitExceeded) => response.into_limit_error(self.context.response_limit),
            None => into_decode_error(response),
        })
    }

    fn response<T>(
        &self,
        body: T,
        status: StatusCode,
        headers: HeaderMap,
        warning: Option<RetirementNotice>,
        raw: Bytes,
    ) -> Response<T> {
        let warning = warning.map(|notice| notice.map_texts(|text| self.context.key.redact(text)));
        let (request_id, retirement) = (request_id(&headers), self.notice(&headers, warning));
        Response { body, status, headers, request_id, retirement, raw }
    }

    /// Returns the notice of a response that the operation is retired, and logs it once per client.
    fn notice(&self, headers: &HeaderMap, warning: Option<RetirementNotice>) -> Option<RetirementNotice> {
        let notice = RetirementNotice::of_response(headers, warning, self.retirement.as_ref());
        if let Some(notice) = &notice {
            self.context.retirement_logged.call_once(|| trace::retirement(notice));
        }
        notice
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
