//! If a server echoes the API key, in any place and encoding, no error, notice or log line shows it.

use std::collections::HashMap;
use std::error::Error as StdError;
use std::fmt::Debug;

use crate::support::echo::{BODIES, Echo, Encoding, HEADERS, Place, Server, echoes, keys};
use crate::support::log::Log;
use crate::support::operations::call_json;
use crate::support::request;
use crate::support::shown::shown;
use heygen_api::reqwest::{self, Method};
use heygen_api::{ApiError, Client, Error, Retry, SignedUrl};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;
use tokio::runtime::Runtime;

/// A runtime on this thread, a server, and the log of this thread.
struct Setup {
    runtime: Runtime,
    server: Server,
    log: Log,
    _subscriber: tracing::subscriber::DefaultGuard,
}

impl Setup {
    fn new() -> Self {
        let (log, subscriber) = Log::start();
        Self {
            runtime: tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap(),
            server: Server::start(),
            log,
            _subscriber: subscriber,
        }
    }

    fn client(&self, key: &str, response_limit: usize) -> Client {
        // Loading the system's certificates is slower than a call.
        let http = reqwest::Client::builder().tls_certs_only([]);
        let builder = Client::builder(key).base_url(self.server.url()).http(http).response_limit(response_limit);
        builder.retry(Retry::none()).build().unwrap()
    }

    /// Returns everything that a call shows, including its log.
    fn shown_by(&self, call: impl AsyncFnOnce() -> String) -> String {
        self.log.take();
        let shown = self.runtime.block_on(call());
        let logged = self.log.take();
        assert!(logged.contains("hyper_util") && logged.contains("heygen_api"), "all levels are logged: {logged:.400}");
        shown + "\n" + &logged
    }

    /// Returns what `add_looks`, the generated operation and a map show.
    fn shown_by_calls(&self, client: &Client) -> String {
        self.shown_by(async || {
            let mut shown = match client.add_looks(&request()).await {
                Ok(added) => format!("{:?} {:?}", added.request_id, added.retirement),
                Err(error) => of_error(&error),
            };
            let called = client.api().add_looks().body(request()).send().await;
            shown += &called.map_or_else(|error| of_error(&error), |_| String::new());
            let map = call_json::<HashMap<String, f64>>(client, Method::POST).await;
            shown + &map.map_or_else(|error| of_error(&error), |()| String::new())
        })
    }
}

/// Everything that a program could print of an error: the error, its sources, and its fields.
fn of_error(error: &Error) -> String {
    let mut shown = of_chain(error);
    let body = match error {
        Error::Api(error) => {
            let ApiError { code, message, request_id, body, retirement, .. } = &**error;
            shown += &format!("\n{code:?}\n{message}\n{request_id:?}\n{retirement:?}");
            &body[..]
        }
        Error::Decode(error) => {
            shown += &format!("\n{}\n{:?}", error.path, error.request_id);
            &error.body
        }
        Error::Transport(error) => {
            shown += &format!("\n{:?}", error.request_id);
            &error.body
        }
        _ => &[],
    };
    shown + "\n" + &String::from_utf8_lossy(body) + "\n"
}

