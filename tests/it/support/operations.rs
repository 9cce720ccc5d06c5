//! The ways to call the client, for tests that cover all of them.

use heygen_api::reqwest::Method;
use heygen_api::{Client, Error, Look};
use serde::de::DeserializeOwned;

use super::request;

/// The two ways to add looks: `add_looks`, and the generated operation.
#[derive(Clone, Copy, Debug)]
pub enum Way {
    AddLooks,
    Api,
}

impl Way {
    pub const ALL: [Self; 2] = [Self::AddLooks, Self::Api];

    /// Makes one call and returns its looks.
    pub async fn send(self, client: &Client) -> Result<Vec<Look>, Error> {
        match self {
            Self::AddLooks => Ok(client.add_looks(request()).await?.looks),
            Self::Api => {
                let response = client.api().add_looks().body(request()).send().await?;
                Ok(response.body.data.and_then(|data| data.photo_avatar_list).unwrap_or_default())
            }
        }
    }
}

/// Sends a request with a JSON response, for HTTP methods that no operation of HeyGen's documents has.
pub async fn call_json<T: DeserializeOwned>(client: &Client, method: Method) -> Result<(), Error> {
    client.request(method, "/any").send::<T>().await.map(drop)
}
