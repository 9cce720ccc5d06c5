//! The API key: sent in a header, shown nowhere.

use std::fmt;

use bytes::Bytes;
use reqwest::header::{HeaderMap, HeaderValue};

use crate::error::ConfigError;

/// What replaces the key where a server sends it back.
const REDACTED: &str = "[api key]";

/// The API key, as the value of `x-api-key`.
#[derive(Clone)]
pub(crate) struct ApiKey(HeaderValue);

impl ApiKey {
    /// Trims white space, since a file ends in a newline, and refuses what no header can carry.
    pub(crate) fn new(key: &str) -> Result<Self, ConfigError> {
        let key = key.trim();
        if key.is_empty() {
            return Err(ConfigError::KeyBlank);
        }
        let value = HeaderValue::from_str(key).ok().filter(|_| key.bytes().all(|byte| byte.is_ascii_graphic()));
        let mut value = value.ok_or(ConfigError::KeyNotVisibleAscii)?;
        value.set_sensitive(true);
        Ok(Self(value))
    }

    pub(crate) fn header(&self) -> HeaderValue {
        self.0.clone()
    }

    /// A text of the server's, without the key.
    pub(crate) fn redact(&self, text: String) -> String {
        // The key is ASCII, so the rest is still UTF-8.
        self.redact_bytes(text.as_bytes()).map_or(text, |clean| String::from_utf8_lossy(&clean).into_owned())
    }

    /// A body of the server's, without the key.
    pub(crate) fn redact_body(&self, body: Bytes) -> Bytes {
        self.redact_bytes(&body).map_or(body, Bytes::from)
    }

    /// The headers of the server's, without the key.
    pub(crate) fn redact_headers(&self, headers: &mut HeaderMap) {
        for value in headers.values_mut() {
            if let Some(clean) = self.redact_bytes(value.as_bytes()) {
                *value = HeaderValue::from_bytes(&clean).unwrap_or(HeaderValue::from_static(REDACTED));
            }
        }
    }

    /// `None` where the key does not occur.
    fn redact_bytes(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let key = self.0.as_bytes();
        // Not every body is text, so this searches bytes.
        let find = |bytes: &[u8]| bytes.windows(key.len()).position(|window| window == key);
        let mut rest = bytes;
        let mut clean = Vec::new();
        while let Some(at) = find(rest) {
            clean.extend_from_slice(&rest[..at]);
            clean.extend_from_slice(REDACTED.as_bytes());
            rest = &rest[at + key.len()..];
        }
        (!clean.is_empty()).then(|| [&clean, rest].concat())
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(..)")
    }
}
