//! Tests without HeyGen: a local mock server and responses to choose from. See [the guide](crate::guide::testing).
//!
//! [`MockServerExt`] has a typed method for every operation of HeyGen's documents. The generated items of this module and the types of
//! `httpmock` are outside this crate's semver promise.

use std::time::Duration;

use httpmock::Mock;
use serde_json::{Value, json};

pub use crate::generated::mock::{MockServerExt, operations};
pub use httpmock::{self, MockServer};

use crate::client::Client;
use crate::generated::types::{AddLooksData, AddLooksResponse, Look};
use crate::http::retry::Retry;

/// Creates a client for the mock server. Its key is `mock-key`, and it does not retry.
pub fn client(server: &MockServer) -> Client {
    let client = Client::builder("mock-key").base_url(server.base_url()).retry(Retry::none()).build();
    client.expect("a valid key and URL")
}

/// Makes the server send this response to every call of [`Client::add_looks`] with the key `mock-key`.
///
/// The returned mock counts the calls. To change the response, delete the mock and add another one:
///
/// ```
/// # #[tokio::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use heygen_api::{AddLooksRequest, ImageKeys, mock};
///
/// let server = mock::MockServer::start_async().await;
/// let client = mock::client(&server);
/// let keys = ImageKeys::new(["image/a/original"])?;
/// let request = AddLooksRequest::new("group-id", keys, "Dua Casual");
///
/// let call = mock::add_looks(&server, mock::unauthorized()).await;
/// assert!(client.add_looks(request.clone()).await.unwrap_err().is_auth());
/// call.assert_calls_async(1).await;
/// call.delete_async().await;
///
/// mock::add_looks(&server, mock::looks(1)).await;
/// assert!(client.add_looks(request).await.is_ok());
/// # Ok(())
/// # }
/// ```
pub async fn add_looks(server: &MockServer, response: Response) -> Mock<'_> {
    server
        .mock_async(|when, then| {
            let when = operations::AddLooksWhen::new(when).into_inner();
            when.header("x-api-key", "mock-key").header("content-type", "application/json");
            let mut then = then.status(response.status).body(response.body).header("x-request-id", "mock-request");
            for (name, value) in response.headers {
                then = then.header(name, value);
            }
            if let Some(delay) = response.delay {
                then.delay(delay);
            }
        })
        .await
}

/// A response of the mock server, for [`add_looks`].
///
/// ```
/// use std::time::Duration;
/// use heygen_api::mock;
///
/// let slow = mock::looks(1).with_delay(Duration::from_secs(2));
/// let retired_soon = mock::looks(1).with_sunset("Sat, 31 Oct 2026 00:00:00 GMT");
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Response {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: String,
    delay: Option<Duration>,
}

impl Response {
    fn new(status: u16, content_type: &str, body: String) -> Self {
        Self { status, headers: vec![("content-type", content_type.to_owned())], body, delay: None }
    }

    fn json(status: u16, body: Value) -> Self {
        Self::new(status, "application/json", body.to_string())
    }

    /// Delays the response. If the delay is longer than the client's timeout, the call returns
    /// [`Error::Transport`](crate::Error::Transport).
    pub fn with_delay(mut self, delay: Duration) -> Self {
        self.delay = Some(delay);
        self
    }

    /// Adds the headers that announce a retirement: `Deprecation`, and `Sunset` with this date.
    pub fn with_sunset(mut self, sunset: impl Into<String>) -> Self {
        self.headers.extend([("deprecation", "true".to_owned()), ("sunset", sunset.into())]);
        self
    }
}

/// 200 with this many completed looks: `look-1`, `look-2`, and so on. Their image URLs expire in 2038.
pub fn looks(count: usize) -> Response {
    let look = |number| {
        let image_url = format!("https://images.invalid/look-{number}.jpg?Expires=2145916800&Signature=mock");
        Look {
            id: Some(format!("look-{number}")),
            name: Some(format!("Look {number}")),
            group_id: Some("group".to_owned()),
            status: Some("completed".to_owned()),
            created_at: Some(1_760_423_811.586_12),
            image_url: Some(image_url),
            ..Look::default()
        }
    };
    let data = AddLooksData { photo_avatar_list: Some((1..=count).map(look).collect()) };
    Response::json(200, json!(AddLooksResponse { data: Some(data), ..AddLooksResponse::default() }))
}

/// 401: [`Error::is_auth`](crate::Error::is_auth).
pub fn unauthorized() -> Response {
    Response::json(401, json!({ "code": 400112, "message": "Unauthorized" }))
}

/// 403: [`Error::is_auth`](crate::Error::is_auth).
pub fn forbidden() -> Response {
    Response::json(403, json!({ "code": 400562, "message": "forbidden" }))
}

/// 400 with this message: [`Error::Api`](crate::Error::Api).
pub fn bad_request(message: &str) -> Response {
    Response::json(400, json!({ "error": { "code": "invalid_parameter", "message": message }, "data": null }))
}

/// 402: [`Error::is_insufficient_credit`](crate::Error::is_insufficient_credit).
pub fn insufficient_credit() -> Response {
    Response::json(402, json!({ "error": { "code": "insufficient_credit", "message": "Insufficient credit" } }))
}

/// 404 with an error of HeyGen's and this message: [`Error::is_not_found`](crate::Error::is_not_found).
pub fn not_found(message: &str) -> Response {
    Response::json(404, json!({ "error": { "code": "not_found", "message": message }, "data": null }))
}

/// 409: [`Error::Api`](crate::Error::Api), and the looks [may have been added](crate::Error::may_have_been_applied).
pub fn conflict() -> Response {
    Response::json(409, json!({ "error": { "code": "request_in_progress", "message": "request in progress" } }))
}

/// 429 with a `Retry-After` of this many seconds: [`Error::is_rate_limited`](crate::Error::is_rate_limited).
pub fn rate_limited(seconds: u64) -> Response {
    let mut response = Response::json(429, json!({ "code": 400429, "message": "Too many requests" }));
    response.headers.push(("retry-after", seconds.to_string()));
    response
}

/// 410: [`Error::is_retired`](crate::Error::is_retired).
pub fn gone() -> Response {
    html(410)
}

/// 500: [`Error::Api`](crate::Error::Api), and the looks [may have been added](crate::Error::may_have_been_applied).
pub fn internal_error() -> Response {
    Response::json(500, json!({ "error": { "code": "internal_error", "message": "internal error" }, "data": null }))
}

/// An HTML page with this status, as a proxy might send it.
pub fn html(status: u16) -> Response {
    Response::new(status, "text/html", "<!doctype html><title>Error</title>".to_owned())
}

/// 200 with an `error` in its body: [`Error::Api`](crate::Error::Api).
pub fn success_with_error(message: &str) -> Response {
    Response::json(200, json!({ "error": message, "data": null }))
}

/// 200 with a body that does not match the document: [`Error::Decode`](crate::Error::Decode).
pub fn malformed_body() -> Response {
    Response::json(200, json!({ "data": { "photo_avatar_list": "not a list" } }))
}
