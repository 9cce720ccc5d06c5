#!/usr/bin/env bash
# A mock server replies to a request that no mock matches with a 404 and a JSON message, which looks like an error of the mocked API. A mock
# for all other requests must come last in order of creation, in every server tried.
#
# httpmock 0.9.0: 404 with a JSON body. wiremock 0.6.5: an empty 404. mockito 1.7.2: 501. In all three, the first mock that matches wins over
# one that is created later and matches more closely.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "mocks"
edition = "2024"
[dependencies]
httpmock = "=0.9.0"
mockito = "=1.7.2"
reqwest = { version = "=0.13.5", default-features = false }
tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
wiremock = "=0.6.5"
[workspace]
TOML
cat >src/main.rs <<'RUST'
async fn show(server: &str, url: String) {
    let response = reqwest::get(format!("{url}/looks/1")).await.unwrap();
    println!("{server}: {} {}", response.status().as_u16(), response.text().await.unwrap());
}

#[tokio::main]
async fn main() {
    let server = httpmock::MockServer::start_async().await;
    show("httpmock, no mock", server.base_url()).await;
    server.mock(|when, then| drop((when.any_request(), then.status(200).body("any"))));
    server.mock(|when, then| drop((when.path("/looks/1"), then.status(200).body("look"))));
    show("httpmock, any before look", server.base_url()).await;

    let mut server = mockito::Server::new_async().await;
    show("mockito, no mock", server.url()).await;
    let _any = server.mock("GET", mockito::Matcher::Any).with_body("any").create_async().await;
    let _look = server.mock("GET", "/looks/1").with_body("look").create_async().await;
    show("mockito, any before look", server.url()).await;

    use wiremock::{Mock, MockServer, ResponseTemplate, matchers};
    let server = MockServer::start().await;
    show("wiremock, no mock", server.uri()).await;
    let body = |body| ResponseTemplate::new(200).set_body_string(body);
    Mock::given(matchers::any()).respond_with(body("any")).mount(&server).await;
    Mock::given(matchers::path("/looks/1")).respond_with(body("look")).mount(&server).await;
    show("wiremock, any before look", server.uri()).await;
}
RUST
cargo run --quiet | tee seen
diff seen - <<'SEEN'
httpmock, no mock: 404 {"message":"Request did not match any route or mock"}
httpmock, any before look: 200 any
mockito, no mock: 501 
mockito, any before look: 200 any
wiremock, no mock: 404 
wiremock, any before look: 200 any
SEEN
