//! When a request is retried, and after which delay.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use reqwest::{Method, StatusCode};

use super::response::{CapturedResponse, Received};

/// When a request is retried: only if it is safe, as [`promises`](crate::promises) says, with jittered exponential back-off.
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

    pub(super) fn is_none(&self) -> bool {
        self.max_retries == 0
    }

    /// The delay after so many attempts, or `None` if there should be no further one.
    pub(crate) fn delay(&self, attempts: usize, retry_after: Option<Duration>) -> Option<Duration> {
        if attempts > self.max_retries {
            return None;
        }
        let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or(u32::MAX);
        let backoff = self.first_delay.saturating_mul(2_u32.saturating_pow(doublings)).min(self.max_delay);
        // A new `RandomState` has random keys.
        let jitter = backoff.mul_f64((RandomState::new().hash_one(attempts) >> 11) as f64 / (1_u64 << 53) as f64);
        let delay = backoff.saturating_add(jitter).min(self.max_delay).max(retry_after.unwrap_or_default());
        (delay <= self.max_delay).then_some(delay)
    }
}

/// Whether another attempt can do no harm: HeyGen certainly did nothing, or the method is idempotent.
pub(super) fn is_safe_to_retry(method: &Method, result: &reqwest::Result<Received>) -> bool {
    let is_idempotent = matches!(*method, Method::GET | Method::HEAD | Method::PUT | Method::DELETE);
    match result {
        Err(error) => is_idempotent || error.is_connect(),
        Ok((response, _)) if response.status() == StatusCode::TOO_MANY_REQUESTS => true,
        Ok((response, captured)) => {
            let interrupted = captured.as_ref().is_some_and(CapturedResponse::is_interrupted);
            is_idempotent && (interrupted || response.status().is_server_error())
        }
    }
}
