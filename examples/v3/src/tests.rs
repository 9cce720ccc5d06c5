//! What goes wrong on the way to a usable look.

use std::path::PathBuf;
use std::time::Duration;

use heygen_api::mock::{MockServer, client};
use serde_json::{Value, json};

use crate::looks::{Polling, Summary, create_looks, wait_until_usable};
use crate::v3;

const POLLING: Polling = Polling {
    first: Duration::from_millis(10),
    later: Duration::from_millis(10),
    slower_after: Duration::ZERO,
    deadline: Duration::from_millis(50),
};

/// Waits for a look that HeyGen describes like this, and returns the error.
async fn wait_for(look: Value) -> String {
    let server = MockServer::start_async().await;
    server.mock(|when, then| {
        when.path("/v3/avatars/looks/look-1");
        then.status(200).json_body(json!({ "data": look }));
    });
    wait_until_usable(&v3::Client::from(&client(&server)), "look-1", &POLLING).await.unwrap_err().to_string()
}

/// Creates looks of three images, of which the first does not exist, if `POST /v3/avatars` returns this.
async fn create_with(status: u16, body: Value) -> Summary {
    let server = MockServer::start_async().await;
    let uploads = server.mock(|when, then| {
        when.method("POST").path("/v3/assets").body_includes("filename=\"Cargo.toml\"");
        then.status(200).json_body(json!({ "data": { "asset_id": "asset-1" } }));
    });
    let creations = server.mock(|when, then| {
        when.method("POST").path("/v3/avatars").body_includes("asset-1");
        then.status(status).json_body(body);
    });
    let images = ["missing.jpg", "Cargo.toml", "Cargo.toml"].map(PathBuf::from);
    let summary = create_looks(&v3::Client::from(&client(&server)), "group-1", "Summer", &images, || ()).await;
    let [(image, _), ..] = &summary.not_charged[..] else { panic!("the missing file was not reported") };
    assert_eq!(image, &images[0]);
    assert_eq!(uploads.calls(), creations.calls());
    summary
}

#[tokio::test]
async fn a_look_that_failed_is_an_error_with_its_code() {
    let error = json!({ "code": "no_face", "message": "No face was found." });
    assert_eq!(wait_for(json!({ "status": "failed", "error": error })).await, "No face was found. (code no_face)");
}

#[tokio::test]
async fn a_look_without_consent_is_an_error_with_its_code() {
    let look = json!({ "status": "pending_consent", "preview_image_url": "https://example.com/1.jpg" });
    assert!(wait_for(look).await.contains("code pending_consent"));
}

#[tokio::test]
async fn a_look_without_a_size_is_not_usable_at_the_deadline() {
    let look = json!({ "status": "processing", "preview_image_url": "https://example.com/1.jpg", "image_width": 0 });
    assert!(wait_for(look).await.starts_with("not usable after"));
}

#[tokio::test]
async fn an_ambiguous_creation_may_have_been_charged_and_does_not_stop_the_rest() {
    for (status, body) in [(500, json!({})), (200, json!({ "data": { "avatar_item": null } }))] {
        let summary = create_with(status, body).await;
        let counts = (summary.charged.len(), summary.maybe_charged.len(), summary.not_charged.len());
        assert_eq!((counts, summary.not_tried.len()), ((0, 2, 1), 0), "{status}");
    }
}

#[tokio::test]
async fn an_account_without_credit_stops_the_rest() {
    let summary = create_with(402, json!({ "error": { "code": "insufficient_credit" } })).await;
    assert_eq!((summary.maybe_charged.len(), summary.not_charged.len()), (0, 2));
    assert_eq!(summary.not_tried, [PathBuf::from("Cargo.toml")]);
}
