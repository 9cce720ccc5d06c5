//! When a request is retried, and after which delay.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use reqwest::{Method, StatusCode};

/// When a request is retried: jittered exponential back-off, only where it is safe, as [`promises`](crate::promises) says.
///
/// ```
/// use std::time::Duration;
/// use heygen_api::{Client, Retry};
///
/// let patient = Retry::default().max_retries(5).max_delay(Duration::from_secs(120));
/// let client = Client::builder("api-key").retry(patient).build()?;
/// # Ok::<(), heygen_api::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Retry {
    max_retries: usize,
    first_delay: Duration,
    max_delay: Duration,
}

impl Default for Retry {
    /// 2 retries, the first after 1 s (with jitter up to 2 s), none after more than 30 s.
    fn default() -> Self {
        Self { max_retries: 2, first_delay: Duration::from_secs(1), max_delay: Duration::from_secs(30) }
    }
}

impl Retry {
    /// No retries.
    pub fn none() -> Self {
        Self::default().max_retries(0)
    }

    /// The most retries of one call.
    pub fn max_retries(mut self, retries: usize) -> Self {
        self.max_retries = retries;
        self
    }

    /// The delay before the first retry. Each further one is twice as long; jitter adds up to the delay itself.
    pub fn first_delay(mut self, delay: Duration) -> Self {
        self.first_delay = delay;
        self
    }

    /// The longest delay before a retry. A `Retry-After` that asks for more ends the retries.
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    pub(crate) fn is_none(&self) -> bool {
        self.max_retries == 0
    }

    pub(crate) fn delays(&self) -> Delays {
        let backoff = ExponentialBuilder::new()
            .with_min_delay(self.first_delay)
            .with_max_delay(self.max_delay)
            .with_max_times(self.max_retries)
            .with_jitter();
        Delays { backoff: backoff.build(), max: self.max_delay }
    }
}

/// The delays between the attempts of one call.
pub(crate) struct Delays {
    backoff: backon::ExponentialBackoff,
    max: Duration,
}

impl Delays {
    /// The delay before the next attempt, or `None` if there should be none.
    pub(crate) fn next(&mut self, retry_after: Option<Duration>) -> Option<Duration> {
        let delay = self.backoff.next()?.min(self.max);
        match retry_after {
            Some(retry_after) if retry_after > self.max => None,
            Some(retry_after) => Some(delay.max(retry_after)),
            None => Some(delay),
        }
    }
}

/// How an attempt ended.
#[derive(Clone, Copy)]
pub(crate) enum Outcome<'a> {
    /// No response.
    Error(&'a reqwest::Error),
    /// A response; `interrupted` if its body is incomplete.
    Response { status: StatusCode, interrupted: bool },
}

/// Whether another attempt can do no harm: HeyGen certainly did nothing, or the method is idempotent.
pub(crate) fn is_safe_to_retry(method: &Method, outcome: Outcome<'_>) -> bool {
    let is_idempotent = matches!(*method, Method::GET | Method::HEAD | Method::PUT | Method::DELETE);
    match outcome {
        Outcome::Error(error) => is_idempotent || error.is_connect(),
        Outcome::Response { status: StatusCode::TOO_MANY_REQUESTS, .. } => true,
        Outcome::Response { status, interrupted } => is_idempotent && (interrupted || status.is_server_error()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_retried(method: Method, status: u16, interrupted: bool) -> bool {
        is_safe_to_retry(&method, Outcome::Response { status: StatusCode::from_u16(status).unwrap(), interrupted })
    }

    #[test]
    fn post_is_retried_after_429_and_an_idempotent_method_after_5xx_and_a_lost_body_too() {
        for status in [200, 204, 302, 307, 400, 401, 404, 408, 409, 425, 429, 500, 502, 503, 504] {
            for interrupted in [true, false] {
                assert_eq!(is_retried(Method::POST, status, interrupted), status == 429, "{status}");
                let retried = interrupted || status == 429 || status >= 500;
                assert_eq!(is_retried(Method::PUT, status, interrupted), retried, "{status}");
            }
        }
    }

    #[test]
    fn delays_grow_to_the_maximum_and_end() {
        let seconds = Duration::from_secs;
        let mut delays = Retry::default().max_retries(6).max_delay(seconds(5)).delays();
        let all: Vec<Duration> = std::iter::from_fn(|| delays.next(None)).collect();
        assert_eq!(all.len(), 6);
        assert!(all[0] >= seconds(1) && all[0] <= seconds(2), "{all:?}");
        assert!(all.iter().all(|delay| *delay <= seconds(5)), "{all:?}");
        assert_eq!(Retry::none().delays().next(None), None);
    }

    #[test]
    fn retry_after_is_obeyed_up_to_the_maximum() {
        let seconds = Duration::from_secs;
        assert_eq!(Retry::default().delays().next(Some(seconds(7))), Some(seconds(7)));
        assert_eq!(Retry::default().delays().next(Some(seconds(31))), None);
        assert!(Retry::default().delays().next(Some(seconds(0))) >= Some(seconds(1)));
    }
}
