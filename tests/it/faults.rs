//! Every fault of `promises`: the outcome of the call, the number of requests, and an end in time.

use std::time::{Duration, Instant};

use crate::support::raw::Act::{
    self, CloseAtOnce, NeverRespond, Reset, Respond, RespondAndReset, RespondForever, RespondSlowly,
};
use crate::support::raw::Server;
use crate::support::{request, respond};
use heygen_api::{AddedLooks, Client, Error, Retry};

/// The outcome of a call, in short.
fn end(result: &Result<AddedLooks, Error>) -> String {
    match result {
        Ok(added) => format!("{} looks", added.looks.len()),
        Err(Error::Transport(error)) => match &error.response {
            Some(response) => format!("{}, {} bytes, interrupted", response.status.as_u16(), response.body.len()),
            None if error.is_timeout() => "timed out".to_owned(),
            None => "lost".to_owned(),
        },
        Err(Error::Api(error)) => format!("{}: {}", error.response.status.as_u16(), error.message),
        Err(Error::Decode(error)) => {
            format!(
                "{}, {} bytes, not decoded: {}",
                error.response.status.as_u16(),
                error.response.body.len(),
                error.path
            )
        }
        Err(other) => panic!("{other:?}"),
    }
}

/// Enough for a local call on a slow machine.
const TIMEOUT: Duration = Duration::from_millis(1500);
/// The time limit of each row, including retries.
const BOUND: Duration = Duration::from_secs(20);

fn client(base: &str, retry: Retry) -> Client {
    let retry = retry.first_delay(Duration::from_millis(1)).max_delay(Duration::from_secs(2));
    Client::builder("key").base_url(base).timeout(TIMEOUT).retry(retry).response_limit(1 << 20).build().unwrap()
}

const OK: &str = r#"{"error":null,"data":{"photo_avatar_list":[{}]}}"#;

