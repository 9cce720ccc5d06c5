//! The derives and signatures of the public types. If this does not compile, the change is breaking.

use std::error::Error as StdError;
use std::fmt::{Debug, Display};
use std::ops::Deref;
use std::time::Duration;

use heygen_api::{
    AddLooksData, AddLooksRequest, AddLooksResponse, AddedBatch, AddedLooks, ApiError, BatchOutcome, BatchSummary,
    Batches, Client, ClientBuilder, ConfigError, DecodeError, Document, Download, DownloadError, Error, ErrorResponse,
    FailedBatch, ImageKeys, ImageKeysError, Look, Progress, RetirementNotice, Retry, SignedUrl, TransportError,
    UpscaleAvailability, reqwest,
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
fn future<T: Send>(_: T) {}

#[test]
fn promised_types_have_their_derives() {
    generated::<AddLooksRequest>();
    generated::<AddLooksResponse>();
    generated::<AddLooksData>();
    generated::<Look>();
    generated::<UpscaleAvailability>();
    generated::<ImageKeys>();
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

#[test]
fn promised_functions_have_their_signatures() {
    fn deref<T: Deref<Target = [String]>>() {}
    deref::<ImageKeys>();
    let _: fn(Vec<String>) -> Result<ImageKeys, ImageKeysError> = ImageKeys::try_from;
    let _: Result<ImageKeys, ImageKeysError> = ImageKeys::new(vec![String::new()]);
    let _: fn() -> Result<Client, Error> = Client::from_env;
    let builder: ClientBuilder = Client::builder("api-key")
        .base_url("http://127.0.0.1:8080")
        .http(reqwest::Client::builder())
        .timeout(Duration::from_secs(60));
    let client: Client = builder.build().unwrap();
    let request = AddLooksRequest::new("group-id", ImageKeys::new(["image/a/original"]).unwrap(), "Dua Casual")
        .with_generation_id("generation-id");
    assert_eq!(request.generation_id.as_deref(), Some("generation-id"));
    future(client.add_looks(request));
    let _: [fn(&Error) -> bool; 6] = [
        Error::is_auth,
        Error::is_rate_limited,
        Error::is_insufficient_credit,
        Error::is_not_found,
        Error::is_retired,
        Error::may_have_been_applied,
    ];
}
