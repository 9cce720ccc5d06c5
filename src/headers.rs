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

/// Parses `Retry-After`, which is in seconds or an HTTP date. A date in the past means no delay.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(SystemTime::now()).unwrap_or_default())
}
