//! Parts of messages and `Debug` that several errors share.

use std::fmt::{self, Write as _};

/// The end of a message if HeyGen may have done the work.
pub(super) const UNKNOWN_OUTCOME: &str = "the request may have been applied, so check before you retry";

/// The same, if only an earlier attempt may have done the work.
pub(super) const UNKNOWN_EARLIER_OUTCOME: &str = "an earlier attempt may have been applied, so check before you retry";

/// How many characters of a text from a server are shown.
const SHOWN_MAX: usize = 1000;

/// A text from a server as it is shown: not too long, and with escaped control characters.
pub(crate) struct Shown<'t>(pub(crate) &'t str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars().take(SHOWN_MAX) {
            match character {
                '"' | '\'' | '\\' => f.write_char(character)?,
                _ => write!(f, "{}", character.escape_debug())?,
            }
        }
        if self.0.chars().nth(SHOWN_MAX).is_some() { f.write_char('…') } else { Ok(()) }
    }
}

/// The request id, for the end of a message.
pub(super) fn id_suffix(id: &Option<String>) -> String {
    id.as_ref().map(|id| format!(" [request id {}]", Shown(id))).unwrap_or_default()
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
