//! The servers that may receive the API key: the base URL, and those that the documents name.

use std::net::IpAddr;

use reqwest::Url;

use crate::error::config::ConfigError;

/// Where the requests of a client go.
pub(crate) struct Servers {
    /// The server that the base URL replaces: the one in HeyGen's documents.
    pub(crate) documented: &'static str,
    pub(crate) base_url: Url,
    /// Other servers, as the documents name them, and the URLs that replace them.
    pub(crate) replaced: Vec<(Url, Url)>,
}

impl Servers {
    /// Returns the URL for an operation on this server of the documents.
    ///
    /// # Errors
    /// The server is not safe to send the API key to, or it is real although the base URL is not.
    pub(super) fn resolve(&self, server: &str) -> Result<Url, ConfigError> {
        if server == self.documented {
            return Ok(self.base_url.clone());
        }
        let error = |reason| Err(ConfigError::Server { url: shown_origin(server), reason });
        let Ok(url) = Url::parse(server) else { return error("it is not a URL") };
        let is_documented =
            |url: &Url| Url::parse(self.documented).is_ok_and(|documented| is_same_server(&documented, url));
        if is_documented(&url) {
            return Ok(self.base_url.clone());
        }
        match self.replaced.iter().find(|(documented, _)| is_same_origin(documented, &url)) {
            Some((_, replacement)) => Ok(replacement.clone()),
            None if url.scheme() != "https" => error("plain http exposes the API key"),
            None if !is_documented(&self.base_url) => {
                error("the base URL is replaced, but this server is not: use ClientBuilder::server")
            }
            None => Ok(url),
        }
    }
}

/// Returns true if two URLs have the same origin and path, with or without a slash at the end.
fn is_same_server(one: &Url, other: &Url) -> bool {
    is_same_origin(one, other) && one.path().trim_end_matches('/') == other.path().trim_end_matches('/')
}

/// Returns true if two URLs have the same scheme, host and port.
pub(super) fn is_same_origin(one: &Url, other: &Url) -> bool {
    let origin = |url: &Url| (url.scheme() == "https", url.port_or_known_default());
    origin(one) == origin(other) && one.host_str() == other.host_str()
}

/// Parses a base URL, and rejects one that is not safe to send the API key to.
pub(crate) fn check_base_url(base: &str, allow_http: bool) -> Result<Url, ConfigError> {
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

/// The part of an unchecked URL that is safe to show. It contains no password.
pub(crate) fn shown_origin(url: &str) -> String {
    let hidden = "(hidden, as it may contain a password)".to_owned();
    Url::parse(url.trim()).map_or(hidden, |url| url.origin().ascii_serialization())
}

/// Returns true if the host of a URL is this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}
