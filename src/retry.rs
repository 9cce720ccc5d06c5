use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};

/// When a call is made again: jittered exponential back-off.
///
/// A call that is not idempotent (`POST`, and so [`Client::add_looks`](crate::Client::add_looks)) is made again only where it is certain
/// that HeyGen did nothing: after status 429, or where no connection was made. `GET`, `HEAD`, `PUT` and `DELETE` are made again
/// also after a time-out, a lost connection and a 5xx.
///
/// `Retry-After` is obeyed. One that asks for more than [`max_delay`](Self::max_delay) ends the retries: the caller gets the
/// error, with [`ApiError::retry_after`](crate::ApiError::retry_after).
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
    /// 2 retries, the first after 1 s (with jitter up to 2 s), none later than 30 s.
    fn default() -> Self {
        Self { max_retries: 2, first_delay: Duration::from_secs(1), max_delay: Duration::from_secs(30) }
    }
}

impl Retry {
    /// Each call is made once.
    pub fn none() -> Self {
        Self::default().max_retries(0)
    }

    /// How often a call is made again, at most. 0 is never.
    pub fn max_retries(mut self, retries: usize) -> Self {
        self.max_retries = retries;
        self
    }

    /// The delay before the first retry; each further one is twice as long, and jitter adds up to the delay itself.
    pub fn first_delay(mut self, delay: Duration) -> Self {
        self.first_delay = delay;
        self
    }

    /// The longest delay before a retry, also where HeyGen asks for one.
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

/// The delays of one call.
pub(crate) struct Delays {
    backoff: backon::ExponentialBackoff,
    max: Duration,
}

impl Delays {
    /// How long to wait before the next attempt, or `None` where there is to be none.
    pub(crate) fn next(&mut self, asked: Option<Duration>) -> Option<Duration> {
        let delay = self.backoff.next()?.min(self.max);
        match asked {
            Some(asked) if asked > self.max => None,
            Some(asked) => Some(delay.max(asked)),
            None => Some(delay),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_to_the_cap_and_end() {
        let retry =
            Retry::default().max_retries(6).first_delay(Duration::from_secs(1)).max_delay(Duration::from_secs(5));
        let mut delays = retry.delays();
        let all: Vec<Duration> = std::iter::from_fn(|| delays.next(None)).collect();
        assert_eq!(all.len(), 6);
        assert!(all[0] >= Duration::from_secs(1) && all[0] <= Duration::from_secs(2), "{all:?}");
        assert!(all.iter().all(|delay| *delay <= Duration::from_secs(5)), "{all:?}");
        assert_eq!(Retry::none().delays().next(None), None);
    }

    #[test]
    fn what_heygen_asks_for_is_obeyed_up_to_the_cap() {
        let seconds = Duration::from_secs;
        assert_eq!(Retry::default().delays().next(Some(seconds(7))), Some(seconds(7)));
        assert_eq!(Retry::default().delays().next(Some(seconds(31))), None);
        assert!(Retry::default().delays().next(Some(seconds(0))) >= Some(seconds(1)));
    }
}
