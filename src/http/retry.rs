//! Decides if and when a request is retried.

use std::time::Duration;

use reqwest::{Method, StatusCode};

use super::attempt::{LostAttempt, Received};
use super::body::BodyError;
use crate::error::is_insufficient_credit;

/// How often a request is retried, and after which delays: exponential back-off with jitter.
///
/// The client retries only if that is safe. [`promises`](crate::promises) lists the cases.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Retry {
    pub(super) max_retries: usize,
    first_delay: Duration,
    max_delay: Duration,
}

impl Default for Retry {
    /// Up to 2 retries: the first after 1 s to 2 s, the second after 2 s to 4 s. No delay is longer than 30 s.
    fn default() -> Self {
        Self { max_retries: 2, first_delay: Duration::from_secs(1), max_delay: Duration::from_secs(30) }
    }
}

impl Retry {
    /// Does not retry.
    pub fn none() -> Self {
        Self::default().max_retries(0)
    }

    /// Sets the maximum number of retries of one call. The default is 2.
    pub fn max_retries(mut self, retries: usize) -> Self {
        self.max_retries = retries;
        self
    }

    /// Sets the delay before the first retry. Each further delay is twice as long. Jitter adds up to 100 %. The default is 1 s.
    pub fn first_delay(mut self, delay: Duration) -> Self {
        self.first_delay = delay;
        self
    }

    /// Sets the longest delay before a retry. If `Retry-After` is longer, the client does not retry.
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Returns the delay before the next attempt, or `None` if there should be no more attempts.
    pub(crate) fn delay(&self, attempts: usize, retry_after: Option<Duration>) -> Option<Duration> {
        if attempts > self.max_retries {
            return None;
        }
        let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or(u32::MAX);
        let backoff = self.first_delay.saturating_mul(2_u32.saturating_pow(doublings)).min(self.max_delay);
        let jitter = backoff.mul_f64(fastrand::f64());
        let delay = backoff.saturating_add(jitter).min(self.max_delay).max(retry_after.unwrap_or_default());
        (delay <= self.max_delay).then_some(delay)
    }
}

/// Returns true if HeyGen certainly did nothing, or if the failure is transient and the method is idempotent.
pub(super) fn is_safe_to_retry(method: &Method, result: &Result<Received, LostAttempt>) -> bool {
    match result {
        Err(lost) if lost.source.is_builder() => false,
        Err(lost) => method.is_idempotent() || lost.is_unprocessed(),
        Ok(Received { response, body, .. }) if response.status() == StatusCode::TOO_MANY_REQUESTS => {
            !is_insufficient_credit(body)
        }
        Ok(Received { response, body_error, .. }) => {
            let interrupted = matches!(body_error, Some(BodyError::Interrupted(_)));
            method.is_idempotent() && (interrupted || response.status().is_server_error())
        }
    }
}
