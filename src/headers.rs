//! Reads response headers.

use std::time::{Duration, SystemTime};

use reqwest::header::{HeaderMap, HeaderName, RETRY_AFTER};

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Returns a response header as text.
pub(crate) fn header_text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    Some(String::from_utf8_lossy(headers.get(name)?.as_bytes()).into_owned())
}

pub(crate) fn request_id(headers: &HeaderMap) -> Option<String> {
    header_text(headers, X_REQUEST_ID)
}

/// Parses `Retry-After`, which is in seconds or an HTTP date. Of several delays, the longest counts.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let values = headers.get_all(RETRY_AFTER).iter().filter_map(|value| value.to_str().ok());
    let delays = values.flat_map(|value| {
        let parts: Vec<&str> = value.split(',').map(str::trim).collect();
        // Most dates contain a comma.
        let dates: Vec<_> = parts.windows(2).map(|pair| delay_until(&pair.join(", "))).collect();
        parts.into_iter().map(|part| delay_of(part).or_else(|| delay_until(part))).chain(dates)
    });
    delays.flatten().max()
}

/// Parses a delay in seconds, and rounds a fraction up. A number that is too large is the longest delay, 136 years.
fn delay_of(seconds: &str) -> Option<Duration> {
    let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, ""));
    if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let rounded_up = u32::from(fraction.bytes().any(|digit| digit != b'0'));
    let seconds = whole.parse().unwrap_or(u32::MAX).saturating_add(rounded_up);
    Some(Duration::from_secs(seconds.into()))
}

/// Parses an HTTP date. One in the past means no delay.
fn delay_until(date: &str) -> Option<Duration> {
    let date = httpdate::parse_http_date(date).ok()?;
    Some(date.duration_since(SystemTime::now()).unwrap_or_default())
}
