//! Requests by verb and path, and what they have in common with those of generated operations: paths, queries and bodies.

use std::borrow::Cow;
use std::collections::BTreeMap;

use heygen_api::reqwest::{Method, Url};
use heygen_api::runtime::{self, Operation};
use heygen_api::{Client, Error, RequestBuilder};
use httpmock::prelude::*;
use proptest::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};

use crate::support::{add_looks, client};

const SERVER: &str = "https://api.heygen.com";

fn reason(error: Error) -> String {
    let Error::InvalidRequest { reason, .. } = error else { panic!("{error:?}") };
    reason
}

/// The path of a request to `https://example.com`, which `Debug` shows.
fn path_of(request: &RequestBuilder) -> Option<String> {
    let shown = format!("{request:?}");
    shown.split('"').nth(1).map(str::to_owned)
}

fn example() -> Client {
    Client::builder("key").base_url("https://example.com").build().unwrap()
}

#[tokio::test]
async fn a_request_by_path_takes_the_road_of_every_call() {
    let server = MockServer::start_async().await;
    let mock = server
        .mock_async(|when, then| {
            when.method(POST)
                .path("/v3/avatars")
                .query_param("dry", "true")
                .header("x-api-key", "test-key")
                .header("idempotency-key", "order-17")
                .header("accept", "application/json")
                .json_body(json!({ "type": "photo" }));
            then.status(201).header("x-request-id", "r").json_body(json!({ "data": { "id": "a" } }));
        })
        .await;
    let request = client(&server).request(Method::POST, "/v3/avatars").query("dry", true);
    let request = request.header("Idempotency-Key", "order-17").json(&json!({ "type": "photo" }));
    let response = request.send::<Value>().await.unwrap();
    assert_eq!((response.status.as_u16(), response.request_id.as_deref()), (201, Some("r")));
    assert_eq!((&response.body["data"]["id"], &response.headers["x-request-id"]), (&json!("a"), &"r".parse().unwrap()));
    assert!(response.retirement.is_none());
    mock.assert_async().await;
}

#[tokio::test]
async fn an_error_has_its_parts_without_a_match_on_variants() {
    let body = r#"{"error":{"code":"rate","message":"slow"}}"#;
    let error = add_looks("429 -\r\nx-request-id: r\r\nretry-after: 3600", body).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.code(), error.request_id()), (429, Some("rate"), Some("r")));
    assert_eq!((error.retry_after().unwrap().as_secs(), error.body()), (3600, Some(body.as_bytes())));
    assert_eq!(error.headers().unwrap()["retry-after"], "3600");

    let error = add_looks("", "").await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    assert!(error.status().is_none() && error.headers().is_none() && error.body().is_none(), "{error:?}");
    assert!(error.request_id().is_none() && error.retry_after().is_none() && error.code().is_none(), "{error:?}");
}

#[tokio::test]
async fn an_invalid_path_is_not_sent() {
    let client = Client::builder("key").base_url("http://127.0.0.1:1/prefix").build().unwrap();
    for path in ["", "v3/avatars", "https://example.com/v3", "@example.com/v3"] {
        let reason = reason(client.request(Method::GET, path).send::<Value>().await.unwrap_err());
        assert!(reason.contains("must begin with `/`"), "{path}: {reason}");
    }
    for path in ["/", "//example.com", "/v3//avatars", "/v3/"] {
        let reason = reason(client.request(Method::GET, path).send::<Value>().await.unwrap_err());
        assert!(reason.contains("empty segment"), "{path}: {reason}");
    }
    for path in
        ["/v3/../v2", "/..", "/v3/.", "/v3/%2e%2E/v2", "/v3/.%2e", "/v3/a b", "/v3/ü", r"/v3\..\v2", "/v3?a=b", "/v3#a"]
    {
        let reason = reason(client.request(Method::GET, path).send::<Value>().await.unwrap_err());
        assert!(reason.contains("percent-encoded"), "{path}: {reason}");
    }
    let request = example().request(Method::GET, "/v3/avatars/a%2Fb%20c");
    assert_eq!(path_of(&request).as_deref(), Some("/v3/avatars/a%2Fb%20c"));
}

#[tokio::test]
async fn an_invalid_header_or_value_is_not_sent() {
    let client = || Client::builder("key").base_url("http://127.0.0.1:1").build().unwrap().request(Method::GET, "/v3");
    #[derive(Serialize)]
    struct Unsupported {
        map: BTreeMap<Vec<u8>, u8>,
    }
    let unsupported = Unsupported { map: BTreeMap::from([(vec![1], 1)]) };
    for request in [
        client().header("a b", "c"),
        client().header("a", "b\nc"),
        client().json(&unsupported),
        client().form(&json!({ "deep": { "er": [1] } })),
        client().query("deep", json!([[1]])),
    ] {
        let error = request.send::<Value>().await.unwrap_err();
        assert!(!error.may_have_been_applied());
        reason(error);
    }
}

