//! Finds secrets in a text.

use std::collections::HashSet;

/// A text shows a secret if it contains this many of its consecutive characters, plain or in a reversible encoding.
///
/// Fewer characters are useless, and may remain if a response is truncated at its limit.
pub const RUN: usize = 8;

/// The maximum number of nested encodings, such as a percent-encoded URL in JSON in a message in `Debug`.
const DEPTH: usize = 4;

/// Returns the first line of a text that shows an ASCII secret.
pub fn shown<'t>(text: &'t str, secret: &str) -> Option<&'t str> {
    let runs: Vec<&str> = (0..=secret.len() - RUN).map(|start| &secret[start..start + RUN]).collect();
    text.lines().find(|line| shows(line, &runs))
}

fn shows(line: &str, runs: &[&str]) -> bool {
    let mut texts = HashSet::from([line.to_owned()]);
    let mut last = texts.clone();
    for _ in 0..DEPTH {
        last = last.iter().flat_map(|text| [without_percents(text), without_backslashes(text)]).collect();
        last.retain(|text| texts.insert(text.clone()));
    }
    runs.iter().any(|run| texts.iter().any(|text| text.contains(run)))
}

/// Decodes percent-encoding.
fn without_percents(text: &str) -> String {
    let mut parts = text.split('%');
    let mut decoded = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(u8::is_ascii) {
            Some(byte) => {
                decoded.push(byte.into());
                decoded.push_str(&part[2..]);
            }
            None => {
                decoded.push('%');
                decoded.push_str(part);
            }
        }
    }
    decoded
}

/// Decodes the escapes of JSON, Rust's `Debug`, and quoted strings in HTTP headers.
fn without_backslashes(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        decoded.push_str(before);
        let escaped = after.strip_prefix('u').and_then(|hex| {
            let (hex, rest) = match hex.strip_prefix('{') {
                Some(hex) => hex.split_once('}')?,
                None => hex.split_at_checked(4)?,
            };
            Some((char::from_u32(u32::from_str_radix(hex, 16).ok()?)?, rest))
        });
        let mut chars = after.chars();
        match escaped.or_else(|| Some((chars.next()?, chars.as_str()))) {
            Some((char, after)) => {
                decoded.push(char);
                rest = after;
            }
            None => rest = after,
        }
    }
    decoded.push_str(rest);
    decoded
}
