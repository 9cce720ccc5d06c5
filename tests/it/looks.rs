//! The methods of a look, the responses of `mock`, and the JSON Schema of the types.

use std::time::{Duration, SystemTime};

use crate::support::request;
use heygen_api::{AddLooksRequest, Client, Error, Look, Retry, mock};
use serde_json::{Value, json};

fn look(value: Value) -> Look {
    serde_json::from_value(value).unwrap()
}

#[test]
fn created_at_has_microseconds_and_invalid_times_are_none() {
    let time = |seconds: f64| {
        let mut look = Look::default();
        look.created_at = Some(seconds);
        look.created_at_time()
    };
    let since = |micros| Some(SystemTime::UNIX_EPOCH + Duration::from_micros(micros));
    assert_eq!(time(1_760_423_811.586_12), since(1_760_423_811_586_120));
    assert_eq!(time(1_760_423_811.000_001), since(1_760_423_811_000_001));
    assert_eq!(time(1_760_423_811.0), since(1_760_423_811_000_000));
    assert_eq!(time(0.0), since(0));
    for nonsense in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 3.2e16, 1e300] {
        assert_eq!(time(nonsense), None, "{nonsense}");
    }
    assert_eq!(Look::default().created_at_time(), None);
}

/// A custom policy of CloudFront.
const POLICY: &str = "https://a.b/c?Policy=eyJTdGF0ZW1lbnQiOlt7IlJlc291cmNlIjoiaHR0cHM6Ly9hLmIvYz9-PsO~IiwiQ29uZGl0aW9uIjp7IkRhdGVMZXNzVGhhbiI6eyJBV1M6RXBvY2hUaW1lIjoxNzkzNDM2NTc3fX19XX0_&Signature=s&Key-Pair-Id=k";

#[test]
fn a_signed_url_knows_when_it_expires() {
    for (url, seconds) in [
        ("https://a.b/c?Expires=1761028611&Signature=s", Some(1_761_028_611)),
        ("https://a.b/c?Signature=s&Expires=5", Some(5)),
        ("https://a.b/c?Expires=soon", None),
        ("https://a.b/c?Expires=99999999999999999999", None),
        ("https://a.b/c?Expires=999999999999", None),
        ("https://a.b/c?expires=5", None),
        ("https://a.b/c", None),
        ("https://a.b/c?X-Amz-Date=20261031T084937Z&X-Amz-Expires=3600&X-Amz-Signature=s", Some(1_793_440_177)),
        ("https://a.b/c?X-Goog-Expires=604800&X-Goog-Date=20261031T084937Z", Some(1_794_041_377)),
        ("https://a.b/c?X-Amz-Date=20261031T084937Z", None),
        ("https://a.b/c?X-Amz-Date=20261031T084937Z&X-Amz-Expires=18446744073709551615", None),
        ("https://a.b/c?sv=2024-11-04&se=2026-10-31T08%3A49%3A37Z&sr=b&sig=s", Some(1_793_436_577)),
        ("https://a.b/c?se=2026-10-31", Some(1_793_404_800)),
        (POLICY, Some(1_793_436_577)),
        ("https://a.b/c?Policy=e30_&Signature=s", None),
        ("https://a.b/c?Expires=1793436578&se=2026-10-31T08%3A49%3A37Z", Some(1_793_436_577)),
        ("no url?Expires=5", None),
    ] {
        let image = look(json!({ "image_url": url })).image().unwrap();
        assert_eq!(image.url, url);
        let at = seconds.map(|seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
        assert_eq!(image.expires_at, at, "{url}");
        assert!(!format!("{image:?} {image}").contains('?'));
        let Some(at) = at else {
            assert!(!image.is_expired_at(SystemTime::now()) && image.expires_in(SystemTime::now()).is_none());
            continue;
        };
        let second = Duration::from_secs(1);
        assert!(image.is_expired_at(at) && !image.is_expired_at(at - second));
        assert_eq!(image.expires_in(at - second), Some(second));
        assert_eq!(image.expires_in(at + second), Some(Duration::ZERO));
    }
    for nothing in [json!({}), json!({ "image_url": null }), json!({ "image_url": "" })] {
        assert!(look(nothing).image().is_none());
    }
}

#[tokio::test]
async fn a_request_that_no_mock_matches_is_not_a_missing_group() {
    let server = mock::MockServer::start_async().await;
    let error = mock::client(&server).add_looks(request()).await.unwrap_err();
    assert_eq!((error.code(), error.status().unwrap().as_u16()), (Some("no_mock_matched"), 404), "{error:?}");
    assert!(!error.is_not_found() && !error.is_retired());
}

#[tokio::test]
async fn each_mock_response_causes_its_documented_error() {
    type Question = fn(&Error) -> bool;
    let rows: [(mock::Response, Question); 12] = [
        (mock::unauthorized(), Error::is_auth),
        (mock::forbidden(), Error::is_auth),
        (
            mock::bad_request("no such group"),
            |e| matches!(e, Error::Api(e) if e.message == "no such group" && e.response.status == 400),
        ),
        (mock::rate_limited(7), |e| matches!(e, Error::Api(e) if e.retry_after == Some(Duration::from_secs(7)))),
        (mock::insufficient_credit(), Error::is_insufficient_credit),
        (mock::not_found("no such group"), |e| e.is_not_found() && e.to_string().contains("no such group")),
        (mock::conflict(), |e| matches!(e, Error::Api(_)) && e.may_have_been_applied()),
        (mock::gone(), Error::is_retired),
        (mock::internal_error(), |e| matches!(e, Error::Api(_)) && e.may_have_been_applied()),
        (mock::html(502), |e| matches!(e, Error::Api(e) if e.message == "Bad Gateway")),
        (mock::success_with_error("out of credit"), |e| matches!(e, Error::Api(e) if e.message == "out of credit")),
        (mock::malformed_body(), |e| matches!(e, Error::Decode(e) if e.path == "data.photo_avatar_list")),
    ];
    for (response, question) in rows {
        let server = mock::MockServer::start_async().await;
        let call = mock::add_looks(&server, response.clone()).await;
        let error = mock::client(&server).add_looks(request()).await.unwrap_err();
        assert!(question(&error), "{response:?}: {error:?}");
        call.assert_async().await;
    }
    let server = mock::MockServer::start_async().await;
    mock::add_looks(&server, mock::looks(1).with_delay(Duration::from_secs(5))).await;
    let builder = Client::builder("mock-key").base_url(server.base_url()).retry(Retry::none());
    let error = builder.timeout(Duration::from_millis(100)).build().unwrap().add_looks(request()).await.unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.is_timeout()), "{error:?}");
}

