//! The client under faults: what each does to a call, how many requests arrive, and that it ends in time.

#[path = "support/raw.rs"]
mod raw;

use std::time::{Duration, Instant};

use heygen_api::{AddLooksRequest, AddedLooks, Client, Error, ImageKeys, Retry};
use raw::Act::{self, Forever, Hang, Reset, Say, SayAndReset, Silence, Slowly};
use raw::Server;

/// What a call comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    /// So many looks.
    Added(usize),
    /// Certain that nothing was sent.
    NoConnection,
    /// No answer began.
    Lost,
    /// No answer in time.
    TimedOut,
    /// An answer with this status began: so many bytes of its body are kept.
    CutOff(u16, usize),
    /// This status, with these words in the error.
    Refused(u16, &'static str),
    /// This status, at this path, with so many bytes of body kept.
    NotUnderstood(u16, &'static str, usize),
}

fn end(result: &Result<AddedLooks, Error>) -> End {
    match result {
        Ok(added) => End::Added(added.looks.len()),
        Err(Error::Transport(error)) => match error.status {
            _ if error.is_connect() => End::NoConnection,
            Some(status) => End::CutOff(status.as_u16(), error.body.len()),
            None if error.is_timeout() => End::TimedOut,
            None => End::Lost,
        },
        Err(Error::Api(error)) => End::Refused(error.status.as_u16(), ""),
        Err(Error::Decode(error)) => {
            End::NotUnderstood(error.status.as_u16(), Box::leak(error.path.clone().into_boxed_str()), error.body.len())
        }
        Err(other) => panic!("{other:?}"),
    }
}

/// Longer than any slow machine needs for a local call, and short enough for the rows that wait for it.
const TIMEOUT: Duration = Duration::from_millis(1500);
/// No row may take longer, retries included.
const BOUND: Duration = Duration::from_secs(20);

fn client(base: &str, retry: Retry) -> Client {
    let retry = retry.first_delay(Duration::from_millis(1)).max_delay(Duration::from_secs(2));
    Client::builder("key").base_url(base).timeout(TIMEOUT).retry(retry).response_limit(1 << 20).build().unwrap()
}

fn request() -> AddLooksRequest {
    AddLooksRequest::new("group", "name", ImageKeys::new(["key"]).unwrap())
}

macro_rules! http {
    ($head:literal, $body:literal) => {
        concat!("HTTP/1.1 ", $head, "\r\nconnection: close\r\ncontent-type: application/json\r\n\r\n", $body).as_bytes()
    };
}

const OK: &[u8] = http!("200 OK", r#"{"error":null,"data":{"photo_avatar_list":[{"id":"a"}]}}"#);
const LIMITED: &[u8] = http!("429 no", "");
const DEEP: &[u8] = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"data\":{},\"deep\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}";

/// Name, what the server does, what the call comes to, how many requests arrive.
const ROWS: &[(&str, &[Act], End, usize)] = &[
    ("accept then close", &[Hang], End::Lost, 0),
    ("reset within the request", &[Reset], End::Lost, 0),
    ("reset after the request", &[SayAndReset(b"")], End::Lost, 1),
    ("reset within the head", &[SayAndReset(b"HTTP/1.1 200 OK\r\nconte")], End::Lost, 1),
    ("close within the head", &[Say(b"HTTP/1.1 200 OK\r\nconte")], End::Lost, 1),
    ("reset after the head", &[SayAndReset(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n")], End::CutOff(200, 0), 1),
    (
        "half a body",
        &[Say(b"HTTP/1.1 200 OK\r\ncontent-length: 40\r\n\r\n{\"data\":{\"photo_avat")],
        End::CutOff(200, 20),
        1,
    ),
    (
        "whole JSON, shorter than promised",
        &[Say(b"HTTP/1.1 200 OK\r\ncontent-length: 40\r\n\r\n{\"data\":{}}")],
        End::Added(0),
        1,
    ),
    (
        "longer than promised",
        &[Say(b"HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n{\"data\":{}}}}}}")],
        End::Added(0),
        1,
    ),
    (
        "broken chunking",
        &[Say(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{\"\r\nzz\r\n")],
        End::CutOff(200, 2),
        1,
    ),
    (
        "chunking cut off",
        &[Say(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{\"\r\n")],
        End::CutOff(200, 2),
        1,
    ),
    (
        "a head without end",
        &[Forever(b"HTTP/1.1 200 OK\r\n", b"x-more: and more and more and more and more and more\r\n")],
        End::Lost,
        1,
    ),
    (
        "a head that is slow",
        &[Slowly(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 11\r\n\r\n{}")],
        End::TimedOut,
        1,
    ),
    (
        "a body without end",
        &[Forever(b"HTTP/1.1 200 OK\r\n\r\n", &[b' '; 4096])],
        End::NotUnderstood(200, ".", 1 << 20),
        1,
    ),
    (
        "a length that lies",
        &[Forever(b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n", &[b' '; 4096])],
        End::NotUnderstood(200, ".", 1 << 20),
        1,
    ),
    (
        "a failure without end",
        &[Forever(b"HTTP/1.1 500 no\r\n\r\n", &[b' '; 4096])],
        End::Refused(500, "Internal Server Error"),
        1,
    ),
    ("never an answer", &[Silence], End::TimedOut, 1),
    ("garbage", &[Say(b"\x00\x01\x02 this is no HTTP \r\n\r\n")], End::Lost, 1),
    (
        "100-continue first",
        &[Say(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{}")],
        End::Added(0),
        1,
    ),
    ("HTTP/1.0", &[Say(b"HTTP/1.0 200 OK\r\n\r\n{\"data\":{\"photo_avatar_list\":[{}]}}")], End::Added(1), 1),
    (
        "gzip, which nobody asked for",
        &[Say(b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n\x1f\x8b\x08")],
        End::NotUnderstood(200, ".", 3),
        1,
    ),
    ("HTML", &[Say(http!("200 OK", "<html>"))], End::NotUnderstood(200, ".", 6), 1),
    ("nothing", &[Say(http!("200 OK", ""))], End::NotUnderstood(200, ".", 0), 1),
    (
        "truncated JSON",
        &[Say(http!("200 OK", r#"{"data":{"photo_avatar_list":[{"id":"#))],
        End::NotUnderstood(200, "data.photo_avatar_list[0].id", 36),
        1,
    ),
    ("an empty list", &[Say(http!("200 OK", "[]"))], End::NotUnderstood(200, ".", 2), 1),
    ("null", &[Say(http!("200 OK", "null"))], End::NotUnderstood(200, ".", 4), 1),
    ("a number", &[Say(http!("200 OK", "42"))], End::NotUnderstood(200, ".", 2), 1),
    ("100 levels of nesting", &[Say(DEEP)], End::Added(0), 1),
    (
        "invalid UTF-8",
        &[Say(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"data\":{\"photo_avatar_list\":[{\"id\":\"\xff\"}]}}")],
        End::NotUnderstood(200, "data.photo_avatar_list[0].id", 43),
        1,
    ),
    (
        "a byte order mark",
        &[Say(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n\xef\xbb\xbf{\"data\":{\"photo_avatar_list\":[{}]}}")],
        End::Added(1),
        1,
    ),
    ("a key twice", &[Say(http!("200 OK", r#"{"data":{},"data":{}}"#))], End::NotUnderstood(200, ".", 21), 1),
    ("204", &[Say(b"HTTP/1.1 204 No Content\r\n\r\n")], End::NotUnderstood(204, ".", 0), 1),
    ("another 2xx", &[Say(http!("202 Accepted", r#"{"data":{"photo_avatar_list":[{}]}}"#))], End::Added(1), 1),
    ("401", &[Say(http!("401 no", ""))], End::Refused(401, "API key"), 1),
    ("403", &[Say(http!("403 no", ""))], End::Refused(403, "API key"), 1),
    ("404", &[Say(http!("404 no", ""))], End::Refused(404, "POST /v3/avatars"), 1),
    ("410", &[Say(http!("410 no", ""))], End::Refused(410, "POST /v3/avatars"), 1),
    ("413", &[Say(http!("413 no", ""))], End::Refused(413, "Payload Too Large"), 1),
    ("429 for ever", &[Say(http!("429 no", ""))], End::Refused(429, "Too Many Requests"), 3),
    ("429 twice then 200", &[Say(http!("429 no", "")), Say(http!("429 no", "")), Say(OK)], End::Added(1), 3),
    (
        "429 three times, then 200",
        &[Say(LIMITED), Say(LIMITED), Say(LIMITED), Say(OK)],
        End::Refused(429, "Too Many Requests"),
        3,
    ),
    (
        "429 that asks for 1 s, then 200",
        &[Say(b"HTTP/1.1 429 no\r\nconnection: close\r\nretry-after: 1\r\n\r\n"), Say(OK)],
        End::Added(1),
        2,
    ),
    (
        "429 that asks for more than the cap",
        &[Say(b"HTTP/1.1 429 no\r\nconnection: close\r\nretry-after: 3\r\n\r\n")],
        End::Refused(429, "retry after 3 s"),
        1,
    ),
    ("500", &[Say(http!("500 no", "")), Say(OK)], End::Refused(500, "Internal Server Error"), 1),
    ("502", &[Say(http!("502 no", "<html>")), Say(OK)], End::Refused(502, "Bad Gateway"), 1),
    (
        "503 with Retry-After",
        &[Say(b"HTTP/1.1 503 no\r\nconnection: close\r\nretry-after: 1\r\n\r\n"), Say(OK)],
        End::Refused(503, "retry after 1 s"),
        1,
    ),
    (
        "500 with half a body",
        &[Say(b"HTTP/1.1 500 no\r\ncontent-length: 99\r\n\r\n{\"mess")],
        End::Refused(500, "Internal Server Error"),
        1,
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_ends_as_promised() {
    for (name, acts, expected, requests) in ROWS {
        let server = Server::start(acts);
        let begin = Instant::now();
        let result = client(&server.url(), Retry::default()).add_looks(&request()).await;
        assert!(begin.elapsed() < BOUND, "{name}: took {:?}", begin.elapsed());
        let wanted = match expected {
            End::Refused(status, words) => {
                let text = result.as_ref().unwrap_err().to_string();
                assert!(text.contains(words), "{name}: {text}");
                End::Refused(*status, "")
            }
            other => *other,
        };
        assert_eq!(end(&result), wanted, "{name}: {result:?}");
        // What was sent before a close is counted with the connection's own thread: give that a moment.
        let until = Instant::now() + Duration::from_secs(5);
        while server.requests() < *requests && Instant::now() < until {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert_eq!(server.requests(), *requests, "{name}: requests that arrived");
        if let Err(error) = &result {
            let refused = matches!(error, Error::Api(error) if error.status.is_client_error());
            assert_eq!(error.may_have_been_applied(), !refused && !matches!(wanted, End::NoConnection), "{name}");
        }
    }
}

#[tokio::test]
async fn a_refused_connection_is_tried_again_and_certainly_did_nothing() {
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let error = client(&format!("http://{address}"), Retry::default()).add_looks(&request()).await.unwrap_err();
    assert!(!error.may_have_been_applied());
    assert!(matches!(&error, Error::Transport(error) if error.is_connect()), "{error:?}");
    assert!(error.to_string().contains("nothing was sent"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tls_handshake_that_fails_did_nothing() {
    let server = Server::start(&[Hang]);
    let client = client(&format!("https://{}", server.address), Retry::none());
    let error = client.add_looks(&request()).await.unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.is_connect()), "{error:?}");
    assert!(!error.may_have_been_applied());
}

#[tokio::test(flavor = "multi_thread")]
async fn redirects_are_never_followed() {
    let other = Server::start(&[Say(OK)]);
    for status in [301, 302, 303, 307, 308] {
        let head = format!("HTTP/1.1 {status} go\r\nlocation: {}/elsewhere\r\nconnection: close\r\n\r\n", other.url());
        let acts: &'static [Act] = vec![Say(head.leak().as_bytes())].leak();
        let server = Server::start(acts);
        let http = heygen_api::reqwest::Client::builder().redirect(heygen_api::reqwest::redirect::Policy::limited(5));
        let client = Client::builder("key").base_url(server.url()).http(http).build().unwrap();
        let Err(Error::Api(error)) = client.add_looks(&request()).await else { panic!() };
        assert_eq!(error.status, status);
        assert!(error.message.contains(&format!("{}/elsewhere", other.url())), "{}", error.message);
        assert_eq!((server.requests(), other.requests()), (1, 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deadline_bounds_the_whole_call() {
    let server = Server::start(&[Say(LIMITED)]);
    let retry = Retry::default()
        .max_retries(1000)
        .first_delay(Duration::from_millis(100))
        .max_delay(Duration::from_millis(200));
    let client =
        Client::builder("key").base_url(server.url()).retry(retry).deadline(Duration::from_secs(1)).build().unwrap();
    let begin = Instant::now();
    let error = client.add_looks(&request()).await.unwrap_err();
    // The deadline falls into a delay, or, on a slow machine, into an attempt.
    let in_time = error.is_rate_limited() || matches!(&error, Error::Transport(error) if error.is_timeout());
    assert!(in_time && begin.elapsed() < BOUND, "{error:?}");
    assert!((1..=11).contains(&server.requests()), "{}", server.requests());

    let server = Server::start(&[Silence]);
    let client = Client::builder("key").base_url(server.url()).deadline(Duration::from_millis(300)).build().unwrap();
    let error = client.add_looks(&request()).await.unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.is_timeout()) && begin.elapsed() < BOUND, "{error:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_deadline_leaves_an_attempt_its_time_out() {
    let server = Server::start(&[Silence]);
    let builder = Client::builder("key").base_url(server.url());
    let client = builder.timeout(Duration::from_millis(300)).deadline(Duration::from_secs(3600)).build().unwrap();
    let ended = tokio::time::timeout(BOUND, client.add_looks(&request())).await.expect("the attempt ends");
    assert!(matches!(ended, Err(Error::Transport(error)) if error.is_timeout()));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_generated_client_has_the_same_limits_and_retries() {
    let endless = Server::start(&[Forever(b"HTTP/1.1 200 OK\r\n\r\n", &[b' '; 4096])]);
    let client = client(&endless.url(), Retry::default());
    let error = client.api().add_looks().body(request()).send().await.unwrap_err();
    assert!(matches!(error, heygen_api::api::Error::ResponseBodyError(_)), "{error:?}");
    let cut = Server::start(&[Say(b"HTTP/1.1 200 OK\r\ncontent-length: 40\r\n\r\n{")]);
    let error = self::client(&cut.url(), Retry::default()).api().add_looks().body(request()).send().await.unwrap_err();
    assert!(matches!(error, heygen_api::api::Error::ResponseBodyError(_)), "{error:?}");
    assert_eq!((endless.requests(), cut.requests()), (1, 1), "a POST is sent once");
    let limited = Server::start(&[Say(LIMITED), Say(OK)]);
    self::client(&limited.url(), Retry::default()).api().add_looks().body(request()).send().await.unwrap();
    assert_eq!(limited.requests(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_retry_means_one_request() {
    let server = Server::start(&[Say(LIMITED), Say(OK)]);
    assert!(client(&server.url(), Retry::none()).add_looks(&request()).await.unwrap_err().is_rate_limited());
    assert_eq!(server.requests(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn dropping_the_future_stops_the_work() {
    let server = Server::start(&[Say(LIMITED)]);
    let retry =
        Retry::default().max_retries(1000).first_delay(Duration::from_millis(50)).max_delay(Duration::from_millis(50));
    let client = Client::builder("key").base_url(server.url()).retry(retry).build().unwrap();
    let call = tokio::time::timeout(Duration::from_millis(400), async { client.add_looks(&request()).await });
    assert!(call.await.is_err());
    let arrived = server.requests();
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert!(arrived >= 1 && server.requests() <= arrived + 1, "{arrived} then {}", server.requests());
}

#[test]
fn plain_http_goes_to_this_machine_only() {
    for (base, refused) in [
        ("http://api.heygen.com", true),
        ("http://192.168.0.1:80", true),
        ("http://127.0.0.1:80", false),
        ("http://127.9.9.9", false),
        ("http://[::1]:80", false),
        ("http://localhost", false),
        ("https://api.heygen.com", false),
    ] {
        assert_eq!(Client::builder("key").base_url(base).build().is_err(), refused, "{base}");
        assert!(Client::builder("key").base_url(base).allow_http(true).build().is_ok(), "{base}");
    }
}
