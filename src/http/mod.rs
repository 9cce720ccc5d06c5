//! The road of every request: build it, send it with the API key and with retries, and read its response.

pub(crate) mod api_key;
pub(crate) mod base_url;
mod body;
mod path;
mod request;
mod response;
pub(crate) mod retry;
mod send;
pub(crate) mod servers;
mod stream;
mod trace;
mod tracked;

use std::sync::Once;
use std::time::Duration;

use api_key::ApiKey;
pub use request::{Operation, RequestBuilder};
use reqwest::header::HeaderMap;
pub use response::Response;
#[cfg(fuzzing)]
pub(crate) use response::decode_response;
use retry::Retry;
use servers::Servers;
pub use stream::ByteStream;

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
