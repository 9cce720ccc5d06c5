//! Calls with several attempts, and calls that send nothing.

use std::io::Write;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::support::raw::Act::{self, NeverRespond, Respond};
use crate::support::raw::Server;
use crate::support::tcp::{listen, read_request};
use crate::support::{call_json, request};
use heygen_api::reqwest::Method;
use heygen_api::{Client, Error, Retry};

const LOOKS: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n{\"data\":{}}";
const UNAUTHORIZED: Act = Respond(b"HTTP/1.1 401 -\r\nconnection: close\r\n\r\n{\"code\":1,\"message\":\"no\"}");
const NOT_FOUND: Act = Respond(b"HTTP/1.1 404 -\r\nconnection: close\r\n\r\n{\"code\":1,\"message\":\"no\"}");
const RATE_LIMITED: &[u8] = b"HTTP/1.1 429 -\r\nconnection: close\r\n\r\n";
const BAD_GATEWAY: &[u8] = b"HTTP/1.1 502 -\r\nconnection: close\r\n\r\n";

fn client(base: String) -> Client {
    let retry = Retry::default().first_delay(Duration::from_millis(1));
    Client::builder("key").base_url(base).retry(retry).build().unwrap()
}

async fn call(base: String, method: Method) -> Error {
    call_json::<()>(&client(base), method).await.unwrap_err()
}

/// Starts a server that sends these bytes to one request and then stops listening. Returns its URL.
fn server_of_one_request(response: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        drop(listener);
        read_request(&mut stream)?;
        stream.write_all(response)
    });
    url
}

#[tokio::test(flavor = "multi_thread")]
async fn may_have_been_applied_covers_earlier_attempts() {
    for method in [Method::PUT, Method::DELETE] {
        for (later, status) in [(NOT_FOUND, 404), (UNAUTHORIZED, 401)] {
            let server = Server::start(&[Respond(BAD_GATEWAY), later]);
            let error = call(server.url(), method.clone()).await;
            assert_eq!(error.status().unwrap(), status, "{error:?}");
            assert_eq!(server.requests(), 2);
            assert!(error.may_have_been_applied(), "{method}: 502, then {status}");
        }

        for (response, first) in [(BAD_GATEWAY, "502"), (b"", "a lost connection")] {
            let error = call(server_of_one_request(response), method.clone()).await;
            assert!(matches!(&error, Error::Transport(error) if error.is_connect()), "{error:?}");
            assert!(error.may_have_been_applied(), "{method}: {first}, then no connection");
            assert!(error.to_string().contains("an earlier attempt may have been applied"), "{error}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_is_still_connecting_was_not_applied() {
    // The system accepts the connection, but nobody answers the TLS handshake.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let builder = || {
        let builder = Client::builder("key").base_url(format!("https://{}", listener.local_addr().unwrap()));
        builder.retry(Retry::default().first_delay(Duration::from_millis(1)))
    };
    let short = Duration::from_millis(100);
    for builder in [builder().timeout(short), builder().deadline(short), builder().connect_timeout(short)] {
        let error = builder.build().unwrap().add_looks(request()).await.unwrap_err();
        assert!(!error.may_have_been_applied(), "{error:?}");
        assert_eq!(error.to_string(), "the connection to HeyGen timed out; nothing was sent");
        assert!(matches!(error, Error::Transport(error) if error.is_connect() && error.is_timeout()));
    }
    // One connection for each attempt of the first and the last, and one for the deadline.
    listener.set_nonblocking(true).unwrap();
    assert_eq!(listener.incoming().take_while(Result::is_ok).count(), 3 + 1 + 3);
}

#[tokio::test]
async fn a_connection_that_the_server_closed_between_calls_is_not_used() {
    let connections = Arc::<Mutex<Vec<TcpStream>>>::default();
    let open = connections.clone();
    let address = listen(move |_, mut stream| {
        open.lock().unwrap().push(stream.try_clone()?);
        read_request(&mut stream)?;
        stream.write_all(LOOKS)
    });
    let client = client(format!("http://{address}"));
    for _ in 0..10 {
        client.add_looks(request()).await.unwrap();
        // While the runtime of this test does not run.
        let connection = connections.lock().unwrap().pop().expect("a new connection");
        connection.shutdown(Shutdown::Both).unwrap();
    }
}

#[tokio::test]
async fn a_connection_is_not_used_after_it_was_idle_for_a_minute() {
    let connections = Arc::<AtomicUsize>::default();
    let count = connections.clone();
    let address = listen(move |_, mut stream| {
        count.fetch_add(1, Ordering::SeqCst);
        loop {
            read_request(&mut stream)?;
            stream.write_all(LOOKS)?;
        }
    });
    let client = client(format!("http://{address}"));
    client.add_looks(request()).await.unwrap();
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(59)).await;
    tokio::time::resume();
    client.add_looks(request()).await.unwrap();
    assert_eq!(connections.load(Ordering::SeqCst), 2);
}

// Its clock jumps to the next time-out once nothing else is left to do.
#[tokio::test(start_paused = true)]
async fn the_default_timeout_of_an_attempt_is_120_s() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let client = client(format!("http://{}", listener.local_addr().unwrap()));
    let begin = tokio::time::Instant::now();
    client.add_looks(request()).await.unwrap_err();
    assert_eq!(begin.elapsed().as_secs(), 120);
}

