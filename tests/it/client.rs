//! The client end to end: what the server receives, and what the caller gets.

use crate::support::{add_looks, client, document_example, path, request};
use heygen_api::{Client, Error, Look};
use httpmock::prelude::*;
use serde_json::{Value, json};

#[tokio::test]
async fn the_request_matches_the_document_and_has_the_api_key() {
    let server = MockServer::start_async().await;
    let mock = server
        .mock_async(|when, then| {
            when.method(POST)
                .path(path())
                .header("x-api-key", "test-key")
                .header("content-type", "application/json")
                .is_true(|request| !request.headers().contains_key("api-version"))
                .is_true(|request| {
                    serde_json::from_slice::<Value>(request.body_ref()).unwrap()
                        == json!({"group_id": "group", "name": "Dua Casual", "image_keys": ["image/a/original"]})
                });
            then.status(200).json_body(document_example());
        })
        .await;

    client(&server).add_looks(request()).await.unwrap();
    mock.assert_async().await;
    client(&server).api().add_looks().body(request()).send().await.unwrap();
    mock.assert_calls_async(2).await;
}

#[tokio::test]
async fn unknown_null_and_missing_fields_decode() {
    let looks = json!([
        {"id": "a", "status": "never_seen_before", "business_type": "dreamt", "created_at": 1_760_423_811, "new": {"deep": [1]}},
        {"id": null, "created_at": null, "upscale_availability": null, "is_motion": null, "name": null},
        {},
    ]);
    let added =
        add_looks("200 OK", &json!({"error": null, "data": {"photo_avatar_list": looks}, "other": true}).to_string())
            .await
            .unwrap();
    // Compared as JSON, because HeyGen may turn both into enums.
    let look = serde_json::to_value(&added.looks[0]).unwrap();
    assert_eq!(look["status"], "never_seen_before");
    assert_eq!(look["business_type"], "dreamt");
    assert_eq!(added.looks[0].created_at, Some(1_760_423_811.0));
    assert_eq!(added.looks[1..], [Look::default(), Look::default()]);
}

#[tokio::test]
async fn a_decode_error_has_the_status_the_path_and_the_whole_body() {
    let body = r#"{"data":{"photo_avatar_list":[{"id":"a"},{"created_at":"yesterday"}]}}"#;
    let error = add_looks("200 OK\r\nx-request-id: request-1", body).await.unwrap_err();
    assert!(error.may_have_been_applied());
    let Error::Decode(error) = error else { panic!("{error:?}") };
    assert_eq!(error.response.status, 200);
    assert_eq!(error.path, "data.photo_avatar_list[1].created_at");
    assert_eq!(error.response.request_id.as_deref(), Some("request-1"));
    assert_eq!(error.response.headers["x-request-id"], "request-1");
    assert_eq!(*error.response.body, *body.as_bytes());
    assert!(error.to_string().contains("may have been applied"), "{error}");
}

#[tokio::test]
async fn the_user_agent_names_this_crate_after_the_users_product() {
    let server = MockServer::start_async().await;
    let own = concat!("heygen-api/", env!("CARGO_PKG_VERSION"));
    for (product, expected) in [(None, own.to_owned()), (Some("my-program/1.0"), format!("my-program/1.0 {own}"))] {
        let mock = server
            .mock_async(|when, then| {
                when.path(path()).header("user-agent", expected);
                then.status(200).json_body(document_example());
            })
            .await;
        let mut builder = Client::builder("key").base_url(server.base_url());
        if let Some(product) = product {
            builder = builder.user_agent(product);
        }
        builder.build().unwrap().add_looks(request()).await.unwrap();
        mock.assert_async().await;
    }
    assert!(Client::builder("key").user_agent("a\nb").build().is_err());
}
