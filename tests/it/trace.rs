//! Each call has one span with its outcome, and each client warns once about a retirement.

use crate::support::log::Log;
use crate::support::raw::{Act, Server};
use crate::support::request;
use heygen_api::Client;

const SUNSET: Act = Act::Respond(
    b"HTTP/1.1 200 OK\r\nconnection: close\r\nx-request-id: request-1\r\nsunset: Sat, 31 Oct 2026 00:00:00 GMT\r\n\r\n{\"data\":{}}",
);

const SPAN: &str = "heygen_api{operation=\"add_looks\" http.request.method=POST server.address=\"127.0.0.1\" \
    attempt=1 http.response.status_code=200 request_id=\"request-1\" elapsed_ms=";

// On one thread, which is the one that is logged.
#[tokio::test]
async fn each_call_has_a_span_and_each_client_warns_once() {
    let (log, _guard) = Log::start();
    let server = Server::start(&[SUNSET]);
    let client = Client::builder("key").base_url(server.url()).build().unwrap();
    for _ in 0..3 {
        client.clone().add_looks(request()).await.unwrap();
    }
    let text = log.take();
    let count = |one, other| text.lines().filter(|line| line.contains(one) && line.contains(other)).count();
    assert_eq!(count(SPAN, ": close"), 3, "{text}");
    assert_eq!(count("heygen_api{", ": close"), 3, "{text}");
    assert_eq!(count("heygen_api{", "connecting to"), 3, "events of a call are in its span: {text}");
    assert_eq!(count(" WARN ", "heygen_api::"), 1, "{text}");
    assert_eq!(count(" WARN ", "sunset=\"Sat, 31 Oct 2026 00:00:00 GMT\""), 1, "{text}");
}
