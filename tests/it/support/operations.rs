//! The ways to call the client, for tests that cover all of them.

use heygen_api::api::{self, ResponseValue};
use heygen_api::reqwest::{Method, Response};
use heygen_api::{Client, Error, Look};
use progenitor_client::{ClientHooks, ClientInfo, OperationInfo};
use serde::de::DeserializeOwned;

use super::request;

/// The two ways to add looks: `add_looks`, and `call` with the generated operation.
#[derive(Clone, Copy, Debug)]
pub enum Way {
    AddLooks,
    Call,
}

impl Way {
    pub const ALL: [Self; 2] = [Self::AddLooks, Self::Call];

    /// Makes one call and returns its looks.
    pub async fn send(self, client: &Client) -> Result<Vec<Look>, Error> {
        match self {
            Self::AddLooks => Ok(client.add_looks(&request()).await?.looks),
            Self::Call => {
                let response = client.call(|api| async move { api.add_looks().body(request()).send().await }).await?;
                Ok(response.data.data.and_then(|data| data.photo_avatar_list).unwrap_or_default())
            }
        }
    }
}

/// Sends a request the way generated code does, for HTTP methods that no operation of HeyGen's documents has.
pub async fn exec(api: &api::Client, method: Method) -> Result<Response, api::Error<()>> {
    let request = api.client().request(method, api.baseurl()).build()?;
    Ok(api.exec(request, &OperationInfo { operation_id: "of_the_tests" }).await?)
}

/// The same as [`exec`], with a JSON response.
async fn exec_json<T: DeserializeOwned>(api: &api::Client, method: Method) -> Result<ResponseValue<T>, api::Error<()>> {
    let response = exec(api, method).await?;
    if response.status().is_success() {
        ResponseValue::from_response(response).await
    } else {
        Err(api::Error::UnexpectedResponse(response))
    }
}

/// [`exec_json`] through [`Client::call`].
pub async fn call_json<T: DeserializeOwned>(client: &Client, method: Method) -> Result<(), Error> {
    client.call::<T, _, _>(|api| async move { exec_json(&api, method).await }).await.map(drop)
}
