use std::fmt;
use std::future::Future;

use progenitor_client::ResponseValue;
use serde::de::DeserializeOwned;

use crate::error::{Error, TransportError};
use crate::generated;
use crate::generated::types::{AddLooksRequest, AddLooksResponse};
use crate::http::Captured;
use crate::http::envelope::Envelope;
use crate::http::response::{self, Response};
use crate::looks::AddedLooks;

/// A client for HeyGen's API. It is cheap to clone, and clones share their connections.
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use heygen_api::{AddLooksRequest, Client, ImageKeys};
///
/// let client = Client::from_env()?;
/// let keys = ImageKeys::new(["image/a/original"])?;
/// let request = AddLooksRequest::new("group-id", "Dua Casual", keys);
/// let added = client.add_looks(&request).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    pub(crate) api: generated::Client,
}

impl Client {
    /// Adds looks to a photo avatar group.
    ///
    /// This is not idempotent: a second call adds the looks a second time, and may cost credit. [The guide](crate::guide::errors) explains
    /// what to do after an error.
    ///
    /// ```
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = heygen_api::mock::MockServer::start_async().await;
    /// # heygen_api::mock::add_looks(&server, heygen_api::mock::looks(1)).await;
    /// # let client = heygen_api::mock::client(&server);
    /// use heygen_api::{AddLooksRequest, ImageKeys};
    ///
    /// let keys = ImageKeys::new(["image/a/original"])?;
    /// let request = AddLooksRequest::new("group-id", "Dua Casual", keys);
    /// match client.add_looks(&request).await {
    ///     Ok(added) => println!("{} looks", added.looks.len()),
    ///     Err(error) if error.may_have_been_applied() => println!("unknown: {error}"),
    ///     Err(error) => println!("not added: {error}"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn add_looks(&self, request: &AddLooksRequest) -> Result<AddedLooks, Error> {
        let request = request.clone();
        let call = |api: generated::Client| async move { api.add_looks().body(request).send().await };
        let envelope = |response: Option<&AddLooksResponse>, body: &[u8]| match response {
            // The response already has the members of the envelope, so there is no need to parse the body again.
            Some(AddLooksResponse { data: Some(_), error: None, warning }) => Envelope::with_warning(warning.clone()),
            _ => Envelope::parse(body).requiring_data(),
        };
        let response = self.call_with(call, envelope).await?;
        Ok(AddedLooks {
            looks: response.data.data.and_then(|data| data.photo_avatar_list).unwrap_or_default(),
            request_id: response.request_id,
            retirement: response.retirement,
        })
    }

    /// Calls any operation of the generated client, and returns this crate's [`Response`] or [`Error`].
    ///
    /// A 2xx with an `error` in its body is [`Error::Api`]. The whole response is read into memory, up to
    /// [`response_limit`](crate::ClientBuilder::response_limit): to stream a file, use [`api`](Self::api).
    /// [The guide](crate::guide::operations) explains how to add an operation.
    ///
    /// Like [`api`](Self::api), this is outside the crate's semver promise.
    ///
    /// ```
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = heygen_api::mock::MockServer::start_async().await;
    /// # heygen_api::mock::add_looks(&server, heygen_api::mock::looks(1)).await;
    /// # let client = heygen_api::mock::client(&server);
    /// # use heygen_api::{AddLooksRequest, ImageKeys};
    /// # let request = AddLooksRequest::new("group-id", "Dua Casual", ImageKeys::new(["image/a/original"])?);
    /// let call = client.call(|api| async move { api.add_looks().body(request).send().await });
    /// let response = call.await?;
    /// println!("{}: {:?}", response.status, response.data);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn call<T, E, F>(&self, call: impl FnOnce(generated::Client) -> F) -> Result<Response<T>, Error>
    where
        T: DeserializeOwned,
        F: Future<Output = Result<ResponseValue<T>, generated::Error<E>>>,
    {
        self.call_with(call, |_, body| Envelope::parse(body)).await
    }

    async fn call_with<T, E, F>(
        &self,
        call: impl FnOnce(generated::Client) -> F,
        envelope: impl FnOnce(Option<&T>, &[u8]) -> Envelope,
    ) -> Result<Response<T>, Error>
    where
        T: DeserializeOwned,
        F: Future<Output = Result<ResponseValue<T>, generated::Error<E>>>,
    {
        use generated::Error as Failure;

        let mut api = self.api.clone();
        api.inner = api.inner.with_capture();
        let context = api.inner.clone();
        let result = call(api).await;
        let Captured { response, may_have_been_applied } = context.take_captured();
        let data = match result {
            Ok(data) => Some(data.into_inner()),
            Err(Failure::InvalidRequest(reason)) => return Err(Error::InvalidRequest(reason)),
            Err(Failure::CommunicationError(source) | Failure::ResponseBodyError(source)) if response.is_none() => {
                let error = TransportError::without_response(source, may_have_been_applied);
                return Err(Error::Transport(Box::new(error)));
            }
            Err(_) => None,
        };
        let Some(response) = response else {
            return Err(Error::InvalidRequest("no request was sent".to_owned()));
        };
        let envelope = envelope(data.as_ref(), &response.body);
        let key = &context.settings.key;
        let notice = response::retirement(response.operation, &response.headers, envelope.warning.as_ref(), key);
        context.settings.log_retirement(notice.as_ref());
        response.into_result(data, &envelope, notice, may_have_been_applied, key)
    }

    /// Returns the generated client, which has every operation of the documents in `openapi/`.
    ///
    /// It uses the API key, retries, limits and timeouts of this client. It has its own error type, and it can stream
    /// responses.
    ///
    /// This is outside the crate's semver promise: the types of `progenitor-client` are part of it, and the generated code changes with
    /// HeyGen's documents.
    ///
    /// ```
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = heygen_api::mock::MockServer::start_async().await;
    /// # heygen_api::mock::add_looks(&server, heygen_api::mock::looks(1)).await;
    /// # let client = heygen_api::mock::client(&server);
    /// # let image_keys = heygen_api::ImageKeys::new(["image/a/original"])?;
    /// let call = client.api().add_looks().body_map(|body| {
    ///     body.group_id("group-id").name("Dua Casual").image_keys(image_keys)
    /// });
    /// let response = call.send().await?;
    /// assert_eq!(response.status(), 200);
    /// # Ok(())
    /// # }
    /// ```
    pub fn api(&self) -> &generated::Client {
        &self.api
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base_url", &self.api.baseurl).finish_non_exhaustive()
    }
}
