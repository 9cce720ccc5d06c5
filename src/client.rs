use std::fmt;

use crate::builder::ClientBuilder;
use crate::error::{ConfigError, Error};
use crate::generated::types::{AddLooksRequest, AddLooksResponse};
use crate::generated::{self, builder};
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
    pub(crate) api: generated::Client,
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
        ClientBuilder::new(api_key.as_ref())
    }

    /// Adds looks to a photo avatar group: `POST /v2/photo_avatar/avatar_group/add`.
    ///
    /// Not idempotent: each call adds looks, and HeyGen charges for them.
    ///
    /// # Errors
    /// [`Error::Api`] where HeyGen refuses, [`Error::Transport`] where no whole answer came, [`Error::Decode`] where
    /// the answer was not understood. [`Error::may_have_been_applied`] tells whether the looks may be there all the same.
    pub async fn add_looks(&self, request: &AddLooksRequest) -> Result<AddedLooks, Error> {
        let request = builder::AddLooks::request(&self.api, request);
        let (response, answer) = self.asked::<AddLooksResponse>(request, "add_looks").await?;
        let settings = &*self.api.inner.settings;
        let retirement = answer.retirement(response.warning.as_ref(), &settings.key);
        settings.warn_once(retirement.as_ref());
        if response.error.is_some() {
            return Err(answer.refused(&settings.key));
        }
        Ok(AddedLooks {
            request_id: answer.request_id(&settings.key),
            retirement,
            looks: response.data.and_then(|data| data.photo_avatar_list).unwrap_or_default(),
        })
    }

    /// The generated client, with all operations of the documents in `openapi/`. The API key, retries, limits and time-outs
    /// are applied to every one of them; [`call`](Self::call) makes their failures an [`Error`].
    ///
    /// Outside this crate's semver promise: it shows types of `progenitor-client`, and what is generated changes with
    /// HeyGen's documents.
    pub fn api(&self) -> &generated::Client {
        &self.api
    }

    /// The version of HeyGen's document of this client's operation: `4.0.8`.
    pub fn api_version() -> &'static str {
        crate::documents()[0].version
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base_url", &self.api.baseurl).finish_non_exhaustive()
    }
}
