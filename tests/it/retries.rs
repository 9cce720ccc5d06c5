//! Which failures are retried, by HTTP method, and after which delays.

use std::time::Duration;

use crate::support::log::Log;
use crate::support::raw::Act::{Respond, RespondAndReset};
use crate::support::raw::Server;
use crate::support::{call_json, request};
use heygen_api::reqwest::Method;
use heygen_api::{Client, Retry};

const OK: &[u8] = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nnull";

async fn requests(method: &Method, first: &'static [u8], reset: bool) -> usize {
    let first = if reset { RespondAndReset(first) } else { Respond(first) };
    let server = Server::start(&[first, Respond(OK)]);
    let retry = Retry::default().first_delay(Duration::from_millis(1));
    let client = Client::builder("key").base_url(server.url()).retry(retry).build().unwrap();
    let _ = call_json::<()>(&client, method.clone()).await;
    server.requests()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_that_may_have_been_applied_is_retried_only_for_idempotent_methods() {
    const HALF: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 40\r\n\r\n{";
    const UNAVAILABLE: &[u8] = b"HTTP/1.1 503 no\r\nconnection: close\r\n\r\n";
    for (failure, reset) in [(&b""[..], false), (b"", true), (HALF, false), (HALF, true), (UNAVAILABLE, false)] {
        for method in [Method::GET, Method::PUT, Method::DELETE] {
            assert_eq!(requests(&method, failure, reset).await, 2, "{method} {}", String::from_utf8_lossy(failure));
        }
        for method in [Method::POST, Method::PATCH] {
            assert_eq!(requests(&method, failure, reset).await, 1, "{method} {}", String::from_utf8_lossy(failure));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_only_4xx_that_is_retried_is_429() {
    for status in [400, 401, 403, 404, 408, 409, 410, 425, 429] {
        let head: &'static [u8] = format!("HTTP/1.1 {status} no\r\nconnection: close\r\n\r\n").leak().as_bytes();
        for method in [Method::GET, Method::POST] {
            let expected = if status == 429 { 2 } else { 1 };
            assert_eq!(requests(&method, head, false).await, expected, "{method} {status}");
        }
    }
}

// On one thread, which is the one that is logged.
#[tokio::test]
async fn delays_grow_up_to_max_delay() {
    let (log, _guard) = Log::start();
    let retry =
        Retry::default().max_retries(6).first_delay(Duration::from_millis(8)).max_delay(Duration::from_millis(40));
    let server = Server::start(&[Respond(b"HTTP/1.1 429 no\r\nconnection: close\r\n\r\n")]);
    let client = Client::builder("key").base_url(server.url()).retry(retry).build().unwrap();
    assert!(client.add_looks(request()).await.unwrap_err().is_rate_limited());
    let text = log.take();
    let numbers = text.split("delay_ms=").skip(1).map(|rest| rest.split_whitespace().next().unwrap());
    let delays: Vec<u64> = numbers.map(|number| number.parse().unwrap()).collect();
    assert_eq!((delays.len(), server.requests()), (6, 7));
    assert!((8..=16).contains(&delays[0]) && delays[5] == 40, "{delays:?}");
    assert!(delays.iter().all(|delay| (8..=40).contains(delay)), "{delays:?}");
}
