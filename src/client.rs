use std::fmt;
use std::time::Duration;

use crate::base_url;
use crate::error::{ConfigError, Error, TransportError};
use crate::generated::types::{AddLooksRequest, AddLooksResponse};
use crate::generated::{self, BASE_URL, ResponseValue};
use crate::hooks::{Inner, Settings};
use crate::key::ApiKey;
use crate::looks::AddedLooks;

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
        if response.error.is_some() {
            return Err(answer.refused(&self.api.inner.settings.key));
        }
        Ok(AddedLooks {
            request_id: answer.request_id(),
            retirement: answer.retirement(response.warning.as_ref()),
            looks: response.data.and_then(|data| data.photo_avatar_list).unwrap_or_default(),
        })
    }

    /// The generated client, with all operations of the documents in `openapi/`. The API key, limits and time-outs
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
            (Err(Failure::InvalidResponsePayload(_, error)), Some(answer)) => {
                let (path, error) = path_of::<T>(&answer.body).unwrap_or((".".to_owned(), error));
                answer.not_understood(key, path, error)
            }
            (Err(Failure::CommunicationError(error) | Failure::ResponseBodyError(error)), _) => lost(error),
            (Err(Failure::InvalidRequest(what) | Failure::Custom(what)), _) => Error::InvalidRequest(what),
            (_, Some(answer)) => {
                let error = serde::de::Error::custom("the document has no response of this status");
                answer.not_understood(key, ".".to_owned(), error)
            }
            (_, None) => Error::InvalidRequest("no request was sent".to_owned()),
        }
    }
}

/// Reads a body that was not understood once more, for the path of what was not.
fn path_of<T: serde::de::DeserializeOwned>(body: &[u8]) -> Option<(String, serde_json::Error)> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
        Ok(_) => deserializer.end().err().map(|error| (".".to_owned(), error)),
        Err(error) => Some((error.path().to_string(), error.into_inner())),
    }
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
/// | [`response_limit`](Self::response_limit) | 8 MiB |
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

    /// Builds the client. No connection is made yet.
    ///
    /// # Errors
    /// [`Error::Config`] where the key or the base URL cannot be used, or TLS cannot be set up.
    pub fn build(self) -> Result<Client, Error> {
        let key = self.key?;
        let base_url = base_url::check(&self.base_url)?;
        let http = self
            .http
            .unwrap_or_default()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(self.connect_timeout)
            .timeout(self.timeout)
            .build()
            .map_err(ConfigError::Http)?;
        let inner = Inner::new(Settings { key, response_limit: self.response_limit });
        Ok(Client { api: generated::Client::new_with_client(&base_url, http, inner) })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}
