use std::env::VarError;
use std::fmt;
use std::sync::Once;
use std::time::Duration;

use crate::client::Client;
use crate::error::{ConfigError, Error};
use crate::generated::{self, BASE_URL};
use crate::http::api_key::ApiKey;
use crate::http::retry::Retry;
use crate::http::{Context, Settings, base_url};

impl Client {
    /// A client for HeyGen's own server. [`Error::Config`] if the key is blank, or an HTTP header cannot carry it.
    pub fn new(api_key: impl AsRef<str>) -> Result<Self, Error> {
        Self::builder(api_key).build()
    }

    /// A client from the environment: the key in `HEYGEN_API_KEY`, and the base URL in `HEYGEN_API_BASE` if that is set and not blank.
    /// [`Error::Config`] if the key is missing, or one of the two is invalid.
    pub fn from_env() -> Result<Self, Error> {
        let key = std::env::var_os("HEYGEN_API_KEY").ok_or(ConfigError::KeyMissing)?;
        let builder = Self::builder(key.to_string_lossy());
        match std::env::var("HEYGEN_API_BASE") {
            Ok(base_url) if !base_url.trim().is_empty() => builder.base_url(base_url).build(),
            Err(VarError::NotUnicode(_)) => Err(ConfigError::BaseUrl("…".to_owned(), "expected UTF-8").into()),
            _ => builder.build(),
        }
    }

    /// A client with its own settings.
    pub fn builder(api_key: impl AsRef<str>) -> ClientBuilder {
        ClientBuilder::new(api_key.as_ref())
    }
}

/// The settings of a [`Client`].
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

    /// The server, with or without a path prefix and a trailing slash. By default HeyGen's own.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// The HTTP client to build on, with your proxies, root certificates and pools. Timeouts are set by this builder, and redirects are
    /// never followed: they would carry the API key along.
    pub fn http(mut self, http: reqwest::ClientBuilder) -> Self {
        self.http = Some(http);
        self
    }

    /// The time for one attempt, from the connection to the last byte of the response. By default 60 s.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The time for making a connection, including TLS. By default 10 s.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// The most bytes of a response's body. More is an error. By default 8 MiB.
    pub fn response_limit(mut self, bytes: usize) -> Self {
        self.response_limit = bytes;
        self
    }

    /// When a request is retried. The default never does the work twice: see [`Retry`].
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// The time for a whole call, including retries and the delays between them. By default there is none.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Allows plain `http://` to hosts other than this machine. It exposes the API key to the network.
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.allow_http = allow;
        self
    }

    /// Puts a product such as `my-program/1.0` before the `heygen-api/VERSION` of the `User-Agent`.
    pub fn user_agent(mut self, product: impl AsRef<str>) -> Self {
        self.user_agent = format!("{} {}", product.as_ref(), self.user_agent);
        self
    }

    /// Builds the client. [`Error::Config`] if the key, the base URL or the user agent is invalid, or TLS cannot be set up.
    pub fn build(self) -> Result<Client, Error> {
        let base_url = base_url::check(&self.base_url, self.allow_http)?;
        let http = plain(self.http.unwrap_or_default())
            .user_agent(self.user_agent)
            .connect_timeout(self.connect_timeout)
            .timeout(self.timeout)
            .build()
            .map_err(ConfigError::Http)?;
        let context = Context::new(Settings {
            key: self.key?,
            base_url: base_url.clone(),
            response_limit: self.response_limit,
            retry: self.retry,
            timeout: self.timeout,
            deadline: self.deadline,
            retirement_logged: Once::new(),
        });
        let base_url = base_url.as_str().trim_end_matches('/');
        Ok(Client { api: generated::Client::new_with_client(base_url, http, context) })
    }
}

/// What all HTTP clients of this crate have in common: no redirects, no retries of reqwest's own, and no decompression, even if another
/// crate turns reqwest's on, so that limits apply to what is kept.
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
