use std::fmt;
use std::future::Future;

use progenitor_client::ResponseValue;
use serde::de::DeserializeOwned;

use crate::error::{Error, TransportError};
use crate::generated;
use crate::generated::types::{AddLooksRequest, AddLooksResponse};
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
        // This type has the members of the envelope, so the body need not be parsed for them once more.
        let response = self.call_with(call, |body: &AddLooksResponse| Envelope::of(&body.error, &body.warning)).await?;
        Ok(AddedLooks {
            looks: response.data.data.and_then(|data| data.photo_avatar_list).unwrap_or_default(),
            request_id: response.request_id,
            retirement: response.retirement,
        })
    }

    /// Calls one operation of the generated client, with this crate's errors. A 2xx with an `error` in its body is [`Error::Api`].
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
        self.call_with(call, |_| None).await
    }

    async fn call_with<T, E, F>(
        &self,
        call: impl FnOnce(generated::Client) -> F,
        envelope: impl FnOnce(&T) -> Option<Envelope>,
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
        let Some(captured) = context.take_captured() else {
            return Err(match result {
                Err(Failure::CommunicationError(source) | Failure::ResponseBodyError(source)) => {
                    Error::Transport(TransportError { status: None, request_id: None, body: Vec::new(), source })
                }
                Err(Failure::InvalidRequest(reason)) => Error::InvalidRequest(reason),
                _ => Error::InvalidRequest("no request was sent".to_owned()),
            });
        };
        if let Err(Failure::InvalidRequest(reason)) = result {
            return Err(Error::InvalidRequest(reason));
        }
        let data = result.ok().map(ResponseValue::into_inner);
        let envelope = data.as_ref().and_then(envelope).unwrap_or_else(|| Envelope::parse(&captured.body));
        let settings = &*context.settings;
        let retirement = response::retirement(&captured.headers, envelope.warning.as_ref(), &settings.key);
        settings.log_retirement(retirement.as_ref());
        captured.into_result(data, &envelope, retirement, &settings.key)
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
