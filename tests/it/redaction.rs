//! No more than 6 characters of the API key are shown, wherever and however a server sends it back.

use std::error::Error as StdError;
use std::fmt::Debug;
use std::io::Write;
use std::iter::successors;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use heygen_api::reqwest;
use heygen_api::{ApiError, Client, Error, Retry, SignedUrl};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::TestRunner;

use crate::support::log::Log;
use crate::support::raw::Act::Respond;
use crate::support::raw::Server;
use crate::support::tcp::{listen, read_request};
use crate::support::{cases, request, request_for, respond};

/// The reason phrase and headers, and the body, of a response. `KEY` stands for the key.
const PLACES: &[(&str, &str)] = &[
    ("KEY\r\nx-a: 1", "{}"),
    ("-\r\nx-request-id: KEY", "{}"),
    ("-\r\nlocation: https://elsewhere.invalid/KEY", "{}"),
    ("-\r\nretry-after: KEY", "{}"),
    ("-\r\ndeprecation: KEY\r\nsunset: KEY", r#"{"data":{"photo_avatar_list":[]}}"#),
    ("-\r\nwww-authenticate: KEY", r#"{"data":{"photo_avatar_list":[]}}"#),
    ("-\r\nx-KEY: 1", "{}"),
    (
        "-",
        r#"{"error":{"code":"KEY","message":"not KEY","param":"KEY","doc_url":"https://docs.invalid/KEY"},"data":null}"#,
    ),
    ("-", r#"{"error":"not KEY"}"#),
    ("-", r#"{"error":{"KEY":"KEY"}}"#),
    ("-", r#"{"code":"KEY","message":"not KEY"}"#),
    ("-", r#"{"detail":[{"KEY":"KEY"}]}"#),
    (
        "-",
        r#"{"data":{},"warning":{"message":"KEY","sunset_date":"KEY","v3_endpoint":"KEY","docs_url":"https://docs.invalid/?KEY"}}"#,
    ),
    ("-", r#"{"data":{},"warning":"KEY"}"#),
    ("-", r#"{"data":{"photo_avatar_list":[{"created_at":"KEY"}]}}"#),
    ("-", r#"{"data":{"photo_avatar_list":["KEY"]}}"#),
    ("-", r#"{"data":{"photo_avatar_list":[],"KEY":0},"data":0}"#),
    ("-", r#""KEY""#),
    ("-", "KEY"),
    ("-", "<!doctype html><p>KEY</p>"),
];

/// How a server encodes each character of the key.
const ENCODINGS: &[fn(char) -> String] = &[
    |c| if matches!(c, '"' | '\\') { format!("\\{c}") } else { c.into() },
    |c| if matches!(c, '"' | '\\' | '/') { format!("\\{c}") } else { c.into() },
    |c| format!("\\u{:04x}", c as u32),
    |c| if c.is_alphanumeric() { c.into() } else { format!("\\u{:04X}", c as u32) },
    |c| if c.is_alphanumeric() { c.into() } else { format!("\\x{:02x}", c as u32) },
    |c| if c.is_alphanumeric() { c.into() } else { format!("%{:02X}", c as u32) },
    |c| format!("%{:02x}", c as u32),
    |c| match c {
        '&' => "&amp;".into(),
        '<' => "&lt;".into(),
        '>' => "&gt;".into(),
        '"' => "&quot;".into(),
        '\'' => "&apos;".into(),
        _ => c.into(),
    },
    |c| format!("&#{};", c as u32),
    |c| if c.is_alphanumeric() { c.into() } else { format!("&#x{:x};", c as u32) },
    |c| format!("&#X{:X};", c as u32),
];

fn keys() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Z]{4}[0-9]{1,3}",
        ("[a-c]{2,4}", "[A-Za-z0-9]{8}").prop_map(|(beginning, rest)| beginning.repeat(6) + &rest),
        "[A-Za-z0-9+/]{20,40}={0,2}",
        "[A-Z]{4}[&<>\"'/\\\\a-f0-9]{4,40}",
        "[!-~]{8,60}".prop_filter("a placeholder", |key| !(key.starts_with('<') && key.ends_with('>'))),
    ]
}

/// What the server sends. The key is repeated and cut at both ends, and so is the response.
#[derive(Clone, Debug)]
struct Echo {
    key: String,
    encodings: Vec<fn(char) -> String>,
    times: usize,
    cuts: Option<(Index, Index)>,
    status: u16,
    place: (&'static str, &'static str),
    /// Moves the key to the end of what `Debug` shows, or of what an error keeps.
    padding: usize,
    limit: Option<Index>,
    lost: Option<Index>,
}

fn echoes() -> impl Strategy<Value = Echo> {
    let statuses = vec![200, 200, 201, 302, 307, 400, 401, 403, 404, 409, 410, 422, 429, 500, 503, 599];
    let cut = || prop::option::weighted(0.3, any::<Index>());
    let paddings = vec![0, 0, 480, ApiError::BODY_MAX - 1500, ApiError::BODY_MAX - 32];
    (
        (
            keys(),
            prop::collection::vec(select(ENCODINGS), 0..=3),
            1..3usize,
            prop::option::weighted(0.3, any::<(Index, Index)>()),
        ),
        (select(statuses), select(PLACES), select(paddings), cut(), cut()),
    )
        .prop_map(|((key, encodings, times, cuts), (status, place, padding, limit, lost))| Echo {
            key,
            encodings,
            times,
            cuts,
            status,
            place,
            padding,
            limit,
            lost,
        })
}

impl Echo {
    /// Returns a text in each of the nested encodings.
    fn encoded(&self, text: &str) -> Vec<String> {
        let encodings = self.encodings.iter();
        encodings.fold(vec![text.to_owned()], |mut texts, encoding| {
            texts.push(texts[texts.len() - 1].chars().map(encoding).collect());
            texts
        })
    }

    /// Returns the response, and the client's limit for its body.
    fn response(&self) -> (Vec<u8>, usize) {
        let key = self.encoded(&self.key).pop().unwrap().repeat(self.times);
        let (front, back) = self.cuts.map_or((0, 0), |(front, back)| (front.index(key.len()), back.index(key.len())));
        let key = &key[front..(key.len() - back).max(front)];
        let head = self.place.0.replace("KEY", key);
        let body = " ".repeat(self.padding) + &self.place.1.replace("KEY", key);
        let end =
            |cut: Option<Index>| cut.map_or(body.len(), |cut| self.padding + cut.index(1 + body.len() - self.padding));
        let (status, length) = (self.status, body.len());
        let head = format!("HTTP/1.1 {status} {head}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n");
        ((head + &body[..end(self.lost)]).into_bytes(), end(self.limit))
    }

    /// Returns a part of the key that a text shows, in one of the encodings.
    fn find_in(&self, text: &str) -> Option<String> {
        let text = text.to_ascii_lowercase();
        let starts = 0..=self.key.len().saturating_sub(7);
        let parts = starts.flat_map(|start| self.encoded(&self.key[start..self.key.len().min(start + 7)]));
        // `Debug` escapes quotes and backslashes.
        let mut shown = parts.flat_map(|part| [part.escape_debug().to_string(), part]);
        shown.find(|part| text.contains(&part.to_ascii_lowercase()))
    }
}

fn debug(value: impl Debug) -> String {
    format!("{value:?}\n{value:#?}\n")
}

fn chain(error: &(dyn StdError + 'static)) -> String {
    let errors = successors(Some(error), |error: &&(dyn StdError + 'static)| (*error).source());
    errors.map(|error| format!("{error}\n{error:#}\n{error:?}\n{error:#?}\n")).collect()
}

/// Everything that a program can print of an error.
fn shown_by(error: &Error) -> String {
    let fields = match error {
        Error::Api(error) => format!("{:?}\n{}\n{:?}", error.code, error.message, error.retirement),
        Error::Decode(error) => error.path.clone(),
        Error::Transport(_) => String::new(),
        error => panic!("{error:?}"),
    };
    let (id, headers, body) = (error.request_id(), error.headers(), error.body().unwrap_or_default());
    format!("{}{fields}\n{id:?}\n{headers:?}\n{}", chain(error), String::from_utf8_lossy(body))
}

#[test]
fn no_echo_of_the_key_is_shown_by_errors_notices_and_logs() {
    let (log, _guard) = Log::start();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let response = Arc::<Mutex<Vec<u8>>>::default();
    let sent = response.clone();
    let address = listen(move |_, mut stream| {
        read_request(&mut stream)?;
        stream.write_all(&sent.lock().unwrap())
    });
    let url = format!("http://{address}");
    let config = cases(96);
    let half = config.cases / 2;
    let redacted = std::cell::Cell::new(0);
    TestRunner::new(config)
        .run(&echoes(), |echo| {
            let limit;
            (*response.lock().unwrap(), limit) = echo.response();
            // Loading the system's certificates is slower than a call.
            let http = reqwest::Client::builder().tls_certs_only([]).connection_verbose(true);
            let builder =
                Client::builder(&echo.key).base_url(&url).http(http).response_limit(limit).retry(Retry::none());
            let client = builder.build().unwrap();
            log.take();
            let result = runtime.block_on(client.add_looks(request()));
            let shown = result.map_or_else(|error| shown_by(&error), debug) + "\n" + &log.take();
            redacted.set(redacted.get() + u32::from(shown.contains("[api key]")));
            prop_assert!(
                shown.contains("hyper_util") && shown.contains("heygen_api"),
                "all levels are logged: {shown:.400}"
            );
            prop_assert_eq!(echo.find_in(&shown), None, "a part of the key in\n{}", shown);
            Ok(())
        })
        .unwrap();
    assert!(redacted.get() > half, "the key was found in {} responses", redacted.get());
}

/// Sends this response to a client with this key. Returns what the error shows.
async fn shown_to(key: &str, head: &str, body: &str) -> String {
    let server = Server::start(&[respond(head, body)]);
    let client = Client::builder(key).base_url(server.url()).build().unwrap();
    shown_by(&client.add_looks(request()).await.unwrap_err())
}

#[tokio::test]
async fn echoes_that_are_rarely_random_are_redacted_too() {
    let border = " ".repeat((64 << 10) - 6) + "0123456789ab";
    for (key, head, body, hidden) in [
        ("&<>\"'&<", "400 -", "{\"error\":\"&amp;&lt;&gt;&quot;&apos;&amp;&lt;\"}", "&lt;"),
        ("Secret-Key", "400 -\r\nx-secret-key: 1", "", "secret-k"),
        ("0123456789ab", "200 OK", &border, "012345"),
    ] {
        let shown = shown_to(key, head, body).await;
        assert!(!shown.contains(hidden), "{hidden} of {key}");
    }
}

#[tokio::test]
async fn escapes_take_about_as_long_as_other_text() {
    let time = async |text: &str| {
        let begin = Instant::now();
        shown_to("00000000-7f3a-abcabcabcSECRET", "200 OK", &text.repeat((1 << 20) / text.len())).await;
        begin.elapsed()
    };
    let plain = time("x").await;
    for escapes in ["\\", "%30", "&#48;", "%25252530"] {
        let elapsed = time(escapes).await;
        assert!(elapsed < 16 * plain, "{escapes}: {elapsed:?}, other text: {plain:?}");
    }
}

#[tokio::test]
async fn the_signature_of_an_image_is_not_logged() {
    let (log, _guard) = Log::start();
    let response = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n\
        {\"data\":{\"photo_avatar_list\":[{\"image_url\":\"https://images.invalid/a?Signature=0123456789abcdef\"}]}}";
    let server = Server::start(&[Respond(response)]);
    let client = Client::builder("key").base_url(server.url()).build().unwrap();
    let added = client.add_looks(request()).await.unwrap();
    let shown = format!("{}\n{}", added.looks[0].image().unwrap(), log.take());
    assert!(shown.contains("images.invalid") && !shown.contains("0123456789abcdef"), "{shown}");
}

#[test]
fn clients_requests_and_config_errors_do_not_show_secrets() {
    let secret = "Secret+42==";
    let builder = || Client::builder(secret).base_url("https://api.heygen.com");
    let client = builder().build().unwrap();
    let mut shown = debug(builder()) + &debug(&client) + &debug(client.api());
    shown += &debug(client.api().add_looks().body(request()));
    shown += &debug(client.add_looks_in_batches(["a"], request_for));
    shown += &debug(SignedUrl::new("https://images.invalid/a.jpg").download(&client, "a.jpg"));
    for key in ["{} x", "{}é", "{}\u{7f}", "\"{}\n\"", "<{}>"] {
        shown += &chain(&Client::new(key.replace("{}", secret)).unwrap_err());
    }
    let urls = [
        "https://{}@api.heygen.com",
        "https://user:{}@api.heygen.com",
        "https://api.heygen.com/?{}",
        "https://api.heygen.com/#{}",
        "https://user:{}@api.heygen.com:port",
        "{}",
    ];
    for url in urls {
        let builder = Client::builder("key").base_url(url.replace("{}", secret));
        shown += &(debug(&builder) + &chain(&builder.build().unwrap_err()));
    }
    assert_eq!(shown.lines().find(|line| line.contains("Sec")), None);
}
