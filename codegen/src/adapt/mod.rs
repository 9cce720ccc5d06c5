//! What progenitor 0.15 cannot do with an operation: it is rewritten so that progenitor can, or skipped with a warning.

mod bodies;
mod operations;
mod parameters;
mod recursion;
pub(crate) mod security;
pub(crate) mod skipped;
mod styles;

use serde_json::Value;

pub(crate) use operations::operations;

/// A part of an operation that progenitor cannot take.
struct Unsupported {
    /// Where it is, below the operation.
    pointer: String,
    reason: String,
}

impl Unsupported {
    fn new(pointer: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), reason: reason.into() }
    }
}

/// A part of an operation as progenitor can take it, or why the operation is skipped.
type Adapted<T> = Result<T, Unsupported>;

/// A member of a parameter that is text; empty, where it is not.
fn text<'a>(parameter: &'a Value, key: &str) -> &'a str {
    parameter[key].as_str().unwrap_or_default()
}
