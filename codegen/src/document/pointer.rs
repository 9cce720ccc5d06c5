//! JSON pointers (RFC 6901).

/// Appends one step to a pointer.
pub fn join(pointer: &str, step: &str) -> String {
    format!("{pointer}/{}", step.replace('~', "~0").replace('/', "~1"))
}

/// The name of the member that a step refers to.
pub fn unescape(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

/// Splits off the last step, and unescapes it. `None` for the root.
pub fn split(pointer: &str) -> Option<(&str, String)> {
    pointer.rsplit_once('/').map(|(parent, step)| (parent, unescape(step)))
}
