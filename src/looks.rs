use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde_json::Value;

use crate::client::Client;
use crate::error::Error;
use crate::generated;
use crate::generated::types::{AddLooksRequest, AddLooksResponse, Look};
use crate::http::Response;
use crate::retirement::RetirementNotice;

impl Client {
    /// Adds looks to a photo avatar group.
    ///
    /// This is not idempotent: a second call adds the looks a second time, and may cost credit. [The guide](crate::guide::errors) explains
    /// what to do after an error.
    ///
    /// ```
    /// # async fn example(client: heygen_api::Client) -> Result<(), heygen_api::Error> {
    /// use heygen_api::{AddLooksRequest, ImageKeys};
    ///
    /// let keys = ImageKeys::new(["image/a/original"])?;
    /// let request = AddLooksRequest::new("group-id", keys, "Dua Casual");
    /// match client.add_looks(request).await {
    ///     Ok(added) => println!("{} looks", added.looks.len()),
    ///     Err(error) if error.may_have_been_applied() => println!("unknown: {error}"),
    ///     Err(error) => println!("not added: {error}"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn add_looks(&self, request: AddLooksRequest) -> Result<AddedLooks, Error> {
        let mut response = self.api().add_looks().body(request).send().await?;
        let key = &self.context.key;
        let Some(data) = response.body.data.take() else {
            return Err(response.into_missing_member_error("data", key));
        };
        let is_unknown_form = data.photo_avatar_list.is_none() && has_other_data(&response);
        let body = is_unknown_form.then(|| key.redact_body(response.raw).into());
        Ok(AddedLooks {
            looks: data.photo_avatar_list.unwrap_or_default(),
            status: response.status,
            headers: response.headers,
            request_id: response.request_id,
            retirement: response.retirement,
            body,
        })
    }

    /// Returns the generated client, which has every operation of the documents in `openapi/`.
    ///
    /// It uses the API key, retries, limits and timeouts of this client. The generated code changes with HeyGen's documents, so it is
    /// outside the crate's semver promise.
    pub fn api(&self) -> generated::Client {
        self.into()
    }
}

/// Returns true if the data of a response has members, other than a list of looks that is null.
fn has_other_data(response: &Response<AddLooksResponse>) -> bool {
    let body: Value = serde_json::from_slice(&response.raw).unwrap_or_default();
    let mut members = body["data"].as_object().into_iter().flatten();
    members.any(|(name, value)| name != "photo_avatar_list" && !value.is_null())
}

/// The looks that [`Client::add_looks`](crate::Client::add_looks) added.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct AddedLooks {
    /// The looks, in HeyGen's order. Their image URLs expire after 7 days: see [`Look::image`].
    pub looks: Vec<Look>,
    /// The HTTP status, a 2xx.
    pub status: StatusCode,
    /// The response headers.
    pub headers: HeaderMap,
    /// `X-Request-Id`, which HeyGen's support asks for.
    pub request_id: Option<String>,
    /// HeyGen's notice that it retires the operation, if the response has one.
    pub retirement: Option<RetirementNotice>,
    /// The body of the response, if it has data but no list of looks: the looks may be in there, in a form that this version does not know.
    pub body: Option<Vec<u8>>,
}