#[tokio::test]
async fn mock_looks_have_images_and_times() {
    let server = mock::MockServer::start_async().await;
    mock::add_looks(&server, mock::looks(3).with_sunset("Sat, 31 Oct 2026 00:00:00 GMT")).await;
    let added = mock::client(&server).add_looks(request()).await.unwrap();
    assert_eq!(added.looks.len(), 3);
    assert!(added.looks.iter().all(|look| look.image().is_some() && look.created_at_time().is_some()));
    assert_eq!(added.request_id.as_deref(), Some("mock-request"));
    assert_eq!(added.retirement.unwrap().sunset.as_deref(), Some("Sat, 31 Oct 2026 00:00:00 GMT"));
}

#[tokio::test(flavor = "multi_thread")]
async fn generated_mocks_match_a_typed_request() {
    use heygen_api::mock::MockServerExt;
    let server = mock::MockServer::start_async().await;
    let typed = server.add_looks(|when, then| {
        when.body(&request());
        then.into_inner().status(200).json_body(json!({ "data": {} }));
    });
    assert!(mock::client(&server).add_looks(request()).await.unwrap().looks.is_empty());
    typed.assert();
}

/// Removes what the two generators of schemas write differently.
fn plain(mut schema: Value) -> Value {
    for key in ["$schema", "title", "description", "examples", "example", "x-replace-with"] {
        schema.as_object_mut().unwrap().remove(key);
    }
    for property in schema["properties"].as_object_mut().unwrap().values_mut() {
        property.as_object_mut().unwrap().remove("description");
        // An optional property accepts null in Rust, but is never sent as null.
        if let Some([one, _]) = property["type"].as_array().map(Vec::as_slice) {
            property["type"] = one.clone();
        }
    }
    schema["required"].as_array_mut().unwrap().sort_by_key(Value::to_string);
    schema
}

#[test]
fn the_json_schema_of_the_request_matches_the_document() {
    let ours = serde_json::to_value(schemars::schema_for!(AddLooksRequest)).unwrap();
    assert!(ours["properties"]["name"]["description"].is_string(), "{ours:#}");
    let sources = heygen_api_codegen::Source::read_dir("openapi".as_ref()).unwrap();
    let schemas = &heygen_api_codegen::generate(&sources).unwrap().document["components"]["schemas"];
    let mut theirs = schemas["AddLooksRequest"].clone();
    let mut keys = schemas["ImageKeys"].clone();
    keys.as_object_mut().unwrap().retain(|key, _| ["type", "items", "minItems", "maxItems"].contains(&key.as_str()));
    keys["items"] = json!({ "type": "string" });
    theirs["properties"]["image_keys"] = keys;
    // Tools need to know.
    theirs["additionalProperties"] = json!(false);
    assert_eq!(plain(ours), plain(theirs));
    let response = serde_json::to_value(schemars::schema_for!(heygen_api::AddLooksResponse)).unwrap();
    assert!(response["$defs"]["Look"]["properties"]["created_at"].is_object(), "{response:#}");
}
