//! The API key: sent in a header, and redacted if a server sends it back.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

use bytes::Bytes;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use crate::error::config::ConfigError;

/// Replaces the key in a response.
const REDACTED: &str = "[api key]";

/// How many consecutive characters of the key are redacted. Fewer reveal nothing useful, and may remain where a text was cut.
const WINDOW: usize = 7;

/// How many encodings within each other are decoded, such as a percent-encoded URL in a JSON string.
const LAYERS: usize = 3;

/// Texts are searched in parts of this many bytes, so that decoding them needs little memory.
const PART: usize = 64 << 10;

/// How far a part reaches into the one before, to find a window on the border: more than [`WINDOW`] characters in [`LAYERS`] encodings of up to
/// 9 bytes each.
const OVERLAP: usize = 6 << 10;

/// The API key, as the value of `x-api-key`.
#[derive(Clone)]
pub(crate) struct ApiKey {
    header: HeaderValue,
    /// The length of each window.
    length: usize,
    /// All windows of the key in lower case, as numbers.
    windows: BTreeSet<u64>,
    /// Whether a window has this [`hash`]: quicker than a look into all windows.
    hashes: Box<[bool; 1 << 14]>,
}

impl ApiKey {
    /// Trims white space, such as the newline at the end of a file, and checks that the key is valid in a header.
    pub(crate) fn new(key: &str) -> Result<Self, ConfigError> {
        let key = key.trim();
        if key.is_empty() {
            return Err(ConfigError::KeyBlank);
        }
        if key.starts_with('<') && key.ends_with('>') {
            return Err(ConfigError::KeyPlaceholder);
        }
        let header = HeaderValue::from_str(key).ok().filter(|_| key.bytes().all(|byte| byte.is_ascii_graphic()));
        let mut header = header.ok_or(ConfigError::KeyNotVisibleAscii)?;
        header.set_sensitive(true);
        // A key that looks encoded itself is decoded together with the text around it.
        let layers = std::iter::successors(Some(key.as_bytes().to_vec()), |text| Some(decode(text)?.0));
        let layers: Vec<_> = layers.take(1 + LAYERS).collect();
        let length = layers.iter().map(Vec::len).fold(WINDOW, usize::min);
        let (mut windows, mut hashes) = (BTreeSet::new(), Box::new([false; 1 << 14]));
        for window in layers.iter().flat_map(|text| text.windows(length)) {
            let window = window.iter().fold(0, with_byte);
            windows.insert(window);
            hashes[hash(window)] = true;
        }
        Ok(Self { header, length, windows, hashes })
    }

    pub(crate) fn header(&self) -> HeaderValue {
        self.header.clone()
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
        if !text.iter().any(is_escape) && self.find_ends(text).next().is_none() {
            return None; // as nearly every text
        }
        let (mut clean, mut copied) = (Vec::new(), 0);
        for Range { start, end } in self.find(text) {
            clean.extend_from_slice(&text[copied..start]);
            clean.extend_from_slice(REDACTED.as_bytes());
            copied = end;
        }
        (copied > 0).then(|| [&clean, &text[copied..]].concat())
    }

    /// Returns where the text contains the key, or a part of it, in order and without overlaps.
    fn find(&self, text: &[u8]) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for start in (0..text.len()).step_by(PART) {
            let begin = start.saturating_sub(OVERLAP);
            self.find_in_part(&text[begin..text.len().min(start + PART)], begin, &mut found);
        }
        found.sort_unstable_by_key(|range| range.start);
        found.dedup_by(|next, last| joins(last, next));
        found
    }

    /// Returns where each window of the key ends in a text, in upper or lower case.
    fn find_ends(&self, text: &[u8]) -> impl Iterator<Item = usize> {
        let mask = u64::MAX >> (64 - 8 * self.length);
        let mut last_bytes = 0;
        text.iter().enumerate().filter_map(move |(index, byte)| {
            last_bytes = with_byte(last_bytes, byte);
            let window = last_bytes & mask;
            let is_window = self.hashes[hash(window)] && self.windows.contains(&window);
            (is_window && index + 1 >= self.length).then_some(index + 1)
        })
    }

    fn find_in_part(&self, part: &[u8], begin: usize, found: &mut Vec<Range<usize>>) {
        let (mut layers, mut text): (Vec<Vec<Escape>>, _) = (Vec::new(), part.to_vec());
        loop {
            for end in self.find_ends(&text) {
                let original = |at| layers.iter().rev().fold(at, |at, escapes| before_decoding(at, escapes));
                let range = begin + original(end - self.length)..begin + original(end);
                if !found.last_mut().is_some_and(|last| joins(last, &range)) {
                    found.push(range);
                }
            }
            let Some((decoded, escapes)) = decode(&text).filter(|_| layers.len() < LAYERS) else { return };
            layers.push(escapes);
            text = decoded;
        }
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(..)")
    }
}

