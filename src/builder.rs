use std::fmt;
use std::time::Duration;

use crate::base_url;
use crate::client::Client;
use crate::error::{ConfigError, Error};
use crate::generated::{self, BASE_URL};
use crate::hooks::{Inner, Settings};
use crate::key::ApiKey;
use crate::retry::Retry;

/// The settings of a [`Client`].
///
/// | setting | default |
/// | --- | --- |
/// | [`base_url`](Self::base_url) | HeyGen's server, from its document |
/// | [`timeout`](Self::timeout) | 60 s |
/// | [`connect_timeout`](Self::connect_timeout) | 10 s |
/// | [`deadline`](Self::deadline) | none |
/// | [`retry`](Self::retry) | 2 retries, where it is certain that HeyGen did nothing |
/// | [`response_limit`](Self::response_limit) | 8 MiB |
/// | [`allow_http`](Self::allow_http) | only to this machine |
///
/// ```
/// use std::time::Duration;
/// use heygen_api::{Client, reqwest};
///
/// let client = Client::builder("api-key")
///     .base_url("http://127.0.0.1:8080")
///     .http(reqwest::Client::builder().pool_max_idle_per_host(4))
///     .timeout(Duration::from_secs(30))
///     .build()?;
/// # Ok::<(), heygen_api::Error>(())
/// ```
#[must_use = "a builder does nothing before `build`"]
pub struct ClientBuilder {
    key: Result<ApiKey, ConfigError>,
    base_url: String,
    http: Option<reqwest::ClientBuilder>,
    timeout: Duration,
    connect_timeout: Duration,
    response_limit: usize,
    retry: Retry,
    deadline: Option<Duration>,
    allow_http: bool,
    user_agent: String,
}

impl ClientBuilder {
    pub(crate) fn new(api_key: &str) -> Self {
        Self {
            key: ApiKey::new(api_key),
            base_url: BASE_URL.to_owned(),
            http: None,
            timeout: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(10),
            response_limit: 8 << 20,
            retry: Retry::default(),
            deadline: None,
            allow_http: false,
            user_agent: concat!("heygen-api/", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }

    /// The server, with or without a path prefix and a trailing slash.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// The HTTP client to build on: its proxies, roots and pools are yours. Time-outs and the policy of redirects are
    /// this builder's: redirects are never followed, for they would take the API key along.
    pub fn http(mut self, http: reqwest::ClientBuilder) -> Self {
        self.http = Some(http);
        self
    }

    /// How long one attempt may take, from the connection to the last byte of the answer.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long the making of a connection may take, TLS included.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How many bytes of a response's body are read. More is an error.
    pub fn response_limit(mut self, bytes: usize) -> Self {
        self.response_limit = bytes;
        self
    }

    /// When a call is made again. The default never does the work twice: see [`Retry`].
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// How long a whole call may take, retries and the delays between them included. By default there is no deadline: each attempt has
    /// its [`timeout`](Self::timeout), and each delay its cap.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Allows plain `http://` to another host than this machine. It shows the API key to everyone on the way.
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.allow_http = allow;
        self
    }

    /// Puts a product before the `heygen-api/VERSION` of the `User-Agent`, such as `my-program/1.0`.
    ///
    /// One with characters that no header can carry is an [`Error::Config`] of [`build`](Self::build).
    pub fn user_agent(mut self, product: impl AsRef<str>) -> Self {
        self.user_agent = format!("{} {}", product.as_ref(), self.user_agent);
        self
    }

    /// Builds the client. No connection is made yet.
    ///
    /// # Errors
    /// [`Error::Config`] where the key or the base URL cannot be used, or TLS cannot be set up.
    pub fn build(self) -> Result<Client, Error> {
        let key = self.key?;
        let base_url = base_url::check(&self.base_url, self.allow_http)?;
        let http = plain(self.http.unwrap_or_default())
            .user_agent(self.user_agent)
            .connect_timeout(self.connect_timeout)
            .timeout(self.timeout)
            .build()
            .map_err(ConfigError::Http)?;
        let text = base_url.as_str().trim_end_matches('/').to_owned();
        let inner = Inner::new(Settings {
            key,
            base_url,
            urls: Default::default(),
            response_limit: self.response_limit,
            retry: self.retry,
            timeout: self.timeout,
            deadline: self.deadline,
            warned: Default::default(),
        });
        Ok(Client { api: generated::Client::new_with_client(&text, http, inner) })
    }
}

/// What every client of this crate's has: no redirects, no retries but this crate's (two layers of them would do the work
/// twice), and no decompression, also where another crate turns reqwest's on: limits are for what is kept.
pub(crate) fn plain(http: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    http.redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}
