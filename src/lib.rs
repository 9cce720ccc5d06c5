//! A Rust client for HeyGen's photo avatars: [add looks to a photo avatar group](Client::add_looks). It is generated from the OpenAPI
//! document that HeyGen publishes.
//!
//! ```no_run
//! use heygen_api::{AddLooksRequest, Client, Error, ImageKeys};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! let client = Client::from_env()?; // the API key in HEYGEN_API_KEY
//! let keys = ImageKeys::new(["image/a/original"])?;
//! let added = client.add_looks(AddLooksRequest::new("group-id", keys, "Dua Casual")).await?;
//! for id in added.looks.iter().flat_map(|look| &look.id) {
//!     println!("added {id}");
//! }
//! # Ok(())
//! # }
//! ```
//!
//! <div class="warning">
//!
//! HeyGen announced the end of v1 and v2 of its API, and so of this operation, for 31 October 2026. Whether it still serves your account, only
//! its response tells. [The guide](guide::retirement) says what to do now, and how to call v3.
//!
//! </div>
//!
//! # Where to find what
//!
//! | you want to | use |
//! | --- | --- |
//! | set the base URL, timeouts, retries or limits | [`Client::builder`], [`ClientBuilder`], [`Retry`] |
//! | add looks | [`Client::add_looks`] with an [`AddLooksRequest`] and its [`ImageKeys`]; the result is [`AddedLooks`] with each [`Look`] |
//! | add more than [`ImageKeys::MAX`] images | [`Client::add_looks_in_batches`], [`Batches`], [`BatchSummary`] |
//! | save the image of a look | [`Look::image`], [`SignedUrl`], [`Client::download`] (feature `download`) |
//! | handle a failure | [`Error`], [`ApiError`], [`DecodeError`], [`TransportError`] |
//! | learn that HeyGen retires the operation | [`AddedLooks::retirement`], [`Error::is_retired`], [`RetirementNotice`] |
//! | call another operation | [`include_client!`], [`Client::request`], [`RequestBuilder`], [`Response`]: see [the guide](guide::operations) |
//! | test your code without HeyGen | [`mock`] (feature `mock`) |
//!
//! The [`guide`] has a short chapter on each of these.
//!
//! # Errors
//!
//! A failure raises one question: were the looks added? [`Error::may_have_been_applied`] says whether that is possible. A request
//! is retried only if HeyGen certainly did nothing, since a second call adds the looks a second time. [`promises`] lists what you
//! get for each fault, and when a request is retried.
//!
//! ```no_run
//! # use heygen_api::{AddLooksRequest, Client, Error};
//! # async fn example(client: Client, request: AddLooksRequest) {
//! match client.add_looks(request).await {
//!     Ok(added) => println!("{} looks", added.looks.len()),
//!     Err(error) if error.is_auth() => println!("check the API key: {error}"),
//!     Err(error) if error.may_have_been_applied() => println!("check the group, then retry: {error}"),
//!     Err(error) => println!("nothing was added: {error}"),
//! }
//! # }
//! ```
//!
//! # Features
//!
//! | feature | default | what it adds |
//! | --- | --- | --- |
//! | `codegen` | yes | generates the client in your build. Without it, the same client is compiled from a checked-in file, and the build is shorter |
//! | `rustls` | yes | TLS by rustls |
//! | `native-tls` | | TLS by the operating system. To leave rustls out: `default-features = false, features = ["codegen", "native-tls"]` |
//! | `download` | | [`Client::download`], which saves the image of a look |
//! | `mock` | | [`mock`]: mock responses for your tests, without HeyGen |
//! | `multipart` | | `reqwest::multipart`, for other operations that take a multipart form |
//! | `schemars` | | `JsonSchema` for every type, such as for the input schema of an AI tool |
//!
//! HeyGen's server needs one of the two TLS features. For the shortest build: `default-features = false, features = ["rustls"]`.
//!
//! # The API key
//!
//! The key is sent to the origin of the base URL and to those that the documents of a generated client name, and nowhere else: redirects are
//! never followed. It appears in no error, no `Debug`
//! output and no log of this crate, even if a server sends it back. Plain `http://` is refused, except to this machine.
//!
//! # Stability
//!
//! The crate follows semantic versioning, except for the modules [`api`] and [`mock`], which are generated from HeyGen's documents.
//! [`documents`] lists these and their versions.

