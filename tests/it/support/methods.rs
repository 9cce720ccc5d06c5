//! The two methods that call the operation, so that one test covers both.

use heygen_api::{AddLooksRequest, Client, Error, Look};

#[derive(Clone, Copy, Debug)]
pub enum Method {
    AddLooks,
    Call,
}

pub const METHODS: [Method; 2] = [Method::AddLooks, Method::Call];

impl Method {
    /// Makes one call and returns its looks.
    pub async fn send(self, client: &Client, request: AddLooksRequest) -> Result<Vec<Look>, Error> {
        match self {
            Self::AddLooks => Ok(client.add_looks(&request).await?.looks),
            Self::Call => {
                let response = client.call(|api| async move { api.add_looks().body(request).send().await }).await?;
                Ok(response.data.data.and_then(|data| data.photo_avatar_list).unwrap_or_default())
            }
        }
    }
}
