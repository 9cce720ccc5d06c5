use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderValue};

use crate::answer::Answer;
use crate::error::Error;
use crate::generated::types::AddLooksResponse;
use crate::key::ApiKey;

/// The readers of an answer without HTTP, for the fuzz target.
pub fn fuzz_answer(status: u16, request_id: &[u8], body: Vec<u8>) -> Option<Result<AddLooksResponse, Error>> {
    let key = ApiKey::new("fuzz-key").ok()?;
    let mut headers = HeaderMap::new();
    for name in ["x-request-id", "sunset", "retry-after", "location"] {
        headers.insert(name, HeaderValue::from_bytes(request_id).ok()?);
    }
    let status = StatusCode::from_u16(status).ok()?;
    let answer =
        Answer { operation: "add_looks", status, headers, body: body.into(), cut: None, rest: Default::default() };
    Some(Box::new(answer).understood::<AddLooksResponse>(&key).and_then(|(response, answer)| match response.error {
        Some(_) => Err(answer.refused(&key)),
        None => Ok(response),
    }))
}
