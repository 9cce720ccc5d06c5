//! Which servers the API key is sent to.

use heygen_api::reqwest::Method;
use heygen_api::runtime::{self, Operation};
use heygen_api::{Client, ClientBuilder, ConfigError, Error};
use httpmock::prelude::*;

static UPLOAD: Operation = Operation::new("upload", Method::POST, "https://upload.heygen.com", "/v1/asset");
static PLAIN: Operation = Operation::new("plain", Method::POST, "http://upload.heygen.com", "/v1/asset");
static SAME: Operation = Operation::new("same", Method::POST, "https://API.heygen.com:443/", "/v1/asset");

async fn send(builder: ClientBuilder, operation: &'static Operation) -> Result<(), Error> {
    runtime::request(&builder.build().unwrap(), operation, &[]).send_empty().await.map(drop)
}

async fn server() -> MockServer {
    let server = MockServer::start_async().await;
    server
        .mock_async(|when, then| {
            when.path("/v1/asset").header("x-api-key", "key");
            then.status(204);
        })
        .await;
    server
}

fn refused(result: Result<(), Error>) -> String {
    let Err(error @ Error::Config(ConfigError::Server { .. })) = result else { panic!("{result:?}") };
    assert!(!error.may_have_been_applied());
    error.to_string()
}

#[tokio::test]
async fn an_operation_on_another_server_is_not_sent_if_only_the_base_url_is_replaced() {
    let server = server().await;
    let builder = || Client::builder("key").base_url(server.base_url());
    let error = refused(send(builder(), &UPLOAD).await);
    assert!(error.contains("https://upload.heygen.com") && error.contains("ClientBuilder::server"), "{error}");
    let other = builder().server("https://other.heygen.com", server.base_url());
    refused(send(other, &UPLOAD).await);
    send(builder().server("https://upload.heygen.com", server.base_url()), &UPLOAD).await.unwrap();
    send(builder().server("https://Upload.heygen.com:443/", server.base_url()), &UPLOAD).await.unwrap();
}

#[tokio::test]
async fn the_key_is_not_sent_in_plain_text_to_another_server() {
    refused(send(Client::builder("key"), &PLAIN).await);
    let builder = Client::builder("key").server("https://upload.heygen.com", "http://upload.heygen.com");
    assert!(matches!(builder.build(), Err(Error::Config(ConfigError::BaseUrl { .. }))));
}

#[tokio::test]
async fn a_server_that_is_written_in_another_way_is_the_base_url() {
    let server = server().await;
    send(Client::builder("key").base_url(server.base_url()), &SAME).await.unwrap();
}
