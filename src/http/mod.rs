//! Every request: build it, send it with the API key and with retries, and read its response.

mod attempt;
mod body;
mod context;
mod path;
mod request;
mod response;
pub(crate) mod retry;
mod send;
pub(crate) mod servers;
mod stream;
mod trace;

pub(crate) use context::Context;
pub use request::{Operation, RequestBuilder};
pub use response::Response;
#[cfg(fuzzing)]
pub(crate) use response::decode_response;
pub use stream::ByteStream;
