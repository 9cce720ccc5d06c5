//! 1,000 concurrent calls of one client. Every tenth request gets a 429.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use heygen_api::{Client, Retry};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::document::document_example;
use crate::{ALONE, MEMORY, request};

const CALLS: usize = 1000;

/// Returns 429 to every tenth request, applies the others, and counts both.
async fn serve(listener: TcpListener, requests: Arc<AtomicUsize>, applied: Arc<AtomicUsize>) {
    let body = document_example().to_string();
    let ok =
        format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    let ok: Arc<str> = ok.into();
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(connection(stream, ok.clone(), requests.clone(), applied.clone()));
    }
}

async fn connection(mut stream: TcpStream, ok: Arc<str>, requests: Arc<AtomicUsize>, applied: Arc<AtomicUsize>) {
    let mut request = Vec::new();
    loop {
        // The body ends with a brace, and the head contains none.
        while !request.ends_with(b"}") {
            match stream.read_buf(&mut request).await {
                Ok(0) | Err(_) => return,
                Ok(_) => {}
            }
        }
        request.clear();
        let response = if requests.fetch_add(1, Ordering::SeqCst) % 10 == 9 {
            "HTTP/1.1 429 Too Many Requests\r\ncontent-length: 0\r\n\r\n"
        } else {
            applied.fetch_add(1, Ordering::SeqCst);
            &ok
        };
        if stream.write_all(response.as_bytes()).await.is_err() {
            return;
        }
    }
}

async fn round(retry: Retry) -> (usize, usize, usize, usize) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let (requests, applied) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let server = tokio::spawn(serve(listener, requests.clone(), applied.clone()));
    let client = Client::builder("key").base_url(base).retry(retry).build().unwrap();
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..CALLS {
        let client = client.clone();
        calls.spawn(async move { client.add_looks(request()).await });
    }
    let (mut added, mut limited) = (0, 0);
    while let Some(result) = calls.join_next().await {
        match result.unwrap() {
            Ok(_) => added += 1,
            Err(error) if error.is_rate_limited() => limited += 1,
            Err(other) => panic!("{other:?}"),
        }
    }
    server.abort();
    (added, limited, applied.load(Ordering::SeqCst), requests.load(Ordering::SeqCst))
}

/// Runs a round in its own runtime. Dropping it closes every connection.
fn ran(retry: Retry) -> (usize, usize, usize, usize) {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(round(retry))
}

#[test]
fn a_thousand_concurrent_calls_are_each_applied_once() {
    let _alone = ALONE.lock();
    let (added, limited, applied, requests) = ran(Retry::none());
    assert_eq!((added, limited), (applied, CALLS / 10), "without retries");
    assert_eq!((added + limited, requests), (CALLS, CALLS));

    let retry =
        Retry::default().max_retries(20).first_delay(Duration::from_millis(5)).max_delay(Duration::from_millis(50));
    let before = MEMORY.current_usage();
    for _ in 0..3 {
        let (added, limited, applied, requests) = ran(retry.clone());
        assert_eq!((added, limited, applied), (CALLS, 0, CALLS), "with retries");
        assert_eq!(requests, applied + requests / 10, "every tenth request was retried");
    }
    let after = MEMORY.current_usage();
    // A response has 2 kB, so this detects a leak of 2 % of each.
    assert!(after < before + 3 * CALLS * 40, "{before} then {after} bytes held");
}
