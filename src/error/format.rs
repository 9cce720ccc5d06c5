//! Parts of messages and `Debug` that several errors share.

/// The end of a message if HeyGen may have done the work.
pub(super) const UNKNOWN_OUTCOME: &str = "the request may have been applied, so check before you retry";

/// The same, if only an earlier attempt may have done the work.
pub(super) const UNKNOWN_EARLIER_OUTCOME: &str = "an earlier attempt may have been applied, so check before you retry";

/// The request id, for the end of a message.
pub(super) fn id_suffix(id: &Option<String>) -> String {
    id.as_ref().map(|id| format!(" [request id {id}]")).unwrap_or_default()
}

/// Implements `Debug` with these fields and the `body`, as text and shortened.
macro_rules! debug {
    ($error:ident { $($field:ident),* }) => {
        impl std::fmt::Debug for $error {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let body = String::from_utf8_lossy(&self.body[..self.body.len().min(512)]);
                f.debug_struct(stringify!($error))
                    $(.field(stringify!($field), &self.$field))*
                    .field("body", &format_args!("{body:?} ({} bytes)", self.body.len()))
                    .finish()
            }
        }
    };
}

pub(super) use debug;
