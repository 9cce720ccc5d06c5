//! What the errors of a response show in the same way.

/// The end of a message after which HeyGen may have done the work.
pub(super) const UNKNOWN_OUTCOME: &str = "the request may have been applied, so check before you retry";

/// The request id at the end of a message, for HeyGen's support.
pub(super) fn id_suffix(id: &Option<String>) -> String {
    id.as_ref().map(|id| format!(" [request id {id}]")).unwrap_or_default()
}

/// `Debug` of an error with these fields and a `body`, which is shown as text and shortened.
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
