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

/// A rewritten part of an operation, or why the operation is skipped. The pointers of errors and notes are relative to
/// the operation.
type Adapted<T> = crate::diagnostic::Result<T>;

/// A member of a parameter as text. Empty if it is not a string.
fn text_member<'a>(parameter: &'a Value, key: &str) -> &'a str {
    parameter[key].as_str().unwrap_or_default()
}
