//! The ways to call the client, for tests that cover all of them.

use heygen_api::api::{self, ResponseValue};
use heygen_api::reqwest::{Method, Response};
use heygen_api::{AddLooksRequest, Client, Error, ImageKeys};
use progenitor_client::{ClientHooks, ClientInfo, OperationInfo};
use serde::de::DeserializeOwned;

/// The two ways to add looks: `add_looks`, and `call` with the generated operation.
#[derive(Clone, Copy, Debug)]
pub enum Way {
    AddLooks,
    Call,
}

impl Way {
    pub const ALL: [Self; 2] = [Self::AddLooks, Self::Call];

    pub async fn send(self, client: &Client) -> Result<(), Error> {
        let request = request();
        match self {
            Self::AddLooks => client.add_looks(&request).await.map(drop),
            Self::Call => client.call(|api| async move { api.add_looks().body(request).send().await }).await.map(drop),
        }
    }
}

pub fn request() -> AddLooksRequest {
    AddLooksRequest::new("group", "name", ImageKeys::new(["key"]).unwrap())
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
