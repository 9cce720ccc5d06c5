use std::sync::Once;
use std::time::Duration;

use reqwest::header::HeaderMap;

use super::retry::Retry;
use super::servers::Servers;
use crate::api_key::ApiKey;

/// What all clones of a client share.
pub(crate) struct Context {
    pub(crate) http: reqwest::Client,
    pub(crate) key: ApiKey,
    pub(crate) servers: Servers,
    /// The maximum size of a response body, in bytes. Bodies are not decompressed.
    pub(crate) response_limit: usize,
    pub(crate) retry: Retry,
    /// For one attempt.
    pub(crate) timeout: Duration,
    /// For all attempts and the delays between them.
    pub(crate) deadline: Option<Duration>,
    /// For every request that has the API key.
    pub(crate) default_headers: HeaderMap,
    pub(crate) retirement_logged: Once,
}
