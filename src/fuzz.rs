use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderValue};

use crate::error::Error;
use crate::generated::types::AddLooksResponse;
use crate::http::api_key::ApiKey;
use crate::http::envelope::Envelope;
use crate::http::response::{CapturedResponse, Response, retirement};

/// What becomes of a response, without HTTP, for the fuzz target.
pub fn fuzz_response(status: u16, header: &[u8], body: Vec<u8>) -> Option<Result<Response<AddLooksResponse>, Error>> {
    let key = ApiKey::new("fuzz-key").ok()?;
    let mut headers = HeaderMap::new();
    for name in ["x-request-id", "sunset", "retry-after", "location"] {
        headers.insert(name, HeaderValue::from_bytes(header).ok()?);
    }
    let status = StatusCode::from_u16(status).ok()?;
    let (data, envelope) = (serde_json::from_slice(&body).ok(), Envelope::parse(&body));
    let retirement = retirement(&headers, envelope.warning.as_ref(), &key);
    let captured = CapturedResponse { operation: "add_looks", status, headers, body: body.into(), body_error: None };
    Some(captured.into_result(data, &envelope, retirement, &key))
}