fn of_chain(error: &(dyn StdError + 'static)) -> String {
    let chain = std::iter::successors(Some(error), |error: &&(dyn StdError + 'static)| (*error).source());
    chain.map(|error| format!("{error}\n{error:#}\n{error:?}\n{error:#?}\n")).collect()
}

const LIMIT: usize = 1 << 20;

/// With a fixed seed, so that each run has the same cases.
fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 128,
        failure_persistence: None,
        max_shrink_iters: 64,
        rng_seed: RngSeed::Fixed(16),
        ..Default::default()
    }
}

fn check(text: &str, secret: &str) -> Result<(), TestCaseError> {
    prop_assert_eq!(shown(text, secret), None, "a line that shows the secret");
    Ok(())
}

fn whole_echoes_are_redacted(echoes: impl Strategy<Value = Echo>) {
    let setup = Setup::new();
    proptest!(config(), |(echo in echoes)| {
        let body = echo.body();
        setup.server.respond_with(echo.response(&body, body.len()));
        check(&setup.shown_by_calls(&setup.client(&echo.key, LIMIT)), &echo.key)?;
    });
}

#[test]
fn a_key_in_a_header_is_redacted() {
    whole_echoes_are_redacted(echoes(Encoding::Plain, HEADERS.to_vec()));
}

#[test]
fn a_key_in_a_header_is_redacted_if_it_is_percent_encoded() {
    whole_echoes_are_redacted(echoes(Encoding::Percent, HEADERS.to_vec()));
}

#[test]
fn a_key_in_a_body_is_redacted() {
    whole_echoes_are_redacted(echoes(Encoding::Plain, BODIES.to_vec()));
}

#[test]
fn a_key_in_a_body_is_redacted_if_it_is_escaped_in_json() {
    whole_echoes_are_redacted(echoes(Encoding::Json, BODIES.to_vec()));
}

#[test]
fn a_key_in_a_body_is_redacted_if_it_is_percent_encoded() {
    whole_echoes_are_redacted(echoes(Encoding::Percent, BODIES.to_vec()));
}

/// A body that is truncated within the key.
fn halves() -> impl Strategy<Value = (Echo, usize, f64)> {
    let encodings = select(vec![Encoding::Plain, Encoding::Json, Encoding::Percent]);
    let echoes = encodings.prop_flat_map(|encoding| echoes(encoding, BODIES.to_vec()));
    // Padding, so that the key is at the start of the body, at the end of what `Debug` shows, or at `BODY_MAX`.
    (echoes, select(vec![0, 480, ApiError::BODY_MAX - 32]), 0.0..1.0)
}

fn halves_are_redacted(respond: impl Fn(&Setup, &Echo, &str, usize) -> Client) {
    let setup = Setup::new();
    proptest!(config(), |((echo, padding, part) in halves())| {
        let body = " ".repeat(padding) + &echo.body();
        let key = echo.encoded();
        let end = body.find(&key).unwrap() + (key.len() as f64 * part) as usize;
        let client = respond(&setup, &echo, &body, end);
        check(&setup.shown_by_calls(&client), &echo.key)?;
    });
}

#[test]
fn a_key_truncated_by_the_response_limit_is_redacted() {
    halves_are_redacted(|setup, echo, body, end| {
        setup.server.respond_with(echo.response(body, body.len()));
        setup.client(&echo.key, end)
    });
}

#[test]
fn a_key_truncated_by_a_lost_connection_is_redacted() {
    halves_are_redacted(|setup, echo, body, end| {
        setup.server.respond_with(echo.response(&body[..end], body.len()));
        setup.client(&echo.key, LIMIT)
    });
}

#[test]
fn a_key_truncated_by_body_max_is_redacted() {
    halves_are_redacted(|setup, echo, body, _| {
        setup.server.respond_with(echo.response(body, body.len()));
        setup.client(&echo.key, LIMIT)
    });
}

#[test]
fn headers_and_notices_of_a_success_do_not_show_the_key() {
    let setup = Setup::new();
    let warnings = [
        Place::Json(r#"{"data":{"photo_avatar_list":[]},"warning":"KEY"}"#),
        Place::Json(r#"{"data":{"photo_avatar_list":[]},"warning":{"message":"KEY","docs_url":"KEY"}}"#),
        Place::Json(r#"{"data":{"photo_avatar_list":[]},"warning":{"sunset_date":"KEY","v3_endpoint":"KEY"}}"#),
    ];
    let encodings = select(vec![Encoding::Plain, Encoding::Json, Encoding::Percent]);
    let places = [HEADERS, &warnings].concat();
    proptest!(config(), |(mut echo in encodings.prop_flat_map(move |encoding| echoes(encoding, places.clone())))| {
        echo.status = 200;
        let body = echo.body();
        setup.server.respond_with(echo.response(&body, body.len()));
        let client = setup.client(&echo.key, LIMIT);
        let shown = setup.shown_by(async || {
            let added = client.add_looks(&request()).await.unwrap();
            let called = client.api().add_looks().body(request()).send().await.unwrap();
            format!("{added:?}\n{:?}\n{:?}\n{:?}", called.headers, called.request_id, called.retirement)
        });
        check(&shown, &echo.key)?;
    });
}

#[test]
fn a_header_with_the_key_in_its_name_is_removed() {
    let setup = Setup::new();
    // In lower case, as header names are parsed.
    proptest!(config(), |(key in "[a-z0-9_-]{20,60}")| {
        let head = format!("HTTP/1.1 404 -\r\nconnection: close\r\ncontent-length: 0\r\nx-{key}: 1\r\nx-a: 1\r\n\r\n");
        setup.server.respond_with(head.into_bytes());
        let client = setup.client(&key, LIMIT);
        let shown = setup.shown_by(async || {
            let error = client.api().add_looks().body(request()).send().await.unwrap_err();
            of_chain(&error)
        });
        check(&shown, &key)?;
        prop_assert!(shown.contains("x-a"), "other headers remain: {}", shown);
    });
}

fn debug(value: impl Debug) -> String {
    format!("{value:?}\n{value:#?}\n")
}

#[test]
fn clients_builders_and_requests_do_not_show_the_key() {
    proptest!(config(), |(key in keys())| {
        let http = || reqwest::Client::builder().tls_certs_only([]);
        let builder = || Client::builder(&key).base_url("https://api.heygen.com").http(http());
        let client = builder().build().unwrap();
        let mut text = debug(builder()) + &debug(&client) + &debug(client.api());
        text += &debug(client.api().add_looks().body(request()));
        text += &debug(client.add_looks_in_batches("group", "name", ["a"]));
        text += &debug(client.download(&SignedUrl::new("https://images.invalid/a.jpg"), "a.jpg"));
        for invalid in [format!("{key} x"), format!("{key}é"), format!("{key}\u{7f}"), format!("\"{key}\n\"")] {
            text += &of_chain(&Client::new(invalid).unwrap_err());
        }
        check(&text, &key)?;
    });
}

#[test]
fn secrets_of_a_base_url_are_not_shown() {
    // Other characters would end the user part of the URL.
    proptest!(config(), |(secret in "[a-zA-Z0-9+=~-]{20,60}")| {
        for url in [
            format!("https://{secret}@api.heygen.com"),
            format!("https://user:{secret}@api.heygen.com"),
            format!("https://api.heygen.com/?{secret}"),
            format!("https://api.heygen.com/#{secret}"),
            format!("https://user:{secret}@api.heygen.com:port"),
            secret.clone(),
        ] {
            let builder = Client::builder("key").base_url(&url);
            let text = debug(&builder) + &of_chain(&builder.build().unwrap_err());
            check(&text, &secret)?;
        }
    });
}

#[test]
fn signed_urls_of_looks_are_not_logged() {
    let setup = Setup::new();
    let look =
        r#"{"data":{"photo_avatar_list":[{"image_url":"https://images.invalid/a?Signature=0123456789abcdef"}]}}"#;
    setup.server.respond_with(format!("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{look}").into_bytes());
    let shown = setup.shown_by(async || {
        let added = setup.client("key", LIMIT).add_looks(&request()).await.unwrap();
        format!("{}", added.looks[0].image().unwrap())
    });
    assert!(!shown.contains("0123456789abcdef"), "{shown}");
}
