//! Decides whether a response says that its operation is retired.

use reqwest::StatusCode;
use serde::de::IgnoredAny;

use super::envelope::Envelope;

/// HeyGen's code for what it has retired.
const RETIRED: &str = "400014";

/// What decides, apart from the status and HeyGen's code.
pub(crate) struct Signs<'b> {
    /// The body, as far as it was received.
    pub(crate) body: &'b [u8],
    pub(crate) is_complete: bool,
    /// HeyGen's documents give the operation an end of life.
    pub(crate) is_documented: bool,
    /// The response itself gives a last day, and it has passed. HeyGen sends that with ordinary errors too.
    pub(crate) has_ended: bool,
}

impl Signs<'_> {
    pub(crate) fn is_retired(&self, status: StatusCode, envelope: &Envelope) -> bool {
        if status == StatusCode::GONE || envelope.code.as_deref() == Some(RETIRED) {
            return true;
        }
        let is_json = serde_json::from_slice::<IgnoredAny>(self.body).is_ok();
        let is_malformed = !is_json && matches!(self.body.trim_ascii_start(), [b'{' | b'[', ..]);
        // HeyGen's own errors have a code or a message, which a body that cannot be read may have too.
        if !self.is_complete || is_malformed || envelope.has_reason() {
            return false;
        }
        match status.as_u16() {
            404 if self.is_documented && !is_json => true,
            401 | 402 | 408 | 409 | 429 => false,
            400..=499 => self.has_ended,
            _ => false,
        }
    }
}
