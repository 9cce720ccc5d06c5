//! HTTP/2: a request is retried only if the protocol says that it was not processed.

use std::error::Error as StdError;
use std::iter::successors;
use std::time::Duration;

use crate::support::h2::Reply::{self, GoAwayBefore, GoAwayCovering, GoAwayThenLooks, HeadThenReset, Looks, Reset};
use crate::support::h2::{CANCEL, ENHANCE_YOUR_CALM, INTERNAL_ERROR, KEY, NO_ERROR, REFUSED_STREAM, Server};
use crate::support::request;
use heygen_api::{Client, Error, Retry, reqwest};

fn client(server: &Server, retry: Retry) -> Client {
    let http = reqwest::Client::builder().http2_prior_knowledge();
    let retry = retry.first_delay(Duration::from_millis(1));
    Client::builder(KEY).base_url(server.url()).http(http).retry(retry).build().unwrap()
}

/// The outcome of a call.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    Added,
    /// A transport error of a request that was certainly not processed.
    NotApplied,
    /// A transport error of a request that may have been processed.
    Unknown,
}

/// Makes a call. Returns its outcome, and the number of requests and of connections.
async fn call(replies: &[Reply], retry: Retry) -> (End, usize, usize) {
    let server = Server::start(replies);
    let result = client(&server, retry).add_looks(request()).await;
    if let Err(error) = &result {
        let chain = successors(Some(error as &(dyn StdError + 'static)), |error| (*error).source());
        let shown: String = chain.map(|error| format!("{error} {error:?}\n")).collect();
        assert!(!shown.contains(KEY), "{shown}");
    }
    let end = match result {
        Ok(_) => End::Added,
        Err(error @ Error::Transport(_)) if error.may_have_been_applied() => End::Unknown,
        Err(Error::Transport(error)) if error.to_string().contains("did not process") => End::NotApplied,
        Err(other) => panic!("{replies:?}: {other:?}"),
    };
    (end, server.requests(), server.connections())
}

#[tokio::test]
async fn only_what_was_certainly_not_processed_is_retried() {
    type Row<'r> = (&'r str, &'r [Reply], End, usize, usize);
    let rows: &[Row] = &[
        ("a refused stream", &[Reset(REFUSED_STREAM), Looks], End::Added, 2, 1),
        ("a connection that closes before the request", &[GoAwayBefore, Looks], End::Added, 2, 2),
        ("a connection that announces its end", &[GoAwayThenLooks], End::Added, 1, 1),
        ("always refused streams", &[Reset(REFUSED_STREAM)], End::NotApplied, 3, 1),
        ("connections that always close before the request", &[GoAwayBefore], End::NotApplied, 3, 3),
        ("a refusal after the head of a response", &[HeadThenReset(REFUSED_STREAM), Looks], End::Unknown, 1, 1),
        ("no error", &[Reset(NO_ERROR), Looks], End::Unknown, 1, 1),
        ("an internal error", &[Reset(INTERNAL_ERROR), Looks], End::Unknown, 1, 1),
        ("a cancelled stream", &[Reset(CANCEL), Looks], End::Unknown, 1, 1),
        ("too many requests", &[Reset(ENHANCE_YOUR_CALM), Looks], End::Unknown, 1, 1),
        ("a connection that closes after the request", &[GoAwayCovering(NO_ERROR), Looks], End::Unknown, 1, 1),
        ("one that closes with an error", &[GoAwayCovering(INTERNAL_ERROR), Looks], End::Unknown, 1, 1),
        ("one that closes for too many", &[GoAwayCovering(ENHANCE_YOUR_CALM), Looks], End::Unknown, 1, 1),
    ];
    for (name, replies, end, requests, connections) in rows {
        let counted = call(replies, Retry::default()).await;
        assert_eq!(counted, (*end, *requests, *connections), "{name}");
    }
    for reply in [Reset(REFUSED_STREAM), GoAwayBefore] {
        assert_eq!(call(&[reply], Retry::none()).await, (End::NotApplied, 1, 1), "{reply:?}, without retries");
    }
}

#[tokio::test]
async fn a_connection_that_ended_between_calls_is_not_used() {
    let server = Server::start(&[Looks]);
    let client = client(&server, Retry::none());
    for _ in 0..10 {
        client.add_looks(request()).await.unwrap();
        // While the runtime of this test does not run.
        server.end_connection();
    }
    assert_eq!((server.requests(), server.connections()), (10, 10));
}
