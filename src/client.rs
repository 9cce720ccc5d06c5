use std::fmt;
use std::time::Duration;

use crate::base_url;
use crate::error::{ConfigError, Error, TransportError};
use crate::generated::types::{AddLooksRequest, AddLooksResponse};
use crate::generated::{self, BASE_URL, ResponseValue};
use crate::hooks::{Inner, Settings};
use crate::key::ApiKey;
use crate::looks::AddedLooks;
use crate::retry::Retry;

/// A client of HeyGen's API. Cheap to clone; clones share their connections.
///
/// ```no_run
/// # async fn run() -> Result<(), heygen_api::Error> {
/// use heygen_api::{AddLooksRequest, Client, ImageKeys};
///
/// let client = Client::from_env()?;
/// let request = AddLooksRequest::new("group-id", "Dua Casual", ImageKeys::new(["image/a/original"])?);
/// let added = client.add_looks(&request).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    api: generated::Client,
}

impl Client {
    /// A client of HeyGen's own server, with the defaults of [`ClientBuilder`].
    ///
    /// # Errors
    /// [`Error::Config`] where the key is blank or no header can carry it.
    pub fn new(api_key: impl AsRef<str>) -> Result<Self, Error> {
        Self::builder(api_key).build()
    }

    /// A client from the environment: the key in `HEYGEN_API_KEY`, and in `HEYGEN_API_BASE`, where that is set and not
    /// empty, the base URL.
    ///
    /// # Errors
    /// [`Error::Config`] where the key is not set, or one of the two cannot be used.
    pub fn from_env() -> Result<Self, Error> {
        let key = match std::env::var("HEYGEN_API_KEY") {
            Ok(key) => key,
            Err(std::env::VarError::NotPresent) => return Err(ConfigError::KeyMissing.into()),
            Err(std::env::VarError::NotUnicode(_)) => return Err(ConfigError::KeyNotVisibleAscii.into()),
        };
        let mut builder = Self::builder(key);
        match std::env::var("HEYGEN_API_BASE") {
            Ok(base) if !base.trim().is_empty() => builder = builder.base_url(base),
            Err(std::env::VarError::NotUnicode(base)) => {
                return Err(ConfigError::BaseUrl(base.to_string_lossy().into_owned(), "it is not text").into());
            }
            _ => {}
        }
        builder.build()
    }

    /// A client with settings of its own.
    pub fn builder(api_key: impl AsRef<str>) -> ClientBuilder {
        ClientBuilder {
            key: ApiKey::new(api_key.as_ref()),
            base_url: BASE_URL.to_owned(),
            http: None,
            timeout: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(10),
            response_limit: 8 << 20,
            retry: Retry::default(),
            deadline: None,
            allow_http: false,
        }
    }

    /// Adds looks to a photo avatar group: `POST /v2/photo_avatar/avatar_group/add`.
    ///
    /// Not idempotent: each call adds looks, and HeyGen charges for them.
    ///
    /// # Errors
    /// [`Error::Api`] where HeyGen refuses, [`Error::Transport`] where no whole answer came, [`Error::Decode`] where
    /// the answer was not understood. [`Error::may_have_been_applied`] tells whether the looks may be there all the same.
    pub async fn add_looks(&self, request: &AddLooksRequest) -> Result<AddedLooks, Error> {
        let call = self.keeping();
        let result = call.add_looks().body(request.clone()).send().await;
        let (response, answer) = match (result, call.inner.take_answer()) {
            (Ok(response), Some(answer)) => (response.into_inner(), answer),
            (result, answer) => return Err(self.failure::<AddLooksResponse, _>(result, answer)),
        };
        let settings = &*self.api.inner.settings;
        if response.error.is_some() {
            return Err(answer.refused(&settings.key));
        }
        let retirement = answer.retirement(response.warning.as_ref(), &settings.key);
        settings.warn_once(retirement.as_ref());
        Ok(AddedLooks {
            request_id: answer.request_id(&settings.key),
            retirement,
            looks: response.data.and_then(|data| data.photo_avatar_list).unwrap_or_default(),
        })
    }

    /// The generated client, with all operations of the documents in `openapi/`. The API key, retries, limits and time-outs
    /// are applied to every one of them.
    ///
    /// Outside this crate's semver promise: it shows types of `progenitor-client`, and what is generated changes with
    /// HeyGen's documents.
    pub fn api(&self) -> &generated::Client {
        &self.api
    }

