use std::env::VarError;
use std::fmt;
use std::sync::{Arc, Once};
use std::time::Duration;

use reqwest::Url;
use reqwest::header::HeaderMap;

use crate::api_key::ApiKey;
use crate::client::Client;
use crate::error::{ConfigError, Error};
use crate::generated::BASE_URL;
use crate::http::Context;
use crate::http::retry::Retry;
use crate::http::servers::{Servers, check_base_url, is_loopback, shown_origin};

impl Client {
    /// Creates a client with the default settings.
    ///
    /// # Errors
    /// [`Error::Config`] if the key is blank, or not valid in an HTTP header.
    ///
    /// ```
    /// use heygen_api::{Client, ConfigError, Error};
    ///
    /// let client = Client::new("api-key")?;
    /// assert!(matches!(Client::new(" "), Err(Error::Config(ConfigError::KeyBlank))));
    /// # Ok::<(), Error>(())
    /// ```
    pub fn new(api_key: impl AsRef<str>) -> Result<Self, Error> {
        Self::builder(api_key).build()
    }

    /// Creates a client from the environment variables `HEYGEN_API_KEY` and, for another base URL, `HEYGEN_API_BASE`.
    ///
    /// # Errors
    /// [`Error::Config`] if the key is missing, or the key or the base URL is invalid.
    pub fn from_env() -> Result<Self, Error> {
        let key = std::env::var_os("HEYGEN_API_KEY").ok_or(ConfigError::KeyMissing)?;
        let builder = Self::builder(key.to_string_lossy());
        match std::env::var("HEYGEN_API_BASE") {
            Ok(base_url) if !base_url.trim().is_empty() => builder.base_url(base_url).build(),
            Err(VarError::NotUnicode(_)) => {
                Err(ConfigError::BaseUrl { url: shown_origin(""), reason: "expected UTF-8" }.into())
            }
            _ => builder.build(),
        }
    }

    /// Creates a builder, to change the default settings.
    pub fn builder(api_key: impl AsRef<str>) -> ClientBuilder {
        ClientBuilder::new(api_key.as_ref())
    }
}

/// The settings of a [`Client`], from [`Client::builder`].
///
/// ```
/// use std::time::Duration;
/// use heygen_api::{Client, Retry};
///
/// let client = Client::builder("api-key")
///     .timeout(Duration::from_secs(30))
///     .deadline(Duration::from_secs(60))
///     .retry(Retry::default().max_retries(1))
///     .user_agent("my-program/1.0")
///     .build()?;
/// # Ok::<(), heygen_api::Error>(())
/// ```
#[must_use = "a builder does nothing before `build`"]
pub struct ClientBuilder {
    key: Result<ApiKey, ConfigError>,
    base_url: String,
    servers: Vec<(String, String)>,
    http: Option<reqwest::ClientBuilder>,
    timeout: Duration,
    connect_timeout: Duration,
    response_limit: usize,
    retry: Retry,
    deadline: Option<Duration>,
    allow_http: bool,
    user_agent: String,
    default_headers: HeaderMap,
}

impl ClientBuilder {
    pub(crate) fn new(api_key: &str) -> Self {
        Self {
            key: ApiKey::new(api_key),
            base_url: BASE_URL.to_owned(),
            servers: Vec::new(),
            http: None,
            timeout: Duration::from_secs(120),
            connect_timeout: Duration::from_secs(10),
            response_limit: 8 << 20,
            retry: Retry::default(),
            deadline: None,
            allow_http: false,
            user_agent: concat!("heygen-api/", env!("CARGO_PKG_VERSION")).to_owned(),
            default_headers: HeaderMap::new(),
        }
    }

    /// Sets the base URL, with or without a path prefix. The default is HeyGen's server.
    ///
    /// The key is sent there, so plain `http://` is an error unless the host is this machine. See [`allow_http`](Self::allow_http).
    ///
    /// ```
    /// # use heygen_api::Client;
    /// Client::builder("api-key").base_url("https://example.com/heygen").build()?;
    /// Client::builder("api-key").base_url("http://127.0.0.1:8080").build()?;
    /// assert!(Client::builder("api-key").base_url("http://example.com").build().is_err());
    /// # Ok::<(), heygen_api::Error>(())
    /// ```
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// Replaces a server of HeyGen's documents other than that of the base URL, for tests and gateways.
    ///
    /// Some operations are on a server of their own, such as uploads on `https://upload.heygen.com`. The API key is sent there only over
    /// https, and only to servers that the documents of the generated code name. If you replace the base URL, such an operation returns
    /// [`Error::Config`] and sends nothing, until you replace its server too.
    ///
    /// ```
    /// # use heygen_api::Client;
    /// let client = Client::builder("api-key")
    ///     .base_url("http://127.0.0.1:8080")
    ///     .server("https://upload.heygen.com", "http://127.0.0.1:8080")
    ///     .build()?;
    /// # Ok::<(), heygen_api::Error>(())
    /// ```
    pub fn server(mut self, origin: impl Into<String>, url: impl Into<String>) -> Self {
        self.servers.push((origin.into(), url.into()));
        self
    }

