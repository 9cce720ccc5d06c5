//! Tests the example of the guide's chapter on TLS, without aws-lc in the build.

#[cfg(doctest)]
#[doc = include_str!("../../../src/guide/tls.md")]
struct Chapter;
