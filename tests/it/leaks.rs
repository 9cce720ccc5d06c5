//! The API key occurs only in the header of requests to the base URL.

use crate::support::log::Log;
use crate::support::{document_example, path, request};
use heygen_api::{Client, Error, Retry};
use httpmock::prelude::*;

/// A random key, which does not occur anywhere by chance.
fn random_key() -> String {
    use std::hash::{BuildHasher, RandomState};
    let part = || format!("{:016x}", RandomState::new().hash_one("key"));
    format!("hg-{}{}", part(), part())
}

fn shown(error: &(dyn std::error::Error + 'static)) -> String {
    let chain = std::iter::successors(Some(error), |error| error.source());
    chain.map(|error| format!("{error} | {error:?} | {error:#?}\n")).collect()
}

// On one thread, so that its subscriber gets all events.
#[tokio::test]
async fn the_key_is_in_no_error_no_value_and_no_log() {
    let (log, _guard) = Log::start();
    let key = random_key();
    let elsewhere = MockServer::start_async().await;
    let any = elsewhere
        .mock_async(|when, then| {
            when.any_request();
            then.status(200).json_body(document_example());
        })
        .await;
    let mut shown_all = String::new();
    let rows: Vec<(u16, String)> = [200, 201, 204, 302, 307, 400, 401, 403, 404, 408, 410, 413, 429, 500, 502, 503]
        .into_iter()
        .flat_map(|status| {
            let hostile =
                format!(r#"{{"error":{{"code":"{key}","message":"no {key}"}},"warning":{{"message":"{key}"}}}}"#);
            [
                (status, hostile),
                (status, format!("<html>{key}")),
                (status, format!(r#"{{"data":{{"photo_avatar_list":["{key}"]}}}}"#)),
            ]
        })
        .collect();
    for (status, body) in rows {
        let server = MockServer::start_async().await;
        server
            .mock_async(|when, then| {
                when.method(POST).path(path()).header("x-api-key", &key);
                then.status(status)
                    .header("location", elsewhere.url(format!("/{key}")))
                    .header("x-request-id", format!("id-{key}"))
                    .header("sunset", &key)
                    .header("deprecation", "true")
                    .body(body);
            })
            .await;
        let client =
            Client::builder(format!(" {key}\n")).base_url(server.base_url()).retry(Retry::none()).build().unwrap();
        let error = client.add_looks(&request()).await.unwrap_err();
        shown_all += &shown(&error);
        shown_all += &format!("{client:?} {:?}", client.api());
        if let Error::Api(error) = &error {
            shown_all += &String::from_utf8_lossy(&error.body);
        }
    }
    let server = MockServer::start_async().await;
    let mut added = document_example();
    added["warning"] =
        serde_json::json!({ "message": &key, "sunset_date": &key, "v3_endpoint": &key, "docs_url": &key });
    server
        .mock_async(|when, then| {
            when.method(POST).path(path()).header("x-api-key", &key);
            then.status(200).header("x-request-id", &key).json_body(added);
        })
        .await;
    let client = Client::builder(&key).base_url(server.base_url()).build().unwrap();
    shown_all += &format!("{:?}", client.add_looks(&request()).await.unwrap());

    for wrong in [format!("{key} x"), format!("{key}é"), format!("{key}\u{7f}"), format!("\"{key}\n\"")] {
        shown_all += &shown(&Client::new(wrong).unwrap_err());
    }
    let url = format!("https://{key}:{key}@api.heygen.com/?{key}#{key}");
    shown_all += &shown(&Client::builder(&key).base_url(url).build().unwrap_err());
    shown_all += &shown(
        &Client::builder(&key)
            .base_url("http://127.0.0.1:1")
            .retry(Retry::none())
            .build()
            .unwrap()
            .add_looks(&request())
            .await
            .unwrap_err(),
    );

    let logged = log.take();
    assert!(logged.contains("hyper_util") && logged.contains("heygen_api"), "all levels are logged:\n{logged:.400}");
    // Ignore the log of the mock server, which contains the requests.
    let ours: String =
        logged.lines().filter(|line| !line.contains("httpmock")).map(|line| format!("{line}\n")).collect();
    for (what, text) in [("errors and values", &shown_all), ("log", &ours)] {
        let line = text.lines().find(|line| line.contains(&key));
        assert_eq!(line, None, "the key is in the {what}");
    }
    assert!(!ours.contains("Signature="), "a signed URL's query is in the log");
    any.assert_calls_async(0).await;
}