    /// Sets the HTTP client to build on, for proxies, root certificates and the connection pool.
    ///
    /// This builder overrides its timeouts, its user agent and its redirect policy: redirects are never followed, because they would receive
    /// the API key. It also ignores invalid header lines and `connection_verbose`, which would log the key. It has no proxy if the base URL is
    /// on this machine. Default headers are an error, because downloads would send them to image servers: use
    /// [`default_headers`](Self::default_headers). Without this method, idle connections are closed after 50 s, before the 60 s of most load balancers.
    ///
    /// ```
    /// use heygen_api::{Client, reqwest};
    ///
    /// let proxy = reqwest::Proxy::https("https://proxy.example.com:8443")?;
    /// let http = reqwest::Client::builder().proxy(proxy);
    /// let client = Client::builder("api-key").http(http).build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn http(mut self, http: reqwest::ClientBuilder) -> Self {
        self.http = Some(http);
        self
    }

    /// Sets the timeout of each attempt, from connecting to the last byte of the response. The default is 120 s.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the timeout for connecting, including TLS. The default is 10 s.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets the maximum size of a response body. A larger one is an error. The default is 8 MiB.
    pub fn response_limit(mut self, bytes: usize) -> Self {
        self.response_limit = bytes;
        self
    }

    /// Sets how often and after which delays a request is retried. See [`Retry`].
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// Sets the time limit of a whole call, including retries and the delays between them. The default is no limit.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Allows plain `http://` to hosts other than this machine. This exposes the API key to the network.
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.allow_http = allow;
        self
    }

    /// Adds a product such as `my-program/1.0` to the `User-Agent`, before `heygen-api/VERSION`.
    pub fn user_agent(mut self, product: impl AsRef<str>) -> Self {
        self.user_agent = format!("{} {}", product.as_ref(), self.user_agent);
        self
    }

    /// Sets headers for every request to HeyGen. They are not sent to image servers. A header of a request replaces the default one.
    pub fn default_headers(mut self, headers: HeaderMap) -> Self {
        self.default_headers = headers;
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    /// [`Error::Config`] if the key, the base URL or the user agent is invalid, if the given HTTP client has default headers, or if TLS cannot
    /// be initialized.
    pub fn build(self) -> Result<Client, Error> {
        let base_url = check_base_url(&self.base_url, self.allow_http)?;
        let replaced = self
            .servers
            .iter()
            .map(|(origin, url)| Ok((check_base_url(origin, true)?, check_base_url(url, self.allow_http)?)));
        let replaced = replaced.collect::<Result<_, ConfigError>>()?;
        let http = plain(self.http.unwrap_or_else(default_http), &base_url).user_agent(&self.user_agent);
        if shown_headers(&http) != shown_headers(&reqwest::Client::builder().user_agent(&self.user_agent)) {
            return Err(ConfigError::DefaultHeaders.into());
        }
        let http = http
            .connect_timeout(self.connect_timeout)
            .timeout(self.timeout)
            .build()
            .map_err(|source| ConfigError::Http { source })?;
        let context = Context {
            http,
            key: self.key?,
            servers: Servers { documented: BASE_URL, base_url, replaced },
            response_limit: self.response_limit,
            retry: self.retry,
            timeout: self.timeout,
            deadline: self.deadline,
            default_headers: self.default_headers,
            retirement_logged: Once::new(),
        };
        Ok(Client { context: Arc::new(context) })
    }
}

/// Closes idle connections before load balancers do, usually after 60 s: a request on a closed connection is lost.
fn default_http() -> reqwest::ClientBuilder {
    reqwest::Client::builder().pool_idle_timeout(Duration::from_secs(50))
}

/// The default headers of an HTTP client, which reqwest shows only in `Debug`.
fn shown_headers(http: &reqwest::ClientBuilder) -> Option<String> {
    let shown = format!("{http:?}");
    let (_, headers) = shown.split_once("default_headers: {")?;
    Some(headers.split('}').next()?.to_owned())
}

/// Disables redirects, reqwest's own retries, proxies to this machine, decompression, and the log of bytes, which contain the API key.
///
/// Another crate can enable reqwest's features for decompression. Without it, a size limit applies to the bytes in memory.
fn plain(http: reqwest::ClientBuilder, url: &Url) -> reqwest::ClientBuilder {
    let http = if is_loopback(url) { http.no_proxy() } else { http };
    http.redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .connection_verbose(false)
        // A single bad header line would lose the whole response.
        .http1_ignore_invalid_headers_in_responses(true)
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("base_url", &shown_origin(&self.base_url)).finish_non_exhaustive()
    }
}
