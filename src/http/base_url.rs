//! Which base URLs the key may be sent to.

use std::net::IpAddr;

use reqwest::Url;

use crate::error::ConfigError;

/// Refuses a base URL that the key should not be sent to.
pub(crate) fn check(base: &str, allow_http: bool) -> Result<Url, ConfigError> {
    let url = Url::parse(base.trim())
        .map_err(|_| ConfigError::BaseUrl("…".to_owned(), "expected a URL such as https://api.heygen.com"))?;
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
    // The URL may hold a password, so an error repeats no more than the origin.
    Err(ConfigError::BaseUrl(url.origin().ascii_serialization(), reason))
}

/// Whether a URL leads to this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}
