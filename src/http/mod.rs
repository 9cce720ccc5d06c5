//! Sends every request: adds the API key, applies the deadline, retries and the body limit, and captures the response.

pub(crate) mod api_key;
pub(crate) mod base_url;
mod body;
pub(crate) mod envelope;
mod path;
pub(crate) mod response;
pub(crate) mod retry;
mod send;
mod trace;

use std::fmt;
use std::mem;
use std::sync::{Arc, Mutex, Once, PoisonError};
use std::time::Duration;

use reqwest::Url;

use crate::retirement::RetirementNotice;
use api_key::ApiKey;
use response::CapturedResponse;
use retry::Retry;

/// The state of the generated client, for its hooks.
#[derive(Clone)]
pub struct Context {
    pub(crate) settings: Arc<Settings>,
    /// The last response of a [`Client::call`](crate::Client::call), for errors of the generated code that lose it.
    captured: Option<Arc<Mutex<Captured>>>,
}

/// The outcome of the last request of a call.
#[derive(Default)]
pub(crate) struct Captured {
    /// True if any attempt may have been applied.
    pub(crate) may_have_been_applied: bool,
    pub(crate) response: Option<CapturedResponse>,
}

pub(crate) struct Settings {
    pub(crate) key: ApiKey,
    pub(crate) base_url: Url,
    /// The maximum size of a response body, in bytes. Bodies are not decompressed.
    pub(crate) response_limit: usize,
    pub(crate) retry: Retry,
    /// For one attempt.
    pub(crate) timeout: Duration,
    /// For all attempts and the delays between them.
    pub(crate) deadline: Option<Duration>,
    pub(crate) retirement_logged: Once,
}

impl Settings {
    /// Logs a retirement notice, once per client.
    pub(crate) fn log_retirement(&self, notice: Option<&RetirementNotice>) {
        if let Some(notice) = notice {
            self.retirement_logged.call_once(|| trace::retirement(notice));
        }
    }
}

impl Context {
    pub(crate) fn new(settings: Settings) -> Self {
        Self { settings: Arc::new(settings), captured: None }
    }

    /// Builds the URL of an operation, for the generated code. Each `{}` in the path stands for a value.
    pub(crate) fn url(&self, template: &str, values: &[&str]) -> Result<Url, String> {
        let path = path::fill(template, values)?;
        let (path, query) = path.split_once('?').map_or((path.as_str(), None), |(path, query)| (path, Some(query)));
        let mut url = self.settings.base_url.clone();
        url.set_path(&[url.path().trim_end_matches('/'), path].concat());
        url.set_query(query);
        Ok(url)
    }

    /// Creates the context of one call, which captures the response.
    pub(crate) fn with_capture(&self) -> Self {
        Self { settings: self.settings.clone(), captured: Some(Arc::default()) }
    }

    fn is_capturing(&self) -> bool {
        self.captured.is_some()
    }

    /// Replaces the captured outcome, if this context captures. A new request clears it.
    fn capture(&self, request: Captured) -> Captured {
        let Some(captured) = &self.captured else { return request };
        mem::replace(&mut *captured.lock().unwrap_or_else(PoisonError::into_inner), request)
    }

    pub(crate) fn take_captured(&self) -> Captured {
        self.capture(Captured::default())
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context").finish_non_exhaustive()
    }
}