#[tokio::test(flavor = "multi_thread")]
async fn attempts_that_were_not_applied_do_not_count() {
    let error = call(server_of_one_request(RATE_LIMITED), Method::PUT).await;
    assert!(!error.may_have_been_applied(), "{error:?}");
    let error = client(server_of_one_request(RATE_LIMITED)).add_looks(request()).await.unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.is_connect()), "{error:?}");
    assert!(!error.may_have_been_applied());
}

#[tokio::test(flavor = "multi_thread")]
async fn get_and_head_are_never_applied_and_their_errors_do_not_say_check_before_you_retry() {
    let half: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 40\r\n\r\n{";
    let malformed: &[u8] = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n<html>";
    let get = [BAD_GATEWAY, b"", half, malformed].map(|response| (Method::GET, response));
    let head = [BAD_GATEWAY, b""].map(|response| (Method::HEAD, response));
    for (method, response) in get.into_iter().chain(head) {
        let server = Server::start(&[Respond(response)]);
        let error = call(server.url(), method.clone()).await;
        assert!(!error.may_have_been_applied(), "{method}: {error:?}");
        assert!(!error.to_string().contains("check before you retry"), "{method}: {error}");
    }
    let server = Server::start(&[NeverRespond]);
    let client = Client::builder("key").base_url(server.url()).retry(Retry::none()).timeout(Duration::from_millis(100));
    let error = call_json::<()>(&client.build().unwrap(), Method::GET).await.unwrap_err();
    assert!(!error.may_have_been_applied(), "{error:?}");
    assert_eq!(error.to_string(), "HeyGen did not respond in time");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_longest_durations_do_not_panic() {
    const HOUR: Duration = Duration::from_secs(3600);
    let longest = "HTTP/1.1 429 -\r\nconnection: close\r\nretry-after: 18446744073709551615\r\n\r\n".as_bytes();
    let (limited, limited_for_ever) = (Server::start(&[Respond(RATE_LIMITED)]), Server::start(&[Respond(longest)]));
    let short = Retry::default().first_delay(Duration::from_millis(1));
    let with = |server: &Server, retry: &Retry| Client::builder("key").base_url(server.url()).retry(retry.clone());
    for (what, builder) in [
        ("delays", with(&limited, &short.clone().first_delay(Duration::MAX).max_delay(Duration::MAX)).deadline(HOUR)),
        ("a deadline", with(&limited, &short).deadline(Duration::MAX)),
        ("a timeout", with(&limited, &short).timeout(Duration::MAX)),
        ("Retry-After", with(&limited_for_ever, &short.clone().max_delay(Duration::MAX)).deadline(HOUR)),
    ] {
        assert!(builder.build().unwrap().add_looks(request()).await.unwrap_err().is_rate_limited(), "{what}");
    }
}
