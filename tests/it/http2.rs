//! HTTP/2: a request is retried only if the protocol says that it was not processed.

use std::error::Error as StdError;
use std::iter::successors;
use std::time::Duration;

use crate::support::h2::Reply::{self, GoAwayBefore, GoAwayCovering, GoAwayThenLooks, HeadThenReset, Looks, Reset};
use crate::support::h2::{CANCEL, ENHANCE_YOUR_CALM, INTERNAL_ERROR, KEY, NO_ERROR, REFUSED_STREAM, Server};
use crate::support::operations::Way;
use heygen_api::{Client, Error, Retry, reqwest};

fn client(server: &Server, retry: Retry) -> Client {
    let http = reqwest::Client::builder().http2_prior_knowledge();
    let retry = retry.first_delay(Duration::from_millis(1));
    Client::builder(KEY).base_url(server.url()).http(http).retry(retry).build().unwrap()
}

/// The outcome of a call.
#[derive(Debug, PartialEq)]
enum End {
    Added,
    /// A transport error of a request that was certainly not processed.
    NotApplied,
    /// A transport error of a request that may have been processed.
    Unknown,
}

/// Makes a call. Returns its outcome, and the number of requests and of connections.
async fn call(way: Way, replies: &[Reply], retry: Retry) -> (End, usize, usize) {
    let server = Server::start(replies);
    let result = way.send(&client(&server, retry)).await;
    if let Err(error) = &result {
        let chain = successors(Some(error as &(dyn StdError + 'static)), |error| (*error).source());
        let shown: String = chain.map(|error| format!("{error} {error:?}\n")).collect();
        assert!(!shown.contains(KEY), "{shown}");
    }
    let end = match result {
        Ok(_) => End::Added,
        Err(error @ Error::Transport(_)) if error.may_have_been_applied() => End::Unknown,
        Err(Error::Transport(error)) if error.to_string().contains("did not process") => End::NotApplied,
        Err(other) => panic!("{way:?}, {replies:?}: {other:?}"),
    };
    (end, server.requests(), server.connections())
}

#[tokio::test]
async fn a_refused_stream_is_retried() {
    for way in Way::ALL {
        let (end, requests, _) = call(way, &[Reset(REFUSED_STREAM), Looks], Retry::default()).await;
        assert_eq!((end, requests), (End::Added, 2), "{way:?}");
    }
}

#[tokio::test]
async fn a_connection_that_closes_before_the_request_is_replaced() {
    for way in Way::ALL {
        let counted = call(way, &[GoAwayBefore, Looks], Retry::default()).await;
        assert_eq!(counted, (End::Added, 2, 2), "{way:?}");
    }
}

#[tokio::test]
async fn a_request_that_is_always_refused_was_not_applied() {
    for way in Way::ALL {
        for reply in [Reset(REFUSED_STREAM), GoAwayBefore] {
            let (end, requests, _) = call(way, &[reply], Retry::default()).await;
            assert_eq!((end, requests), (End::NotApplied, 3), "{way:?}, {reply:?}");
            let (end, requests, _) = call(way, &[reply], Retry::none()).await;
            assert_eq!((end, requests), (End::NotApplied, 1), "{way:?}, {reply:?}, without retries");
        }
    }
}

#[tokio::test]
async fn post_is_not_retried_if_the_server_may_have_processed_it() {
    for way in Way::ALL {
        for reply in [
            Reset(NO_ERROR),
            Reset(INTERNAL_ERROR),
            Reset(CANCEL),
            Reset(ENHANCE_YOUR_CALM),
            GoAwayCovering(NO_ERROR),
            GoAwayCovering(INTERNAL_ERROR),
            GoAwayCovering(ENHANCE_YOUR_CALM),
        ] {
            let counted = call(way, &[reply, Looks], Retry::default()).await;
            assert_eq!(counted, (End::Unknown, 1, 1), "{way:?}, {reply:?}");
        }
    }
}

#[tokio::test]
async fn a_refused_stream_after_the_response_head_may_have_been_applied() {
    for way in Way::ALL {
        let counted = call(way, &[HeadThenReset(REFUSED_STREAM), Looks], Retry::default()).await;
        assert_eq!(counted, (End::Unknown, 1, 1), "{way:?}");
    }
}

#[tokio::test]
async fn a_connection_that_announces_goaway_still_serves_the_request() {
    for way in Way::ALL {
        assert_eq!(call(way, &[GoAwayThenLooks], Retry::default()).await, (End::Added, 1, 1), "{way:?}");
    }
}

#[tokio::test]
async fn a_connection_that_ended_between_calls_is_not_used() {
    let server = Server::start(&[Looks]);
    let client = client(&server, Retry::none());
    for _ in 0..10 {
        Way::AddLooks.send(&client).await.unwrap();
        // While the runtime of this test does not run.
        server.end_connections();
    }
    assert_eq!((server.requests(), server.connections()), (10, 10));
}
