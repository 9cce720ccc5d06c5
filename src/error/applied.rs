//! Decides whether HeyGen may have done the work of a request. Only what nobody can have acted on is certain.

use std::error::Error;
use std::iter::successors;

use reqwest::StatusCode;

/// Returns true if HeyGen may have done the work of a request that it responded to with this status.
pub(crate) fn may_have_been_applied(status: StatusCode) -> bool {
    match status.as_u16() {
        // 408 is a timeout. HeyGen's v3 returns 409 while a request with the same idempotency key is running.
        408 | 409 => true,
        307 | 308 | 400..=499 => false,
        _ => true,
    }
}

/// Returns true if a request without a response was certainly not processed: it was not sent, or HTTP/2 says so (RFC 9113, 8.7).
pub(crate) fn is_unprocessed(error: &reqwest::Error) -> bool {
    let mut sources = successors(error.source(), |&source| source.source());
    error.is_builder() || error.is_connect() || sources.any(|source| source.downcast_ref().is_some_and(is_refused))
}

/// Returns true if the server refused the stream, or closed the connection before it.
///
/// h2 returns a `GOAWAY` with `NO_ERROR` only for streams after the last processed one.
fn is_refused(error: &h2::Error) -> bool {
    error.is_remote()
        && match error.reason() {
            Some(h2::Reason::REFUSED_STREAM) => error.is_reset(),
            Some(h2::Reason::NO_ERROR) => error.is_go_away(),
            _ => false,
        }
}
