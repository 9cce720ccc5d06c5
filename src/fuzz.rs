use reqwest::StatusCode;

use crate::client::Client;
use crate::error::Error;
use crate::generated::types::AddLooksResponse;
use crate::http::Response;

/// Decodes a response without HTTP, for the fuzz target.
pub fn fuzz_response(status: u16, header: &[u8], body: Vec<u8>) -> Option<Result<Response<AddLooksResponse>, Error>> {
    let client = Client::new("fuzz-key").ok()?;
    let mut response = http::Response::builder().status(StatusCode::from_u16(status).ok()?);
    for name in ["x-request-id", "sunset", "retry-after", "location"] {
        response = response.header(name, header);
    }
    let response = response.body(Vec::new()).ok()?.into();
    Some(crate::http::decode_response(client.context, response, body.into()))
}
