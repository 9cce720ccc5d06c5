use std::net::IpAddr;

use reqwest::Url;

use crate::error::ConfigError;

/// Refuses a base URL that the key should not go to.
pub(crate) fn check(base: &str, allow_http: bool) -> Result<Url, ConfigError> {
    let base = base.trim();
    // The URL may hold a password: where it cannot be read, or has one, it is not repeated.
    let refuse = |url: &str, why| Err(ConfigError::BaseUrl(url.to_owned(), why));
    let Ok(url) = Url::parse(base) else {
        return refuse("…", "it is not a URL such as https://api.heygen.com");
    };
    let shown = url.origin().ascii_serialization();
    if !matches!(url.scheme(), "https" | "http") || !url.has_host() {
        return refuse(&shown, "it is not an http or https URL");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return refuse(&shown, "it has a user name or password");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return refuse(&shown, "it has a query or a fragment");
    }
    if url.scheme() == "http" && !allow_http && !is_loopback(&url) {
        return refuse(
            &shown,
            "it is plain http, which shows the API key to the network: use https, or allow_http(true)",
        );
    }
    Ok(url)
}

/// Whether a URL leads to this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}
