use std::fmt;
use std::time::{Duration, SystemTime};

use reqwest::Url;

use crate::generated::types::Look;

/// A URL that works until it expires. See [the guide](crate::guide::images). `Debug` and `Display` leave out its query: with the signature, anybody can read the image.
///
/// ```
/// let url = heygen_api::SignedUrl::new("https://files2.heygen.ai/image.jpg?Expires=1761028611&Signature=abc");
/// assert!(url.expires_at.is_some_and(|expires_at| url.is_expired_at(expires_at)));
/// assert_eq!(url.to_string(), "https://files2.heygen.ai/image.jpg");
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignedUrl {
    /// The whole URL, including the signature.
    pub url: String,
    /// When the URL expires: `Expires` of its query, in Unix seconds. `None` if it is missing or invalid.
    pub expires_at: Option<SystemTime>,
}

impl SignedUrl {
    /// Reads the expiry of a URL.
    pub fn new(url: impl Into<String>) -> Self {
        let url = url.into();
        Self { expires_at: expires(&url), url }
    }

    /// Whether the URL has expired at `now`. False if the expiry is not known.
    pub fn is_expired_at(&self, now: SystemTime) -> bool {
        self.expires_at.is_some_and(|expires_at| expires_at <= now)
    }

    /// How long the URL works from `now` on: zero once it has expired, `None` if the expiry is not known.
    pub fn expires_in(&self, now: SystemTime) -> Option<Duration> {
        Some(self.expires_at?.duration_since(now).unwrap_or_default())
    }

    fn without_query(&self) -> &str {
        self.url.split(['?', '#']).next().unwrap_or_default()
    }
}

fn expires(url: &str) -> Option<SystemTime> {
    let url = Url::parse(url).ok()?;
    let (_, seconds) = url.query_pairs().find(|(name, _)| name == "Expires")?;
    unix_time(Duration::from_secs(seconds.parse().ok()?))
}

impl fmt::Debug for SignedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedUrl").field("url", &self.without_query()).field("expires_at", &self.expires_at).finish()
    }
}

impl fmt::Display for SignedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.without_query())
    }
}

/// The first second of the year 10000. Later times count as invalid.
const END: u64 = 253_402_300_800;

fn unix_time(since: Duration) -> Option<SystemTime> {
    if since.as_secs() >= END { None } else { SystemTime::UNIX_EPOCH.checked_add(since) }
}

impl Look {
    /// The URL of the look's image, which expires after 7 days. `None` if HeyGen sent none.
    pub fn image(&self) -> Option<SignedUrl> {
        self.image_url.as_deref().filter(|url| !url.trim().is_empty()).map(SignedUrl::new)
    }

    /// When the look was created, to the microsecond. `None` if HeyGen did not send a time between 1970 and 9999.
    pub fn created_at_time(&self) -> Option<SystemTime> {
        let seconds = self.created_at.filter(|seconds| (0.0..END as f64).contains(seconds))?;
        // An f64 is exact to the microsecond for times of this century.
        unix_time(Duration::from_micros((seconds * 1e6).round() as u64))
    }
}
