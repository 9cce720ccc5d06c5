//! 1,000 calls at once through one client, a tenth of which get a 429.

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use heygen_api::{Client, Retry};
use peak_alloc::PeakAlloc;
use support::{document_example, request};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const CALLS: usize = 1000;

/// Counts the bytes that are allocated: exact, where resident memory is what the allocator keeps.
#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Applies every request but each tenth, which gets a 429, and counts both.
async fn serve(listener: TcpListener, requests: Arc<AtomicUsize>, applied: Arc<AtomicUsize>) {
    let body = document_example().to_string();
    let yes =
        format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    let yes: Arc<str> = yes.into();
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(connection(stream, yes.clone(), requests.clone(), applied.clone()));
    }
}

async fn connection(mut stream: TcpStream, yes: Arc<str>, requests: Arc<AtomicUsize>, applied: Arc<AtomicUsize>) {
    let mut request = Vec::new();
    loop {
        // The body of the request ends in this brace, and its head has none.
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
            &yes
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
        calls.spawn(async move { client.add_looks(&request()).await });
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

/// A round in a runtime of its own: once it is dropped, every connection is closed.
fn ran(retry: Retry) -> (usize, usize, usize, usize) {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(round(retry))
}

#[test]
fn a_thousand_calls_at_once_add_up() {
    let (added, limited, applied, requests) = ran(Retry::none());
    assert_eq!((added, limited), (applied, CALLS / 10), "without retries");
    assert_eq!((added + limited, requests), (CALLS, CALLS));

    let retry =
        Retry::default().max_retries(20).first_delay(Duration::from_millis(5)).max_delay(Duration::from_millis(50));
    let before = MEMORY.current_usage();
    for _ in 0..3 {
        let (added, limited, applied, requests) = ran(retry.clone());
        assert_eq!((added, limited, applied), (CALLS, 0, CALLS), "with retries");
        assert_eq!(requests, applied + requests / 10, "each tenth request was retried");
    }
    let after = MEMORY.current_usage();
    // A response is 2 kB: to leak a fiftieth of each would show.
    assert!(after < before + 3 * CALLS * 40, "{before} then {after} bytes held");
}
