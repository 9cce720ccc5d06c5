use crate::generated::RETIREMENTS;

/// HeyGen's notice that it retires an operation. See [the guide](crate::guide::retirement).
///
/// From the response headers `Deprecation` (RFC 9745) and `Sunset` (RFC 8594) and the `warning` object of the body, as HeyGen wrote
/// them. The body takes precedence over the headers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetirementNotice {
    /// The notice, for people.
    pub message: Option<String>,
    /// The date from which the operation may no longer respond: an HTTP date, or a date such as `2026-10-31`.
    pub sunset: Option<String>,
    /// The operation that replaces this one, such as `POST /v3/avatars`.
    pub replacement: Option<String>,
    /// The page that documents the change.
    pub docs_url: Option<String>,
}

impl RetirementNotice {
    /// The notice with its gaps filled from what HeyGen documents about the operation.
    pub(crate) fn or_documented(notice: Option<Self>, operation: &str) -> Option<Self> {
        let Some((_, sunset, replacement)) = RETIREMENTS.iter().find(|(id, ..)| *id == operation) else {
            return notice;
        };
        let mut notice = notice.unwrap_or_default();
        notice.sunset.get_or_insert_with(|| (*sunset).to_owned());
        notice.replacement.get_or_insert_with(|| (*replacement).to_owned());
        Some(notice)
    }
}
