//! A mock of HeyGen that replies with the examples in openapi/. A look is usable after it was read twice.

use std::error::Error;
use std::sync::atomic::{AtomicUsize, Ordering};

use heygen_api::mock::MockServer;
use heygen_api::mock::httpmock::HttpMockResponse;
use serde_json::{Value, json};

pub async fn heygen() -> Result<MockServer, Box<dyn Error>> {
    let server = MockServer::start_async().await;
    let asset = example(include_str!("../openapi/upload-asset.json"))?;
    let created = example(include_str!("../openapi/create-avatar.json"))?;
    let mut look = example(include_str!("../openapi/get-avatar-look.json"))?;
    let mut first = example(include_str!("../openapi/list-avatar-looks.json"))?;
    look["data"]["preview_image_url"] = json!(server.url("/look-1.jpg"));
    first["data"][0] = look["data"].clone();
    let mut last = first.clone();
    last["data"][0]["id"] = json!("look-2");
    (first["has_more"], first["next_token"]) = (json!(true), json!("page-2"));

    server.mock(|when, then| {
        when.method("POST").path("/v3/assets").header("x-api-key", "mock-key");
        then.status(200).json_body(asset);
    });
    let processing = json!({ "data": created["data"]["avatar_item"] });
    let looks = AtomicUsize::new(0);
    server.mock(|when, then| {
        when.method("POST").path("/v3/avatars").header("x-api-key", "mock-key");
        then.respond_with(move |_| {
            let mut created = created.clone();
            created["data"]["avatar_item"]["id"] = json!(format!("look-{}", looks.fetch_add(1, Ordering::Relaxed) + 1));
            HttpMockResponse::builder().status(200).body(created.to_string()).build()
        });
    });
    for id in ["look-1", "look-2"] {
        let reads = AtomicUsize::new(0);
        server.mock(|when, then| {
            let is_early = move |_: &_| reads.fetch_add(1, Ordering::Relaxed) < 2;
            when.method("GET").path(format!("/v3/avatars/looks/{id}")).is_true(is_early);
            then.status(200).json_body(processing.clone());
        });
        server.mock(|when, then| {
            when.method("GET").path(format!("/v3/avatars/looks/{id}"));
            then.status(200).json_body(look.clone());
        });
    }
    server.mock(|when, then| {
        when.method("GET").path("/v3/avatars/looks").query_param("token", "page-2");
        then.status(200).json_body(last);
    });
    server.mock(|when, then| {
        when.method("GET").path("/v3/avatars/looks").query_param("group_id", "group-1").query_param_missing("token");
        then.status(200).json_body(first);
    });
    server.mock(|when, then| {
        when.method("GET").path("/look-1.jpg").header_missing("x-api-key");
        then.status(200).body("an image");
    });
    Ok(server)
}

/// The example of a response.
fn example(document: &str) -> Result<Value, Box<dyn Error>> {
    let document: Value = serde_json::from_str(document)?;
    let operation = document["paths"].as_object().and_then(|paths| paths.values().next()?.as_object()?.values().next());
    let operation = operation.ok_or("a document without an operation")?;
    Ok(operation["responses"]["200"]["content"]["application/json"]["example"].clone())
}
