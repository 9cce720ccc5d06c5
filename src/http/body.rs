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
    let (mut chunks, mut length) = (Vec::new(), 0);
    let error = loop {
        let mut chunk = match response.chunk().await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => break None,
            Err(error) => break Some(BodyError::Interrupted(error)),
        };
        let left = limit - length;
        let is_too_long = chunk.len() > left;
        chunk.truncate(left);
        length += chunk.len();
        chunks.push(chunk);
        if is_too_long {
            break Some(BodyError::LimitExceeded);
        }
    };
    // Most bodies are a single chunk, which is not copied.
    let body = if chunks.len() == 1 { mem::take(&mut chunks[0]) } else { chunks.concat().into() };
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

/// Decodes a body that [`decode`] rejects once more, to find the path and the reason.
pub(super) fn find_error<T: DeserializeOwned>(body: &[u8]) -> (String, String) {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let error = match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
        Ok(_) => deserializer.end().map_err(|error| (".".to_owned(), error)),
        Err(error) => Err((error.path().to_string(), error.into_inner())),
    };
    match error {
        Err((path, error)) if path == "." => (path, format!("could not be decoded: {error}")),
        Err((path, error)) => (path.clone(), format!("could not be decoded at {path}: {error}")),
        Ok(()) => (".".to_owned(), "could not be decoded".to_owned()),
    }
}
