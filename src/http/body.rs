//! Reads response bodies up to a limit, and decodes them.

use std::mem;

use bytes::{Buf, Bytes};
use reqwest::Response;
use serde::de::{DeserializeOwned, IgnoredAny};

/// Why a body is incomplete.
#[derive(Debug)]
pub(super) enum BodyError {
    /// The connection was lost, or the attempt timed out.
    Interrupted(reqwest::Error),
    /// The body is larger than the limit.
    LimitExceeded,
}

/// Reads a body up to the limit.
pub(super) async fn read(response: &mut Response, limit: usize) -> (Bytes, Option<BodyError>) {
    // Most bodies are a single chunk, which is not copied.
    let (mut only, mut several) = (Bytes::new(), Vec::new());
    let error = loop {
        let chunk = match response.chunk().await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => break None,
            Err(error) => break Some(BodyError::Interrupted(error)),
        };
        let left = limit - only.len() - several.len();
        if only.is_empty() && several.is_empty() && chunk.len() <= left {
            only = chunk;
            continue;
        }
        if several.is_empty() {
            several.extend_from_slice(&mem::take(&mut only));
        }
        several.extend_from_slice(&chunk[..chunk.len().min(left)]);
        if chunk.len() > left {
            break Some(BodyError::LimitExceeded);
        }
    };
    let body = if several.is_empty() { only } else { several.into() };
    (without_byte_order_mark(body), error)
}

/// RFC 8259 lets parsers ignore a byte order mark, but serde_json rejects it.
fn without_byte_order_mark(mut body: Bytes) -> Bytes {
    if body.starts_with(b"\xef\xbb\xbf") {
        body.advance(3);
    }
    body
}

/// Returns true if a body, or at least its JSON, is complete. If an interrupted body ends in a digit, a number may be truncated.
pub(super) fn is_complete(body: &[u8], error: Option<&BodyError>) -> bool {
    match error {
        None => true,
        Some(BodyError::LimitExceeded) => false,
        Some(BodyError::Interrupted(_)) => {
            let ends_in_digit = body.last().is_some_and(u8::is_ascii_digit);
            !ends_in_digit && serde_json::from_slice::<IgnoredAny>(body).is_ok()
        }
    }
}

/// Decodes a body. An empty one decodes as a type that accepts null, or an object without members.
pub(super) fn decode<T: DeserializeOwned>(body: &[u8]) -> serde_json::Result<T> {
    match std::str::from_utf8(body) {
        Ok("") => serde_json::from_str("null").or_else(|_| serde_json::from_str("{}")),
        // Faster than `from_slice`, which checks the UTF-8 of each string.
        Ok(text) => serde_json::from_str(text),
        Err(_) => serde_json::from_slice(body),
    }
}