#![forbid(unsafe_code)]
// Without these features, some items that the documentation links to do not exist.
#![cfg_attr(not(all(feature = "download", feature = "mock")), allow(rustdoc::broken_intra_doc_links))]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(missing_docs)]

extern crate self as heygen_api; // generated code has the same paths here as in any other crate

mod batches;
mod builder;
mod client;
mod date;
mod document;
#[cfg(feature = "download")]
mod download;
mod error;
#[cfg(fuzzing)]
mod fuzz;
pub mod guide;
mod headers;
mod http;
mod image_keys;
mod integer;
mod looks;
#[cfg(feature = "mock")]
pub mod mock;
mod retirement;
#[doc(hidden)]
pub mod runtime;
mod signed_url;

/// The client that is generated from openapi/.
mod generated {
    #![allow(clippy::all, rustdoc::all, reason = "generated by progenitor")]
    #[cfg(feature = "codegen")]
    include!(env!("HEYGEN_API_CLIENT_openapi"));
    #[cfg(not(feature = "codegen"))]
    include!("generated.rs");
}

pub use batches::{AddedBatch, BatchOutcome, BatchSummary, Batches, FailedBatch};
pub use builder::ClientBuilder;
pub use client::Client;
pub use document::Document;
#[cfg(feature = "download")]
pub use download::{Download, DownloadError, Progress};
pub use error::{ApiError, ConfigError, DecodeError, Error, ImageKeysError, TransportError};
#[cfg(fuzzing)]
pub use fuzz::fuzz_response;
pub use generated::types::{AddLooksData, AddLooksRequest, AddLooksResponse, Look, UpscaleAvailability};
pub use http::retry::Retry;
pub use http::{ByteStream, RequestBuilder, Response};
pub use image_keys::ImageKeys;
pub use looks::AddedLooks;
pub use reqwest;
pub use retirement::RetirementNotice;
pub use signed_url::SignedUrl;

#[doc = include_str!("api.md")]
pub mod api {
    #[doc(inline)]
    pub use crate::generated::{Client, builder, types};
    pub use crate::integer::Integer;
}

/// Includes the client that your build script generated with `heygen_api_codegen::build`. See [the guide](crate::guide::operations).
///
/// Without an argument, it is the client of the directory `openapi`. Give each client a module of its own:
///
/// ```ignore
/// mod v3 {
///     heygen_api::include_client!();
/// }
/// mod other {
///     heygen_api::include_client!("other/documents");
/// }
/// ```
#[macro_export]
macro_rules! include_client {
    () => {
        $crate::include_client!("openapi");
    };
    ($directory:literal) => {
        #[allow(clippy::all, dead_code, missing_docs, rustdoc::all, unused_imports)]
        mod generated {
            include!(env!(
                concat!("HEYGEN_API_CLIENT_", $directory),
                concat!(
                    "there is no client of `",
                    $directory,
                    "`: call `heygen_api_codegen::build(\"",
                    $directory,
                    "\")` in build.rs"
                )
            ));
        }
        #[allow(unused_imports)]
        pub use generated::*;
    };
}

#[doc = include_str!("promises.md")]
pub mod promises {}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// Returns HeyGen's OpenAPI documents that this client is generated from.
///
/// ```
/// for document in heygen_api::documents() {
///     println!("{}: {} {}", document.file, document.title, document.version);
/// }
/// ```
pub fn documents() -> &'static [Document] {
    generated::DOCUMENTS
}
