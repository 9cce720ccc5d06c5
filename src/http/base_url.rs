//! Which base URLs the key may be sent to.

use std::net::IpAddr;

use reqwest::Url;

use crate::error::ConfigError;

/// Refuses a base URL that the key should not be sent to.
pub(crate) fn check(base: &str, allow_http: bool) -> Result<Url, ConfigError> {
    // The URL may hold a password, so an error repeats no more than the origin.
    let refuse = |url: &str, reason| Err(ConfigError::BaseUrl(url.to_owned(), reason));
    let Ok(url) = Url::parse(base.trim()) else {
        return refuse("…", "expected a URL such as https://api.heygen.com");
    };
    let origin = url.origin().ascii_serialization();
    if !matches!(url.scheme(), "https" | "http") || !url.has_host() {
        return refuse(&origin, "expected an http or https URL");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return refuse(&origin, "a user name or password is not supported");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return refuse(&origin, "a query or fragment is not supported");
    }
    if url.scheme() == "http" && !allow_http && !is_loopback(&url) {
        return refuse(&origin, "plain http exposes the API key: use https, or allow_http(true)");
    }
    Ok(url)
}

/// Whether a URL leads to this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}
