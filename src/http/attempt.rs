//! Sends a request once, and reads its response.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use http_body_util::BodyExt;
use reqwest::{Body, Request, Response};

use super::body::{self, BodyError};
use crate::api_key::ApiKey;
use crate::error::is_unprocessed;

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
    pub(super) was_sent: bool,
}

impl LostAttempt {
    /// Returns true if HeyGen certainly did nothing.
    pub(super) fn is_unprocessed(&self) -> bool {
        !self.was_sent || is_unprocessed(&self.source)
    }
}

/// Sends a request, and reads the body of its response up to the limit.
pub(super) async fn send_once(
    http: &reqwest::Client,
    key: &ApiKey,
    response_limit: usize,
    mut request: Request,
    mode: BodyMode,
) -> Result<Received, LostAttempt> {
    // Lets the tasks of idle connections find out that the server closed them while the runtime was not running.
    tokio::task::yield_now().await;
    let sent = track_body(&mut request);
    let result = http.execute(request).await;
    let mut response = result
        .map_err(|source| LostAttempt { source, was_sent: sent.is_none_or(|sent| sent.load(Ordering::Relaxed)) })?;
    key.redact_headers(response.headers_mut());
    let (body, body_error) = if mode == BodyMode::Stream && response.status().is_success() {
        (Bytes::new(), None)
    } else {
        body::read(&mut response, response_limit).await
    };
    Ok(Received { response, body, body_error, may_have_been_applied: false })
}

/// Returns a flag that becomes true once a connection begins to send the body. Before that, no server can have acted on the request.
/// A request without a body has no flag.
fn track_body(request: &mut Request) -> Option<Arc<AtomicBool>> {
    let body = request.body_mut().take_if(|body| body.as_bytes() != Some(b""))?;
    let sent = Arc::new(AtomicBool::new(false));
    let flag = sent.clone();
    *request.body_mut() = Some(Body::wrap(body.inspect_frame(move |_| flag.store(true, Ordering::Relaxed))));
    Some(sent)
}
