use reqwest::StatusCode;
use reqwest::header::{HeaderName, HeaderValue};

use crate::error::Error;
use crate::generated::types::AddLooksResponse;
use crate::http::api_key::ApiKey;
use crate::http::envelope::Envelope;
use crate::http::response::{CapturedResponse, Response, retirement};

/// Decodes a response without HTTP, for the fuzz target.
pub fn fuzz_response(status: u16, header: &[u8], body: Vec<u8>) -> Option<Result<Response<AddLooksResponse>, Error>> {
    let key = ApiKey::new("fuzz-key").ok()?;
    let (status, value) = (StatusCode::from_u16(status).ok()?, HeaderValue::from_bytes(header).ok()?);
    let names = ["x-request-id", "sunset", "retry-after", "location"];
    let mut headers = names.map(|name| (HeaderName::from_static(name), value.clone())).into_iter().collect();
    key.redact_headers(&mut headers);
    let (data, envelope) = (serde_json::from_slice(&body).ok(), Envelope::parse(&body));
    let retirement = retirement("add_looks", &headers, envelope.warning.as_ref(), &key);
    let captured = CapturedResponse { operation: "add_looks", status, headers, body: body.into(), body_error: None };
    Some(captured.into_result(data, &envelope, retirement, true, &key))
}
