//! The message of every error, with its `source()` chain. To accept changes, set EXPECTORATE=overwrite.

use std::error::Error as StdError;
use std::fmt::Write;
use std::time::Duration;

use crate::support::raw::Act::{self, NeverRespond, Respond};
use crate::support::raw::Server;
use crate::support::request;
use heygen_api::{Client, Error, ImageKeys, Retry, reqwest};

const RESPONSES: &[(&str, &[Act])] = &[
    ("the connection is closed", &[Respond(b"")]),
    ("no response in time", &[NeverRespond]),
    ("half a response", &[Respond(b"HTTP/1.1 200 OK\r\nx-request-id: r-1\r\ncontent-length: 40\r\n\r\n{\"data\":{\"phot")]),
    ("not HTTP", &[Respond(b"SSH-2.0-OpenSSH\r\n\r\n")]),
    ("401", &[Respond(b"HTTP/1.1 401 no\r\nconnection: close\r\nx-request-id: r-2\r\n\r\n{\"code\":400112,\"message\":\"Unauthorized\"}")]),
    ("400", &[Respond(b"HTTP/1.1 400 no\r\nconnection: close\r\n\r\n{\"error\":{\"code\":\"internal_error\",\"message\":\"no such group\"},\"data\":null}")]),
    ("400 of v3", &[Respond(b"HTTP/1.1 400 no\r\nconnection: close\r\n\r\n{\"error\":{\"code\":\"invalid_parameter\",\"message\":\"too long\",\"param\":\"name\",\"doc_url\":\"https://docs.example/errors\"}}")]),
    ("402", &[Respond(b"HTTP/1.1 402 no\r\nconnection: close\r\n\r\n{\"error\":{\"code\":\"insufficient_credit\",\"message\":\"Insufficient credit\"}}")]),
    ("200 without data", &[Respond(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"error\":null,\"data\":null}")]),
    ("200 without data, with a code", &[Respond(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"code\":400562,\"message\":\"forbidden\",\"data\":null}")]),
    ("200 with an error", &[Respond(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"error\":\"Group not found\",\"data\":null}")]),
    ("415", &[Respond(b"HTTP/1.1 415 no\r\nconnection: close\r\n\r\n{\"detail\":\"Unsupported media type\"}")]),
    ("404", &[Respond(b"HTTP/1.1 404 no\r\nconnection: close\r\n\r\n<html>")]),
    ("404 with an error", &[Respond(b"HTTP/1.1 404 no\r\nconnection: close\r\ndeprecation: true\r\n\r\n{\"code\":400404,\"message\":\"group not found\"}")]),
    ("409", &[Respond(b"HTTP/1.1 409 no\r\nconnection: close\r\n\r\n{\"error\":{\"code\":\"request_in_progress\",\"message\":\"request in progress\"}}")]),
    ("410 with a notice", &[Respond(b"HTTP/1.1 410 no\r\nconnection: close\r\nsunset: Sat, 31 Oct 2026 00:00:00 GMT\r\n\r\n")]),
    ("302", &[Respond(b"HTTP/1.1 302 no\r\nconnection: close\r\nlocation: https://elsewhere.example/\r\n\r\n")]),
    ("429", &[Respond(b"HTTP/1.1 429 no\r\nconnection: close\r\nretry-after: 60\r\n\r\n")]),
    ("500", &[Respond(b"HTTP/1.1 500 no\r\nconnection: close\r\n\r\n")]),
    ("an unknown status", &[Respond(b"HTTP/1.1 599 no\r\nconnection: close\r\n\r\n")]),
    ("HTML with 200", &[Respond(b"HTTP/1.1 200 OK\r\nconnection: close\r\nx-request-id: r-3\r\n\r\n<html>")]),
    ("trailing bytes", &[Respond(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"data\":{}}]")]),
    ("a field of another type", &[Respond(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"data\":{\"photo_avatar_list\":[{},{\"created_at\":\"now\"}]}}")]),
    ("too large", &[Respond(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{                                                                                                                                          }")]),
];

fn show(out: &mut String, what: &str, error: &(dyn StdError + 'static), port: &str) {
    writeln!(out, "## {what}").unwrap();
    let chain = std::iter::successors(Some(error), |error: &&(dyn StdError + 'static)| (*error).source());
    for (depth, error) in chain.enumerate() {
        let text = error.to_string().replace(port, "PORT").replace(crate::support::path(), "/PATH");
        writeln!(out, "{}{text}", "    caused by: ".repeat(usize::from(depth > 0))).unwrap();
    }
    out.push('\n');
}

#[tokio::test(flavor = "multi_thread")]
async fn error_messages_match_the_snapshot() {
    let mut out = String::new();
    for (what, keys) in
        [("no key", vec![]), ("too many keys", vec!["a"; ImageKeys::MAX + 1]), ("a blank key", vec!["a", ""])]
    {
        show(&mut out, what, &Error::from(ImageKeys::new(keys).unwrap_err()), "-");
    }
    out = out.replace(&format!(" {} ", ImageKeys::MAX), " MAX ");
    for (what, key, base) in [
        ("a blank API key", " ", "https://api.heygen.com"),
        ("an API key with a space", "a b", "https://api.heygen.com"),
        ("an API key with an accent", "k\u{e9}y", "https://api.heygen.com"),
        ("the placeholder of the documentation", "<your-api-key>", "https://api.heygen.com"),
        ("not a URL", "key", "api.heygen.com"),
        ("another scheme", "key", "ftp://api.heygen.com"),
        ("plain http", "key", "http://api.heygen.com"),
        ("a user name", "key", "https://user@api.heygen.com"),
        ("a query", "key", "https://api.heygen.com?a"),
        ("a fragment", "key", "https://api.heygen.com/#a"),
    ] {
        show(&mut out, what, &Client::builder(key).base_url(base).build().unwrap_err(), "-");
    }
    let call = async |base: String| {
        let client = Client::builder("key")
            .base_url(base)
            .retry(Retry::none())
            .response_limit(128)
            .timeout(Duration::from_millis(700));
        client.build().unwrap().add_looks(request()).await.unwrap_err()
    };
    let refused = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    show(
        &mut out,
        "nothing listens on the port",
        &call(format!("http://{refused}")).await,
        &refused.port().to_string(),
    );
    let https = Client::builder("key").base_url("http://127.0.0.1:1").http(reqwest::Client::builder().https_only(true));
    show(&mut out, "plain http with https_only", &https.build().unwrap().add_looks(request()).await.unwrap_err(), "-");
    for (what, acts) in RESPONSES {
        let server = Server::start(acts);
        show(&mut out, what, &call(server.url()).await, &server.address.port().to_string());
    }
    expectorate::assert_contents("tests/it/snapshots/errors.txt", &out);
}
