use std::fmt;

use bytes::Bytes;
use reqwest::header::HeaderValue;

use crate::error::ConfigError;

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
        if !body.windows(key.len()).any(|window| window == key) {
            return body;
        }
        let mut clean = Vec::with_capacity(body.len());
        let mut rest = &body[..];
        while let Some((first, tail)) = rest.split_first() {
            if let Some(after) = rest.strip_prefix(key) {
                clean.extend_from_slice(b"[api key]");
                rest = after;
            } else {
                clean.push(*first);
                rest = tail;
            }
        }
        clean.into()
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
