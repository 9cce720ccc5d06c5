//! The message of every error, with its `source()` chain. To accept changes, set EXPECTORATE=overwrite.

use std::error::Error as StdError;
use std::fmt::Write;
use std::time::Duration;

use crate::support::raw::Act::{NeverRespond, Respond};
use crate::support::raw::Server;
use crate::support::{request, respond};
use heygen_api::{Client, Error, ImageKeys, Retry, reqwest};

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
    for (what, act) in [
        ("the connection is closed", Respond(b"")),
        ("no response in time", NeverRespond),
        ("half a response", respond("200 OK\r\nx-request-id: r-1\r\ncontent-length: 40", r#"{"data":{"phot"#)),
        ("not HTTP", Respond(b"SSH-2.0-OpenSSH\r\n\r\n")),
        ("401", respond("401 no\r\nx-request-id: r-2", r#"{"code":400112,"message":"Unauthorized"}"#)),
        ("400", respond("400 no", r#"{"error":{"code":"internal_error","message":"no such group"},"data":null}"#)),
        (
            "400 of v3",
            respond(
                "400 no",
                r#"{"error":{"code":"invalid_parameter","message":"too long","param":"name","doc_url":"https://docs.example/errors"}}"#,
            ),
        ),
        ("402", respond("402 no", r#"{"error":{"code":"insufficient_credit","message":"Insufficient credit"}}"#)),
        ("200 without data", respond("200 OK", r#"{"error":null,"data":null}"#)),
        ("200 without data, with a code", respond("200 OK", r#"{"code":400562,"message":"forbidden","data":null}"#)),
        ("200 with an error", respond("200 OK", r#"{"error":"Group not found","data":null}"#)),
        ("415", respond("415 no", r#"{"detail":"Unsupported media type"}"#)),
        ("404", respond("404 no", "<html>")),
        ("404 with an error", respond("404 no\r\ndeprecation: true", r#"{"code":400404,"message":"group not found"}"#)),
        ("409", respond("409 no", r#"{"error":{"code":"request_in_progress","message":"request in progress"}}"#)),
        ("410 with a notice", respond("410 no\r\nsunset: Sat, 31 Oct 2026 00:00:00 GMT", "")),
        ("302", respond("302 no\r\nlocation: https://elsewhere.example/", "")),
        ("429", respond("429 no\r\nretry-after: 60", "")),
        ("500", respond("500 no", "")),
        ("an unknown status", respond("599 no", "")),
        ("HTML with 200", respond("200 OK\r\nx-request-id: r-3", "<html>")),
        ("trailing bytes", respond("200 OK", r#"{"data":{}}]"#)),
        ("a field of another type", respond("200 OK", r#"{"data":{"photo_avatar_list":[{},{"created_at":"now"}]}}"#)),
        ("too large", respond("200 OK", &format!("{{{}}}", " ".repeat(200)))),
    ] {
        let server = Server::start(&[act]);
        show(&mut out, what, &call(server.url()).await, &server.address.port().to_string());
    }
    expectorate::assert_contents("tests/it/snapshots/errors.txt", &out);
}
