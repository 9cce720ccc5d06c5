use reqwest::Url;

use crate::error::ConfigError;

/// Refuses a base URL that the key should not go to; gives it without a trailing slash.
pub(crate) fn check(base: &str) -> Result<String, ConfigError> {
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
    Ok(url.as_str().trim_end_matches('/').to_owned())
}
