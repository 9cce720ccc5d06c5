//! JSON pointers (RFC 6901).

/// Appends one step to a pointer.
pub fn join(pointer: &str, step: &str) -> String {
    format!("{pointer}/{}", step.replace('~', "~0").replace('/', "~1"))
}

/// A step as the member's own name.
pub fn unescape(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

/// The pointer without its last step, and that step as the member's own name. The root has no last step.
pub fn split(pointer: &str) -> Option<(&str, String)> {
    pointer.rsplit_once('/').map(|(parent, step)| (parent, unescape(step)))
}
