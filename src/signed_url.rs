use std::collections::HashMap;
use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::prelude::BASE64_STANDARD as STANDARD;
use reqwest::Url;
use serde_json::Value;

use crate::date::parse_date;
use crate::error::Shown;

/// The URL of an image, with a signature and a time after which it no longer works. See [the guide](crate::guide::images).
///
/// Everybody who has the signature can read the image, so `Debug` and `Display` omit the query.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignedUrl {
    /// The whole URL, including the signature.
    pub url: String,
    /// When the URL expires, if its query has a time in a form of Amazon S3, CloudFront, Google or Azure. `None` if that is invalid.
    pub expires_at: Option<SystemTime>,
}

impl SignedUrl {
    /// Parses the expiry of a URL, for example of one that you stored.
    pub fn new(url: impl Into<String>) -> Self {
        let url = url.into();
        Self { expires_at: expires(&url), url }
    }

    /// Returns true if the URL has expired at `now`. If the expiry is unknown, it returns false.
    pub fn is_expired_at(&self, now: SystemTime) -> bool {
        self.expires_at.is_some_and(|expires_at| expires_at <= now)
    }

    /// Returns the time left at `now`: zero if the URL has expired, `None` if the expiry is unknown.
    ///
    /// ```
    /// use std::time::{Duration, SystemTime};
    ///
    /// let url = heygen_api::SignedUrl::new("https://example.com/look.jpg?Expires=60");
    /// assert_eq!(url.expires_in(SystemTime::UNIX_EPOCH), Some(Duration::from_secs(60)));
    /// assert_eq!(url.expires_in(SystemTime::now()), Some(Duration::ZERO));
    /// ```
    pub fn expires_in(&self, now: SystemTime) -> Option<Duration> {
        Some(self.expires_at?.duration_since(now).unwrap_or_default())
    }

    fn without_query(&self) -> &str {
        self.url.split(['?', '#']).next().unwrap_or_default()
    }
}

/// Reads the earliest of the times in a URL, in the forms of Amazon S3, CloudFront, Google and Azure.
fn expires(url: &str) -> Option<SystemTime> {
    let url = Url::parse(url).ok()?;
    let query: HashMap<_, _> = url.query_pairs().collect();
    let seconds = |name| Some(Duration::from_secs(query.get(name)?.parse().ok()?));
    let date = |name| parse_date(query.get(name)?)?.duration_since(UNIX_EPOCH).ok();
    let times = [
        seconds("Expires"),
        query.get("Policy").and_then(|policy| policy_expires(policy)),
        date("X-Amz-Date").zip(seconds("X-Amz-Expires")).map(|(date, seconds)| date.saturating_add(seconds)),
        date("X-Goog-Date").zip(seconds("X-Goog-Expires")).map(|(date, seconds)| date.saturating_add(seconds)),
        date("se"),
    ];
    times.into_iter().flatten().min().and_then(unix_time)
}

/// Reads the time of a custom policy of CloudFront, which is JSON in a base64 for URLs.
fn policy_expires(policy: &str) -> Option<Duration> {
    let policy = STANDARD.decode(policy.replace('-', "+").replace('_', "=").replace('~', "/")).ok()?;
    let policy: Value = serde_json::from_slice(&policy).ok()?;
    policy["Statement"][0]["Condition"]["DateLessThan"]["AWS:EpochTime"].as_u64().map(Duration::from_secs)
}

impl fmt::Debug for SignedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedUrl").field("url", &self.without_query()).field("expires_at", &self.expires_at).finish()
    }
}

impl fmt::Display for SignedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Shown(self.without_query()).fmt(f)
    }
}

/// The beginning of the year 10000. Times from then on are invalid.
const END: u64 = 253_402_300_800;

pub(crate) fn unix_time(since: Duration) -> Option<SystemTime> {
    if since.as_secs() >= END { None } else { UNIX_EPOCH.checked_add(since) }
}

/// The URL of a look's image, for generated types.
pub fn image(url: Option<&str>) -> Option<SignedUrl> {
    url.filter(|url| !url.trim().is_empty()).map(SignedUrl::new)
}

/// A look's `created_at`, for generated types.
pub fn time(created_at: Option<f64>) -> Option<SystemTime> {
    let seconds = created_at.filter(|seconds| (0.0..END as f64).contains(seconds))?;
    // For times of this century, an f64 is exact to the microsecond.
    unix_time(Duration::from_micros((seconds * 1e6).round() as u64))
}
