//! Any generated operation, with the errors of this crate.

use std::future::Future;

use progenitor_client::ResponseValue;
use reqwest::Request;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::answer::Answer;
use crate::{Client, Error, TransportError, generated};

/// What any answer of HeyGen's may have beside its data.
#[derive(Deserialize)]
struct Envelope {
    error: Option<Value>,
    data: Option<serde::de::IgnoredAny>,
    warning: Option<Value>,
}

impl Client {
    /// Calls one operation of the generated client, and makes of its failure an [`Error`] with all that is known.
    ///
    /// As with [`api`](Self::api), what is generated is outside this crate's semver promise. A file is better read from
    /// [`api`](Self::api), as it comes: here the whole answer is kept until it is read, up to the limit on a response's size.
    ///
    /// # Errors
    /// As of [`add_looks`](Self::add_looks): an answer 2xx with an `error` and no `data` is [`Error::Api`].
    ///
    /// ```no_run
    /// # async fn example(client: heygen_api::Client, request: heygen_api::AddLooksRequest) -> Result<(), heygen_api::Error> {
    /// let response = client.call(|api| async move { api.add_looks().body(request).send().await }).await?;
    /// println!("{:?}", response.data);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn call<T, E, F>(&self, call: impl FnOnce(generated::Client) -> F) -> Result<T, Error>
    where
        T: DeserializeOwned,
        F: Future<Output = Result<ResponseValue<T>, generated::Error<E>>>,
    {
        let inner = self.api.inner.keeping();
        let generated::Client { baseurl, client, .. } = &self.api;
        let api = generated::Client { baseurl: baseurl.clone(), client: client.clone(), inner: inner.clone() };
        let (value, answer) = match (call(api).await, inner.take_answer()) {
            (Ok(response), Some(answer)) => (response.into_inner(), answer),
            (result, answer) => return Err(self.failure(result, answer)),
        };
        let settings = &*self.api.inner.settings;
        if let Ok(envelope) = serde_json::from_slice::<Envelope>(&answer.body) {
            if envelope.error.is_some() && envelope.data.is_none() {
                return Err(answer.refused(&settings.key));
            }
            settings.warn_once(answer.retirement(envelope.warning.as_ref(), &settings.key).as_ref());
        }
        Ok(value)
    }

    /// The same without the generated client's way of sending, for the operation that has a method of its own: the answer is read
    /// once, and is known whatever becomes of it.
    pub(crate) async fn asked<T: DeserializeOwned>(
        &self,
        request: Result<Request, generated::Error<()>>,
        operation: &'static str,
    ) -> Result<(T, Box<Answer>), Error> {
        let failed = |error| self.failure::<T, _>(Err::<ResponseValue<T>, _>(error), None);
        let answer = self.api.answered(request.map_err(failed)?, operation, true).await;
        let answer = answer.map_err(|error| failed(generated::Error::CommunicationError(error)))?;
        let settings = &*self.api.inner.settings;
        if !answer.status.is_success() {
            settings.warn_once(answer.retirement(None, &settings.key).as_ref());
        }
        answer.understood(&settings.key)
    }

    /// What the generated client's failure is to a user, with all that is known of the answer.
    fn failure<T: DeserializeOwned, E>(
        &self,
        result: Result<ResponseValue<T>, generated::Error<E>>,
        answer: Option<Box<Answer>>,
    ) -> Error {
        use generated::Error as Failure;
        let key = &self.api.inner.settings.key;
        let lost =
            |source| Error::Transport(TransportError { status: None, request_id: None, body: Vec::new(), source });
        match (result, answer) {
            (_, Some(answer)) if !answer.status.is_success() => answer.refused(key),
            (Err(Failure::InvalidResponsePayload(..)), Some(answer)) => answer.unreadable::<T>(key),
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
