//! The derives of the public types. If this does not compile, the change is breaking.

use std::error::Error as StdError;
use std::fmt::{Debug, Display};
use std::ops::Deref;

use heygen_api::{
    AddLooksData, AddLooksRequest, AddLooksResponse, AddedBatch, AddedLooks, ApiError, BatchOutcome, BatchSummary,
    Batches, Client, ConfigError, DecodeError, Document, Download, DownloadError, Error, ErrorResponse, FailedBatch,
    ImageKeys, ImageKeysError, Look, Progress, RetirementNotice, Retry, SignedUrl, TransportError, UpscaleAvailability,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

fn generated<T: Debug + Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static>() {}
fn value<T: Debug + Clone + PartialEq + Send + Sync + 'static>() {}
fn error<T: StdError + Debug + Display + Send + Sync + 'static>() {}
fn client<T: Debug + Clone + Send + Sync + 'static>() {}
fn default<T: Default>() {}
fn async_value<T: Debug + Send + Sync + 'static>() {}
fn async_value_not_sync<T: Debug + Send + 'static>() {}
fn strings<T: Deref<Target = [String]>>() {}

#[test]
fn promised_types_have_their_derives() {
    generated::<AddLooksRequest>();
    generated::<AddLooksResponse>();
    generated::<AddLooksData>();
    generated::<Look>();
    generated::<UpscaleAvailability>();
    generated::<ImageKeys>();
    strings::<ImageKeys>();
    default::<AddLooksResponse>();
    default::<Look>();
    default::<UpscaleAvailability>();
    value::<AddedLooks>();
    value::<RetirementNotice>();
    value::<Document>();
    value::<Retry>();
    value::<ApiError>();
    value::<ErrorResponse>();
    error::<Error>();
    error::<ImageKeysError>();
    error::<ConfigError>();
    error::<ApiError>();
    error::<DecodeError>();
    error::<TransportError>();
    client::<Client>();
    value::<AddedBatch>();
    value::<SignedUrl>();
    value::<Progress>();
    error::<DownloadError>();
    async_value::<BatchOutcome>();
    async_value::<BatchSummary>();
    async_value::<FailedBatch>();
    async_value_not_sync::<Batches>();
    async_value_not_sync::<Download>();
    assert!(size_of::<Error>() <= 128, "a larger error makes clippy warn in users' code: {}", size_of::<Error>());
}
