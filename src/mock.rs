//! Tests without HeyGen (feature `mock`): a server in the test's own process, and ready answers.
//!
//! ```
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! use heygen_api::{AddLooksRequest, ImageKeys, mock};
//!
//! let server = mock::MockServer::start_async().await;
//! let call = mock::add_looks(&server, mock::looks(2)).await;
//! let request = AddLooksRequest::new("group", "name", ImageKeys::new(["a", "b"]).unwrap());
//! assert_eq!(mock::client(&server).add_looks(&request).await.unwrap().looks.len(), 2);
//! call.assert_async().await;
//! # });
//! ```
//!
//! [`MockServerExt`] has a typed method for every operation of HeyGen's documents. As it is generated, it is outside this crate's semver
//! promise, and so is `httpmock`, whose types stand here.

use std::time::Duration;

use httpmock::Mock;
use serde_json::json;

pub use crate::generated::mock::{MockServerExt, operations};
pub use httpmock::{self, MockServer};

use crate::client::Client;
use crate::generated::types::{AddLooksData, AddLooksResponse, Look};
use crate::http::retry::Retry;

/// A client of the mock server, that makes each call once.
///
/// # Panics
/// Never: the key and the server's URL are fit for a client.
pub fn client(server: &MockServer) -> Client {
    let client = Client::builder("mock-key").base_url(server.base_url()).retry(Retry::none()).build();
    client.expect("the URL of a server on this machine is fit")
}

/// Lets the server give this answer to every call of [`Client::add_looks`], and gives the mock to assert calls on.
pub async fn add_looks(server: &MockServer, answer: Answer) -> Mock<'_> {
    server
        .mock_async(|when, then| {
            let when = operations::AddLooksWhen::new(when).into_inner();
            when.header("x-api-key", "mock-key").header("content-type", "application/json");
            let mut then = then.status(answer.status).body(answer.body).header("x-request-id", "mock-request");
            for (name, value) in answer.headers {
                then = then.header(name, value);
            }
            if let Some(delay) = answer.delay {
                then.delay(delay);
            }
        })
        .await
}

/// An answer of the mock server's.
///
/// ```
/// use std::time::Duration;
/// use heygen_api::mock;
///
/// let late: mock::Answer = mock::looks(1).retiring("2026-10-31").after(Duration::from_secs(2));
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: String,
    delay: Option<Duration>,
}

impl Answer {
    fn json(status: u16, body: &impl serde::Serialize) -> Self {
        let body = serde_json::to_string(body).unwrap_or_default();
        Self { status, headers: vec![("content-type", "application/json".to_owned())], body, delay: None }
    }

    /// The same answer, so much later. Later than the client's time-out, it is [`Error::Transport`](crate::Error::Transport).
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = Some(delay);
        self
    }

    /// The same answer, with HeyGen's headers of an operation that it retires: `Deprecation`, and `Sunset` with this date.
    pub fn retiring(mut self, sunset: impl Into<String>) -> Self {
        self.headers.extend([("deprecation", "true".to_owned()), ("sunset", sunset.into())]);
        self
    }
}

/// 200 with so many looks: `look-1`, `look-2`, …, completed, each with an image whose link is signed until 2038.
pub fn looks(count: usize) -> Answer {
    let look = |number: usize| Look {
        id: Some(format!("look-{number}")),
        name: Some(format!("Look {number}")),
        group_id: Some("group".to_owned()),
        status: Some("completed".to_owned()),
        created_at: Some(1_760_423_811.586_12),
        image_url: Some(format!("https://images.invalid/look-{number}.jpg?Expires=2145916800&Signature=mock")),
        ..Look::default()
    };
    let data = AddLooksData { photo_avatar_list: Some((1..=count).map(look).collect()) };
    Answer::json(200, &AddLooksResponse { data: Some(data), ..AddLooksResponse::default() })
}

/// 401: [`Error::is_auth`](crate::Error::is_auth).
pub fn unauthorized() -> Answer {
    Answer::json(401, &json!({ "code": 400112, "message": "Unauthorized" }))
}

/// 403: [`Error::is_auth`](crate::Error::is_auth).
pub fn forbidden() -> Answer {
    Answer::json(403, &json!({ "code": 400562, "message": "forbidden" }))
}

/// 400: [`Error::Api`](crate::Error::Api), with this message.
pub fn refused(message: &str) -> Answer {
    Answer::json(400, &json!({ "error": { "code": "invalid_parameter", "message": message }, "data": null }))
}

/// 429 that asks to wait so many seconds: [`Error::is_rate_limited`](crate::Error::is_rate_limited).
pub fn rate_limited(seconds: u64) -> Answer {
    let mut answer = Answer::json(429, &json!({ "code": 400429, "message": "Too many requests" }));
    answer.headers.push(("retry-after", seconds.to_string()));
    answer
}

/// 410: [`Error::is_retired`](crate::Error::is_retired).
pub fn gone() -> Answer {
    html(410)
}

/// 500, after which nobody knows whether the looks were added: [`Error::may_have_been_applied`](crate::Error::may_have_been_applied).
pub fn internal_error() -> Answer {
    Answer::json(
        500,
        &json!({ "error": { "code": "internal_error", "message": "Something went wrong" }, "data": null }),
    )
}

/// This status with an HTML page, as a proxy before HeyGen answers.
pub fn html(status: u16) -> Answer {
    let mut answer = Answer::json(status, &());
    answer.headers = vec![("content-type", "text/html".to_owned())];
    answer.body = "<!doctype html><title>Error</title>".to_owned();
    answer
}

/// 200 with an `error` in its body: [`Error::Api`](crate::Error::Api).
pub fn success_with_error(message: &str) -> Answer {
    Answer::json(200, &json!({ "error": message, "data": null }))
}

/// 200 with a body that is none of the document's: [`Error::Decode`](crate::Error::Decode).
pub fn not_understood() -> Answer {
    Answer::json(200, &json!({ "data": { "photo_avatar_list": "none" } }))
}
