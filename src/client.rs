use std::fmt;
use std::sync::Arc;

use reqwest::Method;

use crate::http::{Context, RequestBuilder};

/// A client for HeyGen's API. It is cheap to clone, and clones share their connections.
#[derive(Clone)]
pub struct Client {
    pub(crate) context: Arc<Context>,
}

impl Client {
    /// Creates a request for an operation that has no types here. It has the API key, retries, limits and errors of every other call.
    ///
    /// The path begins with `/` and is appended to the base URL. It is percent-encoded, and has no empty, `.` or `..` segment: otherwise,
    /// sending it returns [`Error::InvalidRequest`](crate::Error::InvalidRequest).
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        RequestBuilder::of_path(self.context.clone(), method, path)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base_url", &self.context.servers.base_url.as_str()).finish_non_exhaustive()
    }
}
