//! What generated code uses, and nothing else. It is a contract with the code generator of the same minor version.

pub use crate::client::Client;
pub use crate::document::Document;
pub use crate::error::Error;
pub use crate::http::{ByteStream, Operation, RequestBuilder, Response};
pub use crate::integer::Integer;
#[cfg(feature = "mock")]
pub use httpmock;
#[cfg(feature = "mock")]
pub use regex;
pub use regress;
pub use reqwest::{self, Method};
#[cfg(feature = "schemars")]
pub use schemars;
pub use serde;
pub use serde_json;

/// Creates the request of an operation, with the values of its path.
pub fn request(client: &Client, operation: &Operation, values: &[&str]) -> RequestBuilder {
    RequestBuilder::of_operation(client.context.clone(), operation, values)
}

/// The error for a value that is missing or invalid.
pub fn invalid_request(reason: String) -> Error {
    Error::invalid_request(reason)
}
