//! The errors of this crate.

mod api;
mod config;
mod decode;
mod format;
mod transport;

use reqwest::StatusCode;

pub use api::ApiError;
pub use config::ConfigError;
pub use decode::DecodeError;
pub use transport::TransportError;

use crate::image_keys::ImageKeysError;

/// The error of a call.
///
/// Before you retry, call [`may_have_been_applied`](Self::may_have_been_applied). See [the guide](crate::guide::errors).
///
/// ```
/// # #[tokio::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = heygen_api::mock::MockServer::start_async().await;
/// # heygen_api::mock::add_looks(&server, heygen_api::mock::rate_limited(60)).await;
/// # let client = heygen_api::mock::client(&server);
/// # let keys = heygen_api::ImageKeys::new(["image/a/original"])?;
/// # let request = heygen_api::AddLooksRequest::new("group-id", "Dua Casual", keys);
/// let error = client.add_looks(&request).await.unwrap_err();
/// let advice = match &error {
///     error if error.is_auth() => "check the API key",
///     error if error.is_rate_limited() => "wait, then retry",
///     error if error.may_have_been_applied() => "check the avatar group before you retry",
///     _ => "nothing was added",
/// };
/// assert_eq!(advice, "wait, then retry");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The list of image keys is invalid. Nothing was sent.
    #[error(transparent)]
    ImageKeys(#[from] ImageKeysError),
    /// The client could not be built. Nothing was sent.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A value of the request is missing or invalid, in a [`Client::call`](crate::Client::call). Nothing was sent.
    #[error("invalid request (not sent): {0}")]
    InvalidRequest(String),
    /// There is no response, or only a part of it: the connection failed, was lost or timed out.
    #[error(transparent)]
    Transport(Box<TransportError>),
    /// HeyGen returned an error.
    #[error(transparent)]
    Api(Box<ApiError>),
    /// HeyGen returned a success that could not be decoded. The looks may have been added: see the body of the error.
    #[error(transparent)]
    Decode(Box<DecodeError>),
}

impl Error {
    /// Returns true if HeyGen rejected the API key: status 401 or 403. Check the key and the permissions of its account.
    pub fn is_auth(&self) -> bool {
        matches!(self, Self::Api(error) if matches!(error.status.as_u16(), 401 | 403))
    }

    /// Returns true if there were too many requests: status 429. Wait for [`ApiError::retry_after`] before you retry.
    pub fn is_rate_limited(&self) -> bool {
        matches!(self, Self::Api(error) if error.status == StatusCode::TOO_MANY_REQUESTS)
    }

    /// Returns true if the group, or something else in the request, does not exist: status 404 with an error of HeyGen's in the body.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Api(error) if error.status == StatusCode::NOT_FOUND && !error.is_retired)
    }

    /// Returns true if the operation no longer exists: status 410, or 404 without an error of HeyGen's in the body.
    /// [`ApiError::retirement`] names the replacement. See [the guide](crate::guide::retirement).
    pub fn is_retired(&self) -> bool {
        matches!(self, Self::Api(error) if error.is_retired)
    }

    /// Returns true if the account does not have enough credit: status 402, or the code `insufficient_credit`.
    pub fn is_insufficient_credit(&self) -> bool {
        matches!(self, Self::Api(error) if error.is_insufficient_credit())
    }

    /// Returns true if HeyGen may have added the looks.
    ///
    /// In that case, check the avatar group before you retry: a second call may add the looks a second time, and may cost credit. See
    /// [the guide](crate::guide::errors#after-may_have_been_applied).
    ///
    /// It is false only if HeyGen certainly did nothing in any attempt: nothing was sent, no connection was made, HTTP/2 says that the
    /// request was not processed, or the status means that HeyGen rejected it (307, 308, and 4xx except 408 and 409).
    ///
    /// ```
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = heygen_api::mock::MockServer::start_async().await;
    /// # heygen_api::mock::add_looks(&server, heygen_api::mock::malformed_body()).await;
    /// # let client = heygen_api::mock::client(&server);
    /// # let keys = heygen_api::ImageKeys::new(["image/a/original"])?;
    /// # let request = heygen_api::AddLooksRequest::new("group-id", "Dua Casual", keys);
    /// let error = client.add_looks(&request).await.unwrap_err();
    /// if error.may_have_been_applied() {
    ///     // "…; the request may have been applied, so check before you retry: see the body"
    ///     println!("{error}");
    /// }
    /// # assert!(error.to_string().ends_with("so check before you retry: see the body [request id mock-request]"), "{error}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn may_have_been_applied(&self) -> bool {
        match self {
            Self::ImageKeys(_) | Self::Config(_) | Self::InvalidRequest(_) => false,
            Self::Transport(error) => error.may_have_been_applied,
            Self::Api(error) => error.may_have_been_applied,
            Self::Decode(_) => true,
        }
    }
}
