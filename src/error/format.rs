//! Parts of messages that several errors share.

use std::fmt::{self, Write as _};

use super::response::ErrorResponse;

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
pub(super) fn id_suffix(response: Option<&ErrorResponse>) -> String {
    let id = response.and_then(|response| response.request_id.as_deref());
    id.map(|id| format!(" [request id {}]", Shown(id))).unwrap_or_default()
}
