//! What every generated operation goes through: the API key, and the reading of the answer.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::BytesMut;
use http_body_util::Limited;
use progenitor_client::{ClientHooks, ClientInfo, OperationInfo};
use reqwest::{Request, Response, ResponseBuilderExt};

use crate::answer::{Answer, Cut};
use crate::generated;
use crate::key::ApiKey;

/// What the generated client carries for the hooks.
#[derive(Clone)]
pub struct Inner {
    pub(crate) settings: Arc<Settings>,
    /// Where the answer of a call is kept, so that no error loses its status, headers and body.
    kept: Option<Kept>,
}

type Kept = Arc<Mutex<Option<Answer>>>;

pub(crate) struct Settings {
    pub(crate) key: ApiKey,
    /// Bytes of a response's body, after decompression.
    pub(crate) response_limit: usize,
}

impl Inner {
    pub(crate) fn new(settings: Settings) -> Self {
        Self { settings: Arc::new(settings), kept: None }
    }

    /// For one call whose answer is to be kept.
    pub(crate) fn keeping(&self) -> Self {
        Self { settings: self.settings.clone(), kept: Some(Kept::default()) }
    }

    pub(crate) fn take_answer(&self) -> Option<Answer> {
        self.kept.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inner").field("key", &self.settings.key).finish_non_exhaustive()
    }
}

impl ClientHooks<Inner> for generated::Client {
    async fn pre<E>(&self, request: &mut Request, _: &OperationInfo) -> Result<(), progenitor_client::Error<E>> {
        let headers = request.headers_mut();
        // A habit of progenitor's authors; HeyGen has no such header.
        headers.remove("api-version");
        headers.insert("x-api-key", self.inner.settings.key.header());
        Ok(())
    }

    async fn exec(&self, request: Request, info: &OperationInfo) -> reqwest::Result<Response> {
        let response = self.client().execute(request).await?;
        let limit = self.inner.settings.response_limit;
        match &self.inner.kept {
            Some(kept) => {
                let answer = read(response, info.operation_id, limit).await;
                let copy = rebuild(&answer);
                *kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
                Ok(copy)
            }
            None => Ok(limited(response, limit)),
        }
    }
}

/// Reads an answer to its end, its limit, or the loss of the connection.
async fn read(mut response: Response, operation: &'static str, limit: usize) -> Answer {
    let mut answer = Answer {
        operation,
        status: response.status(),
        headers: std::mem::take(response.headers_mut()),
        body: Default::default(),
        cut: None,
    };
    let mut rest = BytesMut::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if answer.body.len() + rest.len() + chunk.len() > limit => {
                answer.cut = Some(Cut::TooLarge(limit));
                rest.extend_from_slice(&chunk[..limit - answer.body.len() - rest.len()]);
                break;
            }
            // Most answers are one chunk: it is taken as it is.
            Ok(Some(chunk)) if answer.body.is_empty() => answer.body = chunk,
            Ok(Some(chunk)) => rest.extend_from_slice(&chunk),
            Ok(None) => break,
            Err(error) => {
                answer.cut = Some(Cut::Lost(error));
                break;
            }
        }
    }
    if !rest.is_empty() {
        let mut whole = BytesMut::with_capacity(answer.body.len() + rest.len());
        whole.extend_from_slice(&answer.body);
        whole.unsplit(rest);
        answer.body = whole.freeze();
    }
    answer
}

/// The answer as the generated code takes it.
fn rebuild(answer: &Answer) -> Response {
    let mut response = http::Response::new(answer.body.clone());
    *response.status_mut() = answer.status;
    Response::from(response)
}

/// A response whose body fails once it is larger than the limit.
fn limited(response: Response, limit: usize) -> Response {
    let url = response.url().clone();
    let (mut parts, body) = http::Response::from(response).into_parts();
    if let Ok((with_url, ())) = http::Response::builder().url(url).body(()).map(http::Response::into_parts) {
        parts.extensions.extend(with_url.extensions);
    }
    Response::from(http::Response::from_parts(parts, reqwest::Body::wrap(Limited::new(body, limit))))
}
