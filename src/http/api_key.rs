//! The API key: sent in a header, and redacted if a server sends it back.

use std::collections::BTreeSet;
use std::fmt;

use bytes::Bytes;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use crate::error::ConfigError;

/// Replaces the key in a response.
const REDACTED: &str = "[api key]";

/// The shortest prefix of the key to redact, in characters. Texts can be truncated within the key; a shorter prefix reveals nothing useful.
const MIN_LENGTH: usize = 8;

/// The API key, as the value of `x-api-key`.
#[derive(Clone)]
pub(crate) struct ApiKey(HeaderValue);

impl ApiKey {
    /// Trims white space, such as the newline at the end of a file, and checks that the key is valid in a header.
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

    /// Redacts the key in a string from the server.
    pub(crate) fn redact(&self, text: String) -> String {
        // The key is ASCII, so what is left is valid UTF-8.
        self.redacted(text.as_bytes()).map_or(text, |clean| String::from_utf8_lossy(&clean).into_owned())
    }

    /// Redacts the key in a response body.
    pub(crate) fn redact_body(&self, body: Bytes) -> Bytes {
        self.redacted(&body).map_or(body, Bytes::from)
    }

    /// Redacts the key in the values of response headers, and removes headers that have it in their name.
    pub(crate) fn redact_headers(&self, headers: &mut HeaderMap) {
        let shows = |name: &&HeaderName| self.redacted(name.as_str().as_bytes()).is_some();
        for name in headers.keys().filter(shows).cloned().collect::<Vec<_>>() {
            headers.remove(name);
        }
        for value in headers.values_mut() {
            if let Some(clean) = self.redacted(value.as_bytes()) {
                *value = HeaderValue::from_bytes(&clean).unwrap_or(HeaderValue::from_static(REDACTED));
            }
        }
    }

    /// Returns the text without the key, or `None` if it does not contain the key.
    fn redacted(&self, text: &[u8]) -> Option<Vec<u8>> {
        let [first, second, ..] = self.0.as_bytes() else { return None };
        let is_escape = |byte: u8| matches!(byte, b'\\' | b'%');
        // Fast path: checking two bytes skips most of the text.
        let may_begin = |bytes: &[u8]| {
            is_escape(bytes[0])
                || bytes[0].eq_ignore_ascii_case(first)
                    && (is_escape(bytes[1]) || bytes[1].eq_ignore_ascii_case(second))
        };
        let mut clean = Vec::new();
        let (mut copied, mut at) = (0, 0);
        while let Some(before) = text[at..].windows(2).position(may_begin) {
            at += before;
            let Some(length) = self.length_in(&text[at..]) else {
                at += 1;
                continue;
            };
            clean.extend_from_slice(&text[copied..at]);
            clean.extend_from_slice(REDACTED.as_bytes());
            at += length;
            copied = at;
        }
        (copied > 0).then(|| [&clean, &text[copied..]].concat())
    }

    /// Returns the length in bytes of the key at the beginning of a text. A prefix of at least [`MIN_LENGTH`] characters counts too.
    fn length_in(&self, text: &[u8]) -> Option<usize> {
        let mut length = None;
        // There can be several, because a backslash is either a character of the key or escapes the next one.
        let mut ends = BTreeSet::from([0]);
        for (count, character) in (1..).zip(self.0.as_bytes()) {
            ends = ends.iter().flat_map(|end| encoded(*character, &text[*end..]).map(move |len| end + len)).collect();
            let Some(longest) = ends.last() else { break };
            if count >= MIN_LENGTH {
                length = Some(*longest);
            }
        }
        length
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(..)")
    }
}

/// Returns the possible lengths of one character of the key at the beginning of a text. It can be plain, or encoded as in JSON (`\/`,
/// `\u002f`), in URLs (`%2F`) and in quoted strings (`\"`). JSON in JSON has more backslashes.
fn encoded(character: u8, text: &[u8]) -> impl Iterator<Item = usize> {
    let backslashes = text.iter().take(7).take_while(|byte| **byte == b'\\').count();
    (0..=backslashes).flat_map(move |backslashes| {
        let text = &text[backslashes..];
        let is_hex = |prefix: &[u8]| {
            let digits = text.strip_prefix(prefix).and_then(|rest| std::str::from_utf8(rest.get(..2)?).ok());
            digits.is_some_and(|digits| u8::from_str_radix(digits, 16) == Ok(character))
        };
        let plain = text.first().is_some_and(|byte| byte.eq_ignore_ascii_case(&character)).then_some(1);
        let url = is_hex(b"%").then_some(3);
        let json = (backslashes > 0 && is_hex(b"u00")).then_some(5);
        [plain, url, json].into_iter().flatten().map(move |length| backslashes + length)
    })
}