/// The name, what the server does, the outcome of the call, the number of requests.
type Row<'r> = (&'r str, &'r [Act], &'r str, usize);

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_has_the_promised_outcome() {
    let ok = respond("200 OK", OK);
    let json = |body| respond("200 OK", body);
    let deep = format!(r#"{{"data":{{}},"deep":{}{}}}"#, "[".repeat(100), "]".repeat(100));
    let rows: &[Row] = &[
        ("closed at once", &[CloseAtOnce], "lost", 0),
        ("reset within the request", &[Reset], "lost", 0),
        ("reset after the request", &[RespondAndReset(b"")], "lost", 1),
        ("reset within the head", &[RespondAndReset(b"HTTP/1.1 200 OK\r\nconte")], "lost", 1),
        ("close within the head", &[Respond(b"HTTP/1.1 200 OK\r\nconte")], "lost", 1),
        (
            "reset after the head",
            &[RespondAndReset(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n")],
            "200, 0 bytes, interrupted",
            1,
        ),
        (
            "half a body",
            &[respond("200 OK\r\ncontent-length: 40", r#"{"data":{"photo_avat"#)],
            "200, 20 bytes, interrupted",
            1,
        ),
        (
            "complete JSON, shorter than its length",
            &[respond("200 OK\r\ncontent-length: 40", r#"{"data":{}}"#)],
            "0 looks",
            1,
        ),
        ("longer than its length", &[respond("200 OK\r\ncontent-length: 11", r#"{"data":{}}}}}}"#)], "0 looks", 1),
        (
            "broken chunking",
            &[respond("200 OK\r\ntransfer-encoding: chunked", "2\r\n{\"\r\nzz\r\n")],
            "200, 2 bytes, interrupted",
            1,
        ),
        (
            "chunking cut off",
            &[respond("200 OK\r\ntransfer-encoding: chunked", "2\r\n{\"\r\n")],
            "200, 2 bytes, interrupted",
            1,
        ),
        (
            "an endless head",
            &[RespondForever(b"HTTP/1.1 200 OK\r\n", b"x-more: and more and more and more and more and more\r\n")],
            "lost",
            1,
        ),
        (
            "a slow head",
            &[RespondSlowly(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 11\r\n\r\n{}")],
            "timed out",
            1,
        ),
        (
            "an endless body",
            &[RespondForever(b"HTTP/1.1 200 OK\r\n\r\n", &[b' '; 4096])],
            "200, 1048576 bytes, not decoded: .",
            1,
        ),
        (
            "a wrong length",
            &[RespondForever(b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n", &[b' '; 4096])],
            "200, 1048576 bytes, not decoded: .",
            1,
        ),
        (
            "an endless body with 500",
            &[RespondForever(b"HTTP/1.1 500 no\r\n\r\n", &[b' '; 4096])],
            "500: Internal Server Error",
            1,
        ),
        (
            "more than the limit, after complete JSON",
            &[RespondForever(b"HTTP/1.1 200 OK\r\n\r\n{\"data\":{}}", &[b' '; 4096])],
            "200, 1048576 bytes, not decoded: .",
            1,
        ),
        ("no response", &[NeverRespond], "timed out", 1),
        ("garbage", &[Respond(b"\x00\x01\x02 this is no HTTP \r\n\r\n")], "lost", 1),
        ("100-continue first", &[respond("100 Continue\r\n\r\nHTTP/1.1 200 OK", OK)], "1 looks", 1),
        ("HTTP/1.0", &[Respond(b"HTTP/1.0 200 OK\r\n\r\n{\"data\":{}}")], "0 looks", 1),
        (
            "gzip, though not requested",
            &[Respond(b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n\x1f\x8b\x08")],
            "200, 3 bytes, not decoded: .",
            1,
        ),
        ("invalid header lines", &[respond("200 OK\r\na b: c\r\nno colon", OK)], "1 looks", 1),
        ("an error next to data", &[json(r#"{"error":"odd","data":{"photo_avatar_list":[{}]}}"#)], "200: odd", 1),
        ("an error, and a body of another type", &[json(r#"{"error":"odd","data":7}"#)], "200: odd", 1),
        ("HTML", &[json("<html>")], "200, 6 bytes, not decoded: .", 1),
        ("trailing bytes", &[json(r#"{"data":{}}]"#)], "200, 12 bytes, not decoded: .", 1),
        (
            "truncated JSON",
            &[json(r#"{"data":{"photo_avatar_list":[{"id":"#)],
            "200, 36 bytes, not decoded: data.photo_avatar_list[0].id",
            1,
        ),
        ("null", &[json("null")], "200, 4 bytes, not decoded: .", 1),
        ("100 levels of nesting", &[json(&deep)], "0 looks", 1),
        (
            "invalid UTF-8",
            &[Respond(
                b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"data\":{\"photo_avatar_list\":[{\"id\":\"\xff\"}]}}",
            )],
            "200, 43 bytes, not decoded: data.photo_avatar_list[0].id",
            1,
        ),
        ("a byte order mark", &[json("\u{feff}{\"data\":{}}")], "0 looks", 1),
        ("a key twice", &[json(r#"{"data":{},"data":{}}"#)], "200, 21 bytes, not decoded: .", 1),
        ("another 2xx", &[respond("202 Accepted", OK)], "1 looks", 1),
        ("429 for ever", &[respond("429 no", "")], "429: Too Many Requests", 3),
        ("429 twice then 200", &[respond("429 no", ""), respond("429 no", ""), ok], "1 looks", 3),
        ("429 that asks for 1 s, then 200", &[respond("429 no\r\nretry-after: 1", ""), ok], "1 looks", 2),
        (
            "429 that asks for more than the cap",
            &[respond("429 no\r\nretry-after: 3", ""), ok],
            "429: Too Many Requests",
            1,
        ),
        (
            "429 for want of credit",
            &[respond("429 no", r#"{"error":{"code":"insufficient_credit","message":"no credit"}}"#), ok],
            "429: no credit",
            1,
        ),
        ("500", &[respond("500 no", ""), ok], "500: Internal Server Error", 1),
        ("503 with Retry-After", &[respond("503 no\r\nretry-after: 1", ""), ok], "503: Service Unavailable", 1),
        (
            "500 with half a body",
            &[respond("500 no\r\ncontent-length: 99", "{\"mess")],
            "500: Internal Server Error",
            1,
        ),
    ];
    for (name, acts, expected, requests) in rows {
        let server = Server::start(acts);
        let begin = Instant::now();
        let result = client(&server.url(), Retry::default()).add_looks(request()).await;
        assert!(begin.elapsed() < BOUND, "{name}: took {:?}", begin.elapsed());
        assert_eq!(end(&result), *expected, "{name}: {result:?}");
        // The thread of the connection counts the request, perhaps a moment later.
        let until = Instant::now() + Duration::from_secs(5);
        while server.requests() < *requests && Instant::now() < until {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert_eq!(server.requests(), *requests, "{name}: requests that arrived");
        if let Err(error) = &result {
            let rejected = matches!(error, Error::Api(error) if error.response.status.is_client_error() && error.response.status != 409);
            // Of a connection that ends before it carries a whole request, it depends on the moment.
            if *requests > 0 {
                assert_eq!(error.may_have_been_applied(), !rejected, "{name}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_without_a_connection_was_not_applied() {
    let refused = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let no_tls = Server::start(&[CloseAtOnce]);
    for (base, retry) in
        [(format!("http://{refused}"), Retry::default()), (format!("https://{}", no_tls.address), Retry::none())]
    {
        let error = client(&base, retry).add_looks(request()).await.unwrap_err();
        assert!(matches!(&error, Error::Transport(error) if error.is_connect()), "{error:?}");
        assert!(!error.may_have_been_applied(), "{error:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn redirects_are_never_followed() {
    let other = Server::start(&[respond("200 OK", OK)]);
    for status in [301, 302, 303, 307, 308] {
        let server = Server::start(&[respond(&format!("{status} go\r\nlocation: {}/elsewhere", other.url()), "")]);
        let http = heygen_api::reqwest::Client::builder().redirect(heygen_api::reqwest::redirect::Policy::limited(5));
        let client = Client::builder("key").base_url(server.url()).http(http).build().unwrap();
        let Err(Error::Api(error)) = client.add_looks(request()).await else { panic!() };
        assert_eq!(error.response.status, status);
        assert!(error.message.contains(&format!("{}/elsewhere", other.url())), "{}", error.message);
        assert_eq!((server.requests(), other.requests()), (1, 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deadline_limits_the_whole_call() {
    let server = Server::start(&[respond("429 no", "")]);
    let retry = Retry::default()
        .max_retries(1000)
        .first_delay(Duration::from_millis(100))
        .max_delay(Duration::from_millis(200));
    let client =
        Client::builder("key").base_url(server.url()).retry(retry).deadline(Duration::from_secs(1)).build().unwrap();
    let begin = Instant::now();
    let error = client.add_looks(request()).await.unwrap_err();
    // The deadline ends a delay or, on a slow machine, an attempt.
    let in_time = error.is_rate_limited() || matches!(&error, Error::Transport(error) if error.is_timeout());
    assert!(in_time && begin.elapsed() < BOUND, "{error:?}");
    assert!((1..=11).contains(&server.requests()), "{}", server.requests());

    let server = Server::start(&[NeverRespond]);
    let client = Client::builder("key").base_url(server.url()).deadline(Duration::from_millis(300)).build().unwrap();
    let error = client.add_looks(request()).await.unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.is_timeout()) && begin.elapsed() < BOUND, "{error:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attempt_keeps_its_timeout_if_the_deadline_is_later() {
    let server = Server::start(&[NeverRespond]);
    let builder = Client::builder("key").base_url(server.url());
    let client = builder.timeout(Duration::from_millis(300)).deadline(Duration::from_secs(3600)).build().unwrap();
    let ended = tokio::time::timeout(BOUND, client.add_looks(request())).await.expect("the attempt ends");
    assert!(matches!(ended, Err(Error::Transport(error)) if error.is_timeout()));
}

#[tokio::test(flavor = "multi_thread")]
async fn dropping_the_future_stops_the_retries() {
    let server = Server::start(&[respond("429 no", "")]);
    let retry =
        Retry::default().max_retries(1000).first_delay(Duration::from_millis(50)).max_delay(Duration::from_millis(50));
    let client = Client::builder("key").base_url(server.url()).retry(retry).build().unwrap();
    let call = tokio::time::timeout(Duration::from_millis(400), async { client.add_looks(request()).await });
    assert!(call.await.is_err());
    let arrived = server.requests();
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert!(arrived >= 1 && server.requests() <= arrived + 1, "{arrived} then {}", server.requests());
}

#[test]
fn plain_http_is_allowed_to_this_machine_only() {
    for (base, is_error) in [
        ("http://api.heygen.com", true),
        ("http://192.168.0.1:80", true),
        ("http://127.0.0.1:80", false),
        ("http://127.9.9.9", false),
        ("http://[::1]:80", false),
        ("http://localhost", false),
        ("https://api.heygen.com", false),
    ] {
        assert_eq!(Client::builder("key").base_url(base).build().is_err(), is_error, "{base}");
        assert!(Client::builder("key").base_url(base).allow_http(true).build().is_ok(), "{base}");
    }
}
