//! Helpers that several test modules share.

pub mod batches;
pub mod document;
pub mod h2;
pub mod log;
pub mod raw;
pub mod tcp;

pub use document::document_example;
use heygen_api::reqwest::Method;
use heygen_api::{AddLooksRequest, AddedLooks, Client, Error, ImageKeys, Retry};
use httpmock::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use raw::{Act, Server};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The path of the operation in HeyGen's document.
pub fn path() -> &'static str {
    &document::OPERATION.0
}

/// Removes members that are null, recursively, and makes `1` equal to `1.0`.
pub fn normalized(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .filter(|(_, member)| !member.is_null())
            .map(|(key, member)| (key.clone(), normalized(member)))
            .collect(),
        Value::Array(entries) => entries.iter().map(normalized).collect(),
        Value::Number(number) => number.as_f64().into(),
        other => other.clone(),
    }
}

pub fn request() -> AddLooksRequest {
    request_for(ImageKeys::new(["image/a/original"]).unwrap())
}

pub fn request_for(keys: ImageKeys) -> AddLooksRequest {
    AddLooksRequest::new("group", keys, "Dua Casual")
}

pub fn client(server: &MockServer) -> Client {
    Client::builder("test-key").base_url(server.base_url()).build().unwrap()
}

/// A response with this status line, perhaps with headers, and this body.
pub fn respond(head: &str, body: &str) -> Act {
    Act::Respond(format!("HTTP/1.1 {head}\r\nconnection: close\r\n\r\n{body}").leak().as_bytes())
}

/// Makes a call, without retries, to a server that sends this response.
pub async fn add_looks(head: &str, body: &str) -> Result<AddedLooks, Error> {
    let server = Server::start(&[respond(head, body)]);
    let client = Client::builder("test-key").base_url(server.url()).retry(Retry::none()).build().unwrap();
    client.add_looks(request()).await
}

/// Sends a request with a JSON response, for HTTP methods that no operation of HeyGen's documents has.
pub async fn call_json<T: DeserializeOwned>(client: &Client, method: Method) -> Result<(), Error> {
    client.request(method, "/any").send::<T>().await.map(drop)
}

/// A number of cases that takes a second or so, and the same ones in each run. PROPTEST_CASES sets another number of random ones.
pub fn cases(few: u32) -> Config {
    let more = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    let rng_seed = if more.is_some() { RngSeed::Random } else { RngSeed::Fixed(2026) };
    Config {
        cases: more.unwrap_or(few),
        failure_persistence: None,
        max_shrink_iters: 64,
        rng_seed,
        ..Config::default()
    }
}
