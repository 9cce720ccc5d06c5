//! Which requests are retried, by method, and after which delays.

#[path = "support/raw.rs"]
mod raw;

use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use heygen_api::reqwest::{Method, Request, Url};
use heygen_api::{Client, Error, Retry, api};
use progenitor_client::{ClientHooks, OperationInfo};
use raw::Act::{self, Respond, RespondAndReset};
use raw::Server;
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

const OK: &[u8] = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{}";

/// Sends a request of any method, as the generated code of an operation does.
async fn send(server: &Server, method: Method, retry: Retry) -> Result<(), Error> {
    let client = Client::builder("key").base_url(server.url()).retry(retry).build().unwrap();
    let request = Request::new(method, Url::parse(&server.url()).unwrap());
    let call = |api: api::Client| async move {
        let response = api.exec(request, &OperationInfo { operation_id: "any" }).await?;
        match response.status().is_success() {
            true => Ok(api::ResponseValue::new((), response.status(), response.headers().clone())),
            false => Err(api::Error::<()>::UnexpectedResponse(response)),
        }
    };
    client.call(call).await.map(|_| ())
}

fn fast() -> Retry {
    Retry::default().first_delay(Duration::from_millis(1))
}

async fn requests(method: &Method, first: &'static [u8], reset: bool) -> usize {
    let first = if reset { RespondAndReset(first) } else { Respond(first) };
    let server = Server::start(&[first, Respond(OK)]);
    let _ = send(&server, method.clone(), fast()).await;
    server.requests()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idempotent_request_is_retried_after_what_may_have_reached_heygen_and_a_post_is_not() {
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
async fn of_client_errors_only_a_rate_limit_is_retried() {
    for status in [400, 401, 403, 404, 408, 409, 410, 425, 429] {
        let head: &'static [u8] = format!("HTTP/1.1 {status} no\r\nconnection: close\r\n\r\n").leak().as_bytes();
        for method in [Method::GET, Method::POST] {
            let expected = if status == 429 { 2 } else { 1 };
            assert_eq!(requests(&method, head, false).await, expected, "{method} {status}");
        }
    }
}

/// Collects the delays from the log.
#[derive(Clone, Default)]
struct Delays(Arc<Mutex<Vec<u64>>>);

impl<S: Subscriber> Layer<S> for Delays {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        event.record(&mut self.clone());
    }
}

impl Visit for Delays {
    fn record_u64(&mut self, field: &Field, value: u64) {
        if field.name() == "delay_ms" {
            self.0.lock().unwrap().push(value);
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn Debug) {}
}

#[tokio::test]
async fn delays_grow_to_the_maximum_and_end() {
    let delays = Delays::default();
    let _guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(delays.clone()));
    let limited: &[Act] = &[Respond(b"HTTP/1.1 429 no\r\nconnection: close\r\n\r\n")];
    let retry = fast().max_retries(6).first_delay(Duration::from_millis(8)).max_delay(Duration::from_millis(40));
    let server = Server::start(limited);
    assert!(send(&server, Method::POST, retry).await.unwrap_err().is_rate_limited());
    let delays = delays.0.lock().unwrap();
    assert_eq!((delays.len(), server.requests()), (6, 7));
    assert!((8..=16).contains(&delays[0]) && delays[5] == 40, "{delays:?}");
    assert!(delays.iter().all(|delay| (8..=40).contains(delay)), "{delays:?}");
}
