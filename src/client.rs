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

/// A client for HeyGen's API. Cheap to clone; clones share their connections.
#[derive(Clone)]
pub struct Client {
    pub(crate) api: generated::Client,
}

impl Client {
    /// Adds looks to a photo avatar group. Not idempotent: a second call adds the looks a second time, and may cost.
    /// [The guide](crate::guide::errors) explains what to do after an error.
    ///
    /// ```no_run
    /// # async fn example(client: heygen_api::Client, keys: heygen_api::ImageKeys) -> Result<(), heygen_api::Error> {
    /// let request = heygen_api::AddLooksRequest::new("group-id", "Dua Casual", keys);
    /// println!("{} looks", client.add_looks(&request).await?.looks.len());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn add_looks(&self, request: &AddLooksRequest) -> Result<AddedLooks, Error> {
        let request = request.clone();
        let call = |api: generated::Client| async move { api.add_looks().body(request).send().await };
        let envelope = |response: Option<&AddLooksResponse>, body: &[u8]| match response {
            // The members of a success are known: its body need not be parsed for them once more.
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

    /// Calls one operation of the generated client, with this crate's errors. A 2xx with an `error` in its body is [`Error::Api`].
    ///
    /// [The guide](crate::guide::operations) explains how to add an operation.
    ///
    /// Outside this crate's semver promise, as is [`api`](Self::api). The whole response is held in memory, up to the limit on its size:
    /// stream a file from [`api`](Self::api) instead.
    ///
    /// ```no_run
    /// # async fn example(client: heygen_api::Client, request: heygen_api::AddLooksRequest) -> Result<(), heygen_api::Error> {
    /// let response = client.call(|api| async move { api.add_looks().body(request).send().await }).await?;
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

    /// The generated client, with every operation of the documents in `openapi/`. It has the API key, retries, limits and timeouts of
    /// this client, but its own errors, and it streams the bodies of responses.
    ///
    /// Outside this crate's semver promise: it exposes types of `progenitor-client`, and the generated code changes with HeyGen's
    /// documents.
    pub fn api(&self) -> &generated::Client {
        &self.api
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base_url", &self.api.baseurl).finish_non_exhaustive()
    }
}