#[tokio::test]
async fn queries_and_forms_have_a_pair_for_each_entry_and_none_for_nothing() {
    let server = MockServer::start_async().await;
    let mock = server
        .mock_async(|when, then| {
            when.method(POST).path("/v3").is_true(|request| {
                let url = Url::parse("http://localhost").unwrap().join(&request.uri().to_string()).unwrap();
                url.query() == Some("limit=2&ratio=0.1&tag=a%26b&tag=c&kind=photo")
                    && request.body_ref() == b"text=a+b&tag=1&tag=2&yes=true"
                    && request.headers()["content-type"] == "application/x-www-form-urlencoded"
            });
            then.status(204);
        })
        .await;
    #[derive(Serialize)]
    struct Form {
        text: &'static str,
        none: Option<u8>,
        tag: [u8; 2],
        yes: bool,
    }
    let request = client(&server).request(Method::POST, "/v3").query("limit", 2).query("ratio", 0.1_f32);
    let request =
        request.query("tag", ["a&b", "c"]).query("none", None::<u8>).query("kind", json!({ "kind": "photo" }));
    let form = Form { text: "a b", none: None, tag: [1, 2], yes: true };
    request.form(&form).send_empty().await.unwrap();
    mock.assert_async().await;
}

#[tokio::test]
async fn the_type_of_bytes_can_be_set_before_or_after_them() {
    let server = MockServer::start_async().await;
    for (content_type, path) in [("application/octet-stream", "/a"), ("image/png", "/b"), ("image/png", "/c")] {
        server
            .mock_async(|when, then| {
                when.path(path).header("content-type", content_type).body("bytes");
                then.status(204);
            })
            .await;
    }
    let request = |path| client(&server).request(Method::POST, path);
    request("/a").bytes("bytes").send_empty().await.unwrap();
    request("/b").bytes("bytes").header("content-type", "image/png").send_empty().await.unwrap();
    request("/c").header("content-type", "image/png").bytes("bytes").send_empty().await.unwrap();
}

static PARTS: Operation = Operation::new("parts", Method::GET, SERVER, "/v3/{}/parts/{}.json");
static PAIR: Operation = Operation::new("pair", Method::GET, SERVER, "/a/{}{}");
static DOTTED: Operation = Operation::new("dotted", Method::GET, SERVER, "/a/.{}?b=c");
static RUN: Operation = Operation::new("run", Method::GET, SERVER, "/a/{}:run/");

#[tokio::test]
async fn a_path_parameter_that_makes_another_path_is_not_sent() {
    for value in ["", ".", ".."] {
        let error = runtime::request(&example(), &PARTS, &[value, "a"]).send::<Value>().await.unwrap_err();
        assert!(reason(error).contains(&format!("must not be {value:?}")));
    }
    for (operation, values) in [(&PAIR, &[".", "."][..]), (&DOTTED, &["."])] {
        reason(runtime::request(&example(), operation, values).send::<Value>().await.unwrap_err());
    }
    assert_eq!(path_of(&runtime::request(&example(), &PARTS, &["a", "."])).as_deref(), Some("/v3/a/parts/..json"));
    assert_eq!(path_of(&runtime::request(&example(), &RUN, &[""])).as_deref(), Some("/a/:run/"));
}

proptest! {
    #[test]
    fn every_path_parameter_stays_in_its_segment(
        one in r"\PC*|[./\\%2eE?#;@:\t\n ]{0,6}",
        two in r"\PC*|[./\\%2eE?#;@:\t\n ]{0,6}",
    ) {
        match path_of(&runtime::request(&example(), &PARTS, &[&one, &two])) {
            None => prop_assert!(matches!(one.as_str(), "" | "." | "..")),
            Some(path) => {
                let segments: Vec<_> = path.split('/').skip(1).collect();
                prop_assert_eq!(segments.len(), 4, "{}", path);
                prop_assert_eq!((segments[0], segments[2]), ("v3", "parts"));
                prop_assert_eq!((decoded(segments[1]), decoded(segments[3])), (one.into(), (two + ".json").into()));
            }
        }
    }
}

/// Decodes a segment as a server does.
fn decoded(segment: &str) -> Cow<'_, str> {
    percent_encoding::percent_decode_str(segment).decode_utf8().unwrap()
}
