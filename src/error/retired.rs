//! Decides whether a response says that its operation is retired.

use reqwest::StatusCode;
use serde::de::IgnoredAny;

use super::envelope::Envelope;

/// HeyGen's code for what it has retired.
const RETIRED: &str = "400014";

/// Returns true if an error says that its operation is retired.
///
/// `complete_body` is `None` if the body was interrupted. `is_documented` is true if HeyGen's documents give the operation an end of life.
/// `has_ended` is true if the response itself gives a last day that has passed, as HeyGen does with ordinary errors too.
pub(crate) fn is_retired(
    status: StatusCode,
    envelope: &Envelope,
    complete_body: Option<&[u8]>,
    is_documented: bool,
    has_ended: bool,
) -> bool {
    if status == StatusCode::GONE || envelope.code.as_deref() == Some(RETIRED) {
        return true;
    }
    // HeyGen's own errors have a code or a message, which a body that cannot be read may have too.
    let Some(body) = complete_body.filter(|_| !envelope.has_reason()) else { return false };
    let is_json = serde_json::from_slice::<IgnoredAny>(body).is_ok();
    let is_malformed = !is_json && matches!(body.trim_ascii_start(), [b'{' | b'[', ..]);
    match status.as_u16() {
        _ if is_malformed => false,
        404 if is_documented && !is_json => true,
        401 | 402 | 408 | 409 | 429 => false,
        400..=499 => has_ended,
        _ => false,
    }
}
