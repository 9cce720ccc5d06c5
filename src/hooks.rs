//! What every generated operation goes through: the API key, retries, limits, and the reading of the answer.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use http_body_util::{Full, Limited};
use progenitor_client::{ClientHooks, ClientInfo, OperationInfo};
use reqwest::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use reqwest::{Method, Request, Response, ResponseBuilderExt, StatusCode, Url};

use crate::RetirementNotice;
use crate::again::Again;
use crate::answer::{Answer, Cut, Rest, retry_after};
use crate::generated;
use crate::key::ApiKey;
use crate::path;
use crate::retry::Retry;
use crate::trace::Span;

/// What the generated client carries for the hooks.
#[derive(Clone)]
pub struct Inner {
    pub(crate) settings: Arc<Settings>,
    /// Where the answer of a call is kept, so that no error loses its status, headers and body.
    kept: Option<Kept>,
}

type Kept = Arc<Mutex<Option<Box<Answer>>>>;

pub(crate) struct Settings {
    pub(crate) key: ApiKey,
    pub(crate) base_url: Url,
    /// Of the operations called so far, by their paths.
    pub(crate) urls: RwLock<HashMap<&'static str, Url>>,
    /// Bytes of a response's body. Nothing is decompressed.
    pub(crate) response_limit: usize,
    pub(crate) retry: Retry,
    /// For one attempt.
    pub(crate) timeout: Duration,
    /// For a whole call, delays included.
    pub(crate) deadline: Option<Duration>,
    /// Whether the retirement was told of: once is enough.
    pub(crate) warned: AtomicBool,
}

impl Settings {
    pub(crate) fn warn_once(&self, notice: Option<&RetirementNotice>) {
        if let Some(notice) = notice
            && !self.warned.swap(true, Ordering::Relaxed)
        {
            Span::retirement(notice);
        }
    }
}

impl Inner {
    pub(crate) fn new(settings: Settings) -> Self {
        Self { settings: Arc::new(settings), kept: None }
    }

    /// The URL of an operation, for the generated code: the values go into the places `{}` of the template.
    pub(crate) fn url<E>(&self, template: &str, values: &[&str]) -> Result<Url, generated::Error<E>> {
        let path = path::fill(template, values)?;
        let (path, query) = path.split_once('?').map_or((path.as_str(), None), |(path, query)| (path, Some(query)));
        let mut url = self.settings.base_url.clone();
        match url.path().trim_end_matches('/') {
            "" => url.set_path(path),
            prefix => url.set_path(&[prefix, path].concat()),
        }
        url.set_query(query);
        Ok(url)
    }

    /// The same for a path that is always the same: such a URL is made once.
    pub(crate) fn fixed_url<E>(&self, path: &'static str) -> Result<Url, generated::Error<E>> {
        let urls = &self.settings.urls;
        if let Some(url) = urls.read().unwrap_or_else(PoisonError::into_inner).get(path) {
            return Ok(url.clone());
        }
        let url = self.url(path, &[])?;
        urls.write().unwrap_or_else(PoisonError::into_inner).insert(path, url.clone());
        Ok(url)
    }

    /// For one call whose answer is to be kept.
    pub(crate) fn keeping(&self) -> Self {
        Self { settings: self.settings.clone(), kept: Some(Kept::default()) }
    }

    pub(crate) fn take_answer(&self) -> Option<Box<Answer>> {
        self.kept.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inner").field("key", &self.settings.key).finish_non_exhaustive()
    }
}

impl ClientHooks<Inner> for generated::Client {
    async fn exec(&self, request: Request, info: &OperationInfo) -> reqwest::Result<Response> {
        let settings = &*self.inner.settings;
        let operation = info.operation_id;
        let mut answer = self.answered(request, operation, self.inner.kept.is_some()).await?;
        if answer.body.is_empty() && answer.status.is_success() && generated::MAY_BE_EMPTY.contains(&operation) {
            answer.body = Bytes::from_static(b"null");
        }
        settings.warn_once(answer.retirement(None, &settings.key).as_ref());
        let mut response = rebuilt(&mut answer);
        match &self.inner.kept {
            Some(kept) => *kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer),
            None => {
                *response.headers_mut() = answer.headers;
                // Nobody keeps the answer, so its loss is the call's failure.
                if let Some(Cut::Lost(error)) = answer.cut {
                    return Err(error);
                }
            }
        }
        Ok(response)
    }
}

