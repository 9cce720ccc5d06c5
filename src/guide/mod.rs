//! A guide to this crate: short chapters, with examples that run.
//!
//! | chapter | what it answers |
//! | --- | --- |
//! | [`errors`] | When is a call retried? What does a timeout mean for my looks? Can I safely retry? |
//! | [`batches`] | How do I add more images than one call accepts? |
//! | [`images`] | How do I save the images of looks before their URLs expire? |
//! | [`testing`] | How do I test my code without HeyGen? |
//! | [`operations`] | How do I call another operation of HeyGen's API? |
//! | [`tls`] | How do I use other TLS, or shorten the build? |
//! | [`retirement`] | The announced end of v2 has passed: what do I do now? |
//!
//! [`promises`](crate::promises) lists the outcome of a call for each fault.
//!
//! # How a call runs
//!
#![doc = include_str!("request.svg")]
//!
//! # How a document becomes a client
//!
#![doc = include_str!("document.svg")]

#[doc = include_str!("errors.md")]
pub mod errors {}

#[doc = include_str!("batches.md")]
pub mod batches {}

#[doc = include_str!("images.md")]
pub mod images {}

#[doc = include_str!("testing.md")]
pub mod testing {}

#[doc = include_str!("operations.md")]
pub mod operations {}

// Tested by examples/ring, which has ring.
#[cfg_attr(not(doctest), doc = include_str!("tls.md"))]
pub mod tls {}

#[doc = include_str!("retirement.md")]
pub mod retirement {}
