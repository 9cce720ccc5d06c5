//! Checks the base URL, which receives the API key.

use std::net::IpAddr;

use reqwest::Url;

use crate::error::ConfigError;

/// Parses a base URL, and rejects one that is not safe to send the API key to.
pub(crate) fn check(base: &str, allow_http: bool) -> Result<Url, ConfigError> {
    let error = |reason| Err(ConfigError::BaseUrl { url: shown_origin(base), reason });
    let Ok(url) = Url::parse(base.trim()) else { return error("expected a URL such as https://api.heygen.com") };
    let reason = if !matches!(url.scheme(), "https" | "http") || !url.has_host() {
        "expected an http or https URL"
    } else if !url.username().is_empty() || url.password().is_some() {
        "a user name or password is not supported"
    } else if url.query().is_some() || url.fragment().is_some() {
        "a query or fragment is not supported"
    } else if url.scheme() == "http" && !allow_http && !is_loopback(&url) {
        "plain http exposes the API key: use https, or allow_http(true)"
    } else {
        return Ok(url);
    };
    error(reason)
}

/// The part of an unchecked base URL that is safe to show. It contains no password.
pub(crate) fn shown_origin(base: &str) -> String {
    Url::parse(base.trim()).map_or("…".to_owned(), |url| url.origin().ascii_serialization())
}

/// Returns true if the host of a URL is this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

/// Returns true if two URLs have the same scheme, host and port.
pub(super) fn is_same_origin(one: &Url, other: &Url) -> bool {
    let origin = |url: &Url| (url.scheme() == "https", url.port_or_known_default());
    origin(one) == origin(other) && one.host_str() == other.host_str()
}
