//! Rewrites operations in the form that progenitor 0.15 supports, or skips them with a warning.

mod adapt;
mod bodies;
mod parameters;
pub(crate) mod security;
pub(crate) mod skipped;
mod styles;

use serde_json::Value;

pub(crate) use adapt::{SERVER, adapt_operations};
pub(crate) use styles::SEPARATOR;

/// A part of an operation that progenitor does not support.
struct Unsupported {
    /// Its pointer, relative to the operation.
    pointer: String,
    reason: String,
}

impl Unsupported {
    fn new(pointer: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), reason: reason.into() }
    }
}

/// A rewritten part of an operation, or the reason for skipping the operation.
type Adapted<T> = Result<T, Unsupported>;

/// A member of a parameter as text. Empty if it is not a string.
fn text_member<'a>(parameter: &'a Value, key: &str) -> &'a str {
    parameter[key].as_str().unwrap_or_default()
}
