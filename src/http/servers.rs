//! The servers that may receive the API key: the base URL, and those that the documents name.

use reqwest::Url;

use super::base_url::{is_same_origin, shown_origin};
use crate::error::ConfigError;

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
        let documented = Url::parse(self.documented);
        if documented.as_ref().is_ok_and(|documented| is_same_server(documented, &url)) {
            return Ok(self.base_url.clone());
        }
        let replaced = self.replaced.iter().find(|(documented, _)| is_same_origin(documented, &url));
        if let Some((_, replacement)) = replaced {
            return Ok(replacement.clone());
        }
        if url.scheme() != "https" {
            return error("plain http exposes the API key");
        }
        if !documented.is_ok_and(|documented| is_same_server(&documented, &self.base_url)) {
            return error("the base URL is replaced, but this server is not: use ClientBuilder::server");
        }
        Ok(url)
    }
}

/// Returns true if two URLs have the same origin and path, with or without a slash at the end.
fn is_same_server(one: &Url, other: &Url) -> bool {
    is_same_origin(one, other) && one.path().trim_end_matches('/') == other.path().trim_end_matches('/')
}
