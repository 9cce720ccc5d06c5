use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use reqwest::header::HeaderValue;

use crate::error::ConfigError;

/// What stands for the key where a server sends it back.
const REDACTED: &str = "[api key]";

/// The API key, as the value of `x-api-key`. Nothing shows it.
#[derive(Clone)]
pub(crate) struct ApiKey(HeaderValue);

impl ApiKey {
    /// Trims white space (a file ends in a newline) and refuses what no header can carry.
    pub(crate) fn new(key: &str) -> Result<Self, ConfigError> {
        let key = key.trim();
        if key.is_empty() {
            return Err(ConfigError::KeyBlank);
        }
        if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(ConfigError::KeyNotVisibleAscii);
        }
        let mut value = HeaderValue::from_str(key).map_err(|_| ConfigError::KeyNotVisibleAscii)?;
        value.set_sensitive(true);
        Ok(Self(value))
    }

    /// A body without the key, should a server send it back.
    pub(crate) fn redact(&self, body: Bytes) -> Bytes {
        let key = self.0.as_bytes();
        // Not every body is text: bytes are looked for, and only where the key's first byte is.
        let found = |at: &usize| body[*at] == key[0] && body[*at..].starts_with(key);
        if !(0..body.len()).any(|at| found(&at)) {
            return body;
        }
        let mut clean = Vec::with_capacity(body.len());
        let mut at = 0;
        while at < body.len() {
            if found(&at) {
                clean.extend_from_slice(REDACTED.as_bytes());
                at += key.len();
            } else {
                clean.push(body[at]);
                at += 1;
            }
        }
        clean.into()
    }

    /// The same for text.
    pub(crate) fn redact_text(&self, text: Cow<'_, str>) -> String {
        // Most are shorter than the key, and a search for it costs more than all else that is done with them.
        if text.len() < self.0.len() {
            return text.into_owned();
        }
        // The key is visible ASCII, and so text.
        self.0.to_str().map_or_else(|_| REDACTED.to_owned(), |key| text.replace(key, REDACTED))
    }

    pub(crate) fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(..)")
    }
}