/// Appends a byte in lower case to a number of bytes.
fn with_byte(bytes: u64, byte: &u8) -> u64 {
    bytes << 8 | u64::from(byte.to_ascii_lowercase())
}

/// Fibonacci hashing, to 14 bits.
fn hash(window: u64) -> usize {
    (window.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 50) as usize
}

/// Extends a range by the next one if they touch.
fn joins(last: &mut Range<usize>, next: &Range<usize>) -> bool {
    let touches = (last.start..=last.end).contains(&next.start);
    if touches {
        last.end = last.end.max(next.end);
    }
    touches
}

fn is_escape(byte: &u8) -> bool {
    matches!(byte, b'%' | b'\\' | b'&')
}

/// The end of an escape, in the decoded and in the original text.
type Escape = (usize, usize);

/// Decodes all escapes in a text, or returns `None` if there are none.
fn decode(text: &[u8]) -> Option<(Vec<u8>, Vec<Escape>)> {
    let (mut decoded, mut escapes) = (Vec::new(), Vec::new());
    let (mut copied, mut at) = (0, 0);
    while let Some(skipped) = text[at..].iter().position(is_escape) {
        at += skipped;
        let Some((character, length)) = unescape(&text[at..]) else {
            at += 1;
            continue;
        };
        decoded.extend_from_slice(&text[copied..at]);
        decoded.push(character);
        at += length;
        copied = at;
        escapes.push((decoded.len(), at));
    }
    decoded.extend_from_slice(&text[copied..]);
    (copied > 0).then_some((decoded, escapes))
}

/// Returns the index in the original text of an index in the decoded one.
fn before_decoding(at: usize, escapes: &[Escape]) -> usize {
    let count = escapes.partition_point(|(decoded, _)| *decoded <= at);
    let (decoded, original) = count.checked_sub(1).map_or((0, 0), |last| escapes[last]);
    original + at - decoded
}

/// Decodes the escape at the beginning of a text: percent-encoding, a backslash, or an HTML entity. Returns the character and the length.
fn unescape(text: &[u8]) -> Option<(u8, usize)> {
    let number = |digits: &[u8], radix| u8::from_str_radix(std::str::from_utf8(digits).ok()?, radix).ok();
    match text {
        [b'%', digits @ ..] => Some((number(digits.get(..2)?, 16)?, 3)),
        [b'\\', b'u', b'0', b'0', digits @ ..] => Some((number(digits.get(..2)?, 16)?, 6)),
        [b'\\', b'x', digits @ ..] => Some((number(digits.get(..2)?, 16)?, 4)),
        [b'\\', character @ (b'"' | b'\'' | b'/' | b'\\'), ..] => Some((*character, 2)),
        [b'&', rest @ ..] => {
            let length = rest.iter().take(8).position(|byte| *byte == b';')?;
            let character = match &rest[..length] {
                b"amp" => b'&',
                b"lt" => b'<',
                b"gt" => b'>',
                b"quot" => b'"',
                b"apos" => b'\'',
                [b'#', b'x' | b'X', digits @ ..] => number(digits, 16)?,
                [b'#', digits @ ..] => number(digits, 10)?,
                _ => return None,
            };
            Some((character, length + 2))
        }
        _ => None,
    }
}