impl generated::Client {
    /// Sends a request, again where that can do no harm, and reads what comes of the answer.
    ///
    /// A success that is no JSON is left as a stream, unless it is to be read `whole`.
    // Not an `async fn`: its future would hold the request twice.
    #[allow(clippy::manual_async_fn)]
    pub(crate) fn answered(
        &self,
        mut request: Request,
        operation: &'static str,
        whole: bool,
    ) -> impl Future<Output = reqwest::Result<Box<Answer>>> {
        const X_API_KEY: HeaderName = HeaderName::from_static("x-api-key");
        async move {
            let settings = &*self.inner.settings;
            request.headers_mut().insert(X_API_KEY, settings.key.header());
            let begin = Instant::now();
            let span = Span::call(operation, request.method());
            let idempotent = matches!(*request.method(), Method::GET | Method::HEAD | Method::PUT | Method::DELETE);
            // A copy costs a little: none is made where it is not used.
            let again = if settings.retry.is_none() { None } else { Again::of(&mut request) };
            let mut delays = None;
            let mut attempt = 0;
            let outcome = loop {
                attempt += 1;
                span.attempt(attempt);
                if let Some(deadline) = settings.deadline {
                    let left = deadline.saturating_sub(begin.elapsed());
                    // A request's own time-out goes before the client's.
                    *request.timeout_mut() = Some(left.min(settings.timeout));
                }
                let outcome = match self.client().execute(request).await {
                    Ok(response) => Ok(self.answer(response, operation, whole).await),
                    Err(error) => Err(error),
                };
                if let Ok(answer) = &outcome {
                    span.status(answer.status, || answer.request_id(&settings.key));
                }
                let Some(again) = again.as_ref().filter(|_| may_go_again(&outcome, idempotent)) else { break outcome };
                let asked = outcome.as_ref().ok().and_then(|answer| retry_after(&answer.headers, SystemTime::now()));
                let delays = delays.get_or_insert_with(|| settings.retry.delays());
                let Some(delay) = delays.next(asked) else { break outcome };
                if settings.deadline.is_some_and(|deadline| begin.elapsed() + delay >= deadline) {
                    break outcome;
                }
                span.again(delay);
                drop(outcome);
                tokio::time::sleep(delay).await;
                request = again.request();
            };
            span.elapsed(begin);
            outcome
        }
    }

    /// Reads what comes of an answer.
    async fn answer(&self, mut response: Response, operation: &'static str, whole: bool) -> Box<Answer> {
        let limit = self.inner.settings.response_limit;
        // In a box: it goes through many hands.
        let mut answer = Box::new(Answer {
            operation,
            status: response.status(),
            headers: std::mem::take(response.headers_mut()),
            body: Default::default(),
            cut: None,
            rest: Rest {
                url: Some(response.url().clone()),
                extensions: std::mem::take(response.extensions_mut()),
                stream: None,
            },
        });
        let is_json = |value: &HeaderValue| value.as_bytes().windows(4).any(|w| w == b"json");
        let whole = whole || !answer.status.is_success();
        if whole || answer.headers.get(CONTENT_TYPE).is_none_or(is_json) {
            answer.read(&mut response, limit).await;
        } else {
            answer.rest.stream = Some(Limited::new(response.into(), limit));
        }
        answer
    }
}

/// The response as the generated code takes it.
fn rebuilt(answer: &mut Answer) -> Response {
    let Rest { url, extensions, stream } = std::mem::take(&mut answer.rest);
    let body = match (stream, &answer.cut) {
        (Some(stream), _) => reqwest::Body::wrap(stream),
        // The generated code is to fail on it, as on a stream beyond the limit.
        (None, Some(Cut::TooLarge(limit))) => {
            reqwest::Body::wrap(Limited::new(Full::new(answer.body.clone()), limit.saturating_sub(1)))
        }
        (None, _) => reqwest::Body::from(answer.body.clone()),
    };
    let mut head = http::Response::builder();
    if let Some(its) = head.extensions_mut() {
        *its = extensions;
    }
    if let Some(url) = url {
        // Without a URL of its own, reqwest would parse one for each response.
        head = head.url(url);
    }
    let mut response = head.body(body).unwrap_or_default();
    *response.status_mut() = answer.status;
    Response::from(response)
}

/// Whether a further attempt can do no harm.
fn may_go_again(outcome: &reqwest::Result<Box<Answer>>, idempotent: bool) -> bool {
    match outcome {
        Err(error) => error.is_connect() || idempotent,
        Ok(answer) => {
            answer.status == StatusCode::TOO_MANY_REQUESTS
                || idempotent && (answer.status.is_server_error() || matches!(answer.cut, Some(Cut::Lost(_))))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(status: u16, cut: Option<Cut>) -> reqwest::Result<Box<Answer>> {
        let status = StatusCode::from_u16(status).unwrap();
        let (headers, body) = Default::default();
        Ok(Box::new(Answer { operation: "any", status, headers, body, cut, rest: Default::default() }))
    }

    #[test]
    fn only_a_rate_limit_lets_a_post_go_again() {
        for status in [200, 204, 302, 307, 400, 401, 404, 408, 409, 425, 500, 502, 503, 504] {
            assert!(!may_go_again(&answered(status, None), false), "{status}");
        }
        assert!(may_go_again(&answered(429, None), false));
    }

    #[test]
    fn an_idempotent_call_goes_again_after_a_server_error_too() {
        for (status, again) in [(200, false), (404, false), (429, true), (500, true), (502, true), (503, true)] {
            assert_eq!(may_go_again(&answered(status, None), true), again, "{status}");
        }
        assert!(!may_go_again(&answered(200, Some(Cut::TooLarge(1))), true), "it would be as large again");
    }

    #[tokio::test]
    async fn a_lost_connection_lets_only_an_idempotent_call_go_again() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = std::thread::spawn(move || drop(listener.accept()));
        let lost = reqwest::get(&url).await.map(|_| unreachable!("the server closes"));
        assert!(may_go_again(&lost, true) && !may_go_again(&lost, false));
        server.join().unwrap();
        let refused = reqwest::get(&url).await.map(|_| unreachable!("nobody listens"));
        assert!(may_go_again(&refused, true) && may_go_again(&refused, false));
    }
}
