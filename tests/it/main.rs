//! Tests of the client against servers on 127.0.0.1. One binary, because linking is most of what a test costs to build.

mod attempts;
mod batch_stop;
mod batches;
mod client;
mod download;
mod environment;
mod failures;
mod faults;
#[cfg(feature = "codegen")]
mod generated;
mod http2;
mod image_keys;
mod looks;
mod messages;
mod openapi;
mod properties;
mod public_api;
mod redaction;
mod requests;
mod responses;
mod retries;
mod servers;
mod support;

mod trace;