    fn keeping(&self) -> generated::Client {
        generated::Client { inner: self.api.inner.keeping(), ..self.api.clone() }
    }

    /// What the generated client's failure is to a user, with all that is known of the answer.
    fn failure<T: serde::de::DeserializeOwned, E>(
        &self,
        result: Result<ResponseValue<T>, generated::Error<E>>,
        answer: Option<crate::answer::Answer>,
    ) -> Error {
        use generated::Error as Failure;
        let key = &self.api.inner.settings.key;
        let lost =
            |source| Error::Transport(TransportError { status: None, request_id: None, body: Vec::new(), source });
        match (result, answer) {
            (_, Some(answer)) if !answer.status.is_success() => answer.refused(key),
            (Err(Failure::InvalidResponsePayload(..)), Some(mut answer)) => {
                // Before it is read again: a message of serde's repeats what it did not understand.
                answer.body = key.redact(answer.body);
                let (path, error) = path_of::<T>(&answer.body);
                answer.not_understood(path, error, key)
            }
            (Err(Failure::CommunicationError(error) | Failure::ResponseBodyError(error)), None) => lost(error),
            (Err(Failure::InvalidRequest(what) | Failure::Custom(what)), _) => Error::InvalidRequest(what),
            // Larger than the limit, or a status that the document does not have.
            (_, Some(answer)) => {
                let error = serde::de::Error::custom("the document has no response of this status");
                answer.not_understood(".".to_owned(), error, key)
            }
            (_, None) => Error::InvalidRequest("no request was sent".to_owned()),
        }
    }
}

/// Reads a body that was not understood once more, for the path of what was not.
fn path_of<T: serde::de::DeserializeOwned>(body: &[u8]) -> (String, serde_json::Error) {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let whole = |error| (".".to_owned(), error);
    match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
        Ok(_) => whole(
            deserializer.end().err().unwrap_or_else(|| serde::de::Error::custom("it is understood without the key")),
        ),
        Err(error) => (error.path().to_string(), error.into_inner()),
    }
}

/// The readers of an answer without HTTP, for the fuzz target.
#[cfg(fuzzing)]
pub fn fuzz_answer(status: u16, request_id: &[u8], body: Vec<u8>) -> Option<Result<AddLooksResponse, Error>> {
    let key = ApiKey::new("fuzz-key").ok()?;
    let mut headers = reqwest::header::HeaderMap::new();
    for name in ["x-request-id", "sunset", "retry-after", "location"] {
        headers.insert(name, reqwest::header::HeaderValue::from_bytes(request_id).ok()?);
    }
    let status = reqwest::StatusCode::from_u16(status).ok()?;
    let answer = crate::answer::Answer { operation: "add_looks", status, headers, body: body.into(), cut: None };
    if !status.is_success() {
        return Some(Err(answer.refused(&key)));
    }
    Some(match serde_json::from_slice::<AddLooksResponse>(&answer.body) {
        Ok(response) if response.error.is_some() => Err(answer.refused(&key)),
        Ok(response) => Ok(response),
        Err(_) => {
            let (path, error) = path_of::<AddLooksResponse>(&answer.body);
            Err(answer.not_understood(path, error, &key))
        }
    })
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base_url", &self.api.baseurl).finish_non_exhaustive()
    }
}

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
}

impl ClientBuilder {
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

    /// Builds the client. No connection is made yet.
    ///
    /// # Errors
    /// [`Error::Config`] where the key or the base URL cannot be used, or TLS cannot be set up.
    pub fn build(self) -> Result<Client, Error> {
        let key = self.key?;
        let base_url = base_url::check(&self.base_url, self.allow_http)?;
        let http = self
            .http
            .unwrap_or_default()
            .redirect(reqwest::redirect::Policy::none())
            // Retries are this crate's: two layers of them would do the work twice.
            .retry(reqwest::retry::never())
            // Also where another crate turns reqwest's decompression on: the limit is for what is kept in memory.
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
            .connect_timeout(self.connect_timeout)
            .timeout(self.timeout)
            .build()
            .map_err(ConfigError::Http)?;
        let inner = Inner::new(Settings {
            key,
            response_limit: self.response_limit,
            retry: self.retry,
            deadline: self.deadline,
            warned: Default::default(),
        });
        Ok(Client { api: generated::Client::new_with_client(&base_url, http, inner) })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}
