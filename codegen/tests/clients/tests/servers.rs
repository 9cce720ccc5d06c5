//! Clients of two directories and of `heygen-api` itself, in one program.

#[path = "../../../../tests/it/support/tcp.rs"]
mod tcp;

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use clients::{AssetKey, fixtures, uploads};
use heygen_api::{AddLooksRequest, Client, ImageKeys, Retry};
use httpmock::prelude::*;
use serde_json::json;

#[tokio::test]
async fn three_clients_share_one_connection() {
    let connections = Arc::new(AtomicUsize::new(0));
    let count = connections.clone();
    let address = tcp::listen(move |_, mut stream| {
        count.fetch_add(1, Ordering::SeqCst);
        loop {
            tcp::read_request(&mut stream)?;
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n{\"data\":{}}")?;
        }
    });
    let url = format!("http://{address}");
    let client = Client::builder("key").base_url(url).retry(Retry::none()).build().unwrap();
    let (fixtures, uploads) = (fixtures::Client::from(&client), uploads::Client::from(&client));
    let request = AddLooksRequest::new("group", ImageKeys::new(["key"]).unwrap(), "name");
    client.add_looks(request.clone()).await.unwrap();
    fixtures.video_status().video_id("video").send().await.unwrap();
    uploads.restore_asset().body(AssetKey("a".to_owned())).send().await.unwrap();
    client.add_looks(request).await.unwrap();
    assert_eq!(connections.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn an_operation_on_a_server_of_its_own_is_sent_there() {
    let upload = MockServer::start_async().await;
    let mock = upload
        .mock_async(|when, then| {
            when.method(POST)
                .path("/v1/asset")
                .header("x-api-key", "key")
                .header("content-type", "image/png")
                .body("image");
            then.status(200).json_body(json!({ "data": { "image_key": "image/a/original" } }));
        })
        .await;
    let builder = Client::builder("key").base_url("http://127.0.0.1:1");
    let client = builder.server("https://upload.heygen.com", upload.base_url()).build().unwrap();
    let call = uploads::Client::from(&client).upload_asset().content_type("image/png").body("image");
    let asset = call.send().await.unwrap().body.data.unwrap();
    assert_eq!(asset.image_key.as_deref(), Some("image/a/original"));
    mock.assert_calls_async(1).await;
}

/// Without JSON Schemas and mocks, `runtime::response_object!` reads the responses in place of serde's derive.
#[tokio::test]
async fn a_client_with_the_default_options_says_where_a_response_cannot_be_decoded() {
    for (body, message) in [
        (r#"{"data":{"id":7}}"#, "decoded at data.id: invalid type: integer `7`"),
        (r#"{"data":{"id":"a","image_key":null,"id":"b"}}"#, "decoded at data: duplicate field `id`"),
        (r#"{"data":["a","b"]}"#, "decoded at data: invalid type: sequence, expected an object"),
    ] {
        let server = MockServer::start_async().await;
        server.mock_async(|when, then| drop((when.path("/v1/asset"), then.status(200).body(body)))).await;
        let builder = Client::builder("key").server("https://upload.heygen.com", server.base_url());
        let client = uploads::Client::from(&builder.build().unwrap());
        let error = client.upload_asset().content_type("image/png").body("image").send().await.unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }
}

#[tokio::test]
async fn hand_written_types_stand_in_for_a_field_and_for_a_whole_body() {
    let server = MockServer::start_async().await;
    let find = server
        .mock_async(|when, then| {
            when.path("/v1/asset/find").json_body(json!({ "key": "a", "note": "b" }));
            then.status(204);
        })
        .await;
    let restore = server
        .mock_async(|when, then| {
            when.path("/v1/asset/restore").json_body(json!("a"));
            then.status(204);
        })
        .await;
    let client = Client::builder("key").base_url(server.base_url()).build().unwrap();
    let client = uploads::Client::from(&client);
    let key = AssetKey("a".to_owned());
    let request = uploads::types::FindAssetRequest::new(key.clone()).with_note("b".parse().unwrap());
    client.find_asset().body(request).send().await.unwrap();
    client.restore_asset().body(key).send().await.unwrap();
    find.assert_calls_async(1).await;
    restore.assert_calls_async(1).await;
}

#[test]
fn each_client_knows_its_documents() {
    let titles = |documents: &[heygen_api::Document]| documents.iter().map(|it| it.title).collect::<Vec<_>>();
    assert_eq!(titles(uploads::DOCUMENTS), ["Assets"]);
    assert_eq!(fixtures::DOCUMENTS.len(), 4);
    assert_eq!(uploads::BASE_URL, "https://api.heygen.com");
}
