use reqwest::header::{HeaderMap, HeaderName};
use serde_json::Value;

use crate::answer::header;
use crate::generated::RETIREMENTS;
use crate::key::ApiKey;

const DEPRECATION: HeaderName = HeaderName::from_static("deprecation");
const SUNSET: HeaderName = HeaderName::from_static("sunset");

/// HeyGen's notice that it retires the operation that answered.
///
/// From the response headers `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and the `warning` object of the
/// body; every part is as HeyGen wrote it. The body's words go before the header's.
///
/// ```
/// fn tell(notice: &heygen_api::RetirementNotice) -> String {
///     let word = |part: &Option<String>| part.clone().unwrap_or_else(|| "not said".to_owned());
///     format!("until {}, in its place: {}", word(&notice.sunset), word(&notice.replacement))
/// }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetirementNotice {
    /// The notice, for people.
    pub message: Option<String>,
    /// The date from which the operation may no longer answer: an HTTP date or `2026-10-31`.
    pub sunset: Option<String>,
    /// The operation that replaces this one, such as `POST /v3/avatars`.
    pub replacement: Option<String>,
    /// The page that tells about the change.
    pub docs_url: Option<String>,
}

impl RetirementNotice {
    /// What an answer says: `None` where it says nothing of a retirement.
    pub(crate) fn read(headers: &HeaderMap, warning: Option<&Value>, key: &ApiKey) -> Option<Self> {
        // Most answers have none of it, and few headers: to go through them costs less than two look-ups.
        if warning.is_none() && !headers.keys().any(|name| name == DEPRECATION || name == SUNSET) {
            return None;
        }
        // Should a server send the key back, it is not told on.
        let clean = |text: &Value| Some(key.redact_text(text.as_str()?.into()));
        let part = |name: &str| clean(warning?.get(name)?);
        let notice = Self {
            // A warning that is a plain string is its own message.
            message: part("message").or_else(|| clean(warning?)),
            sunset: part("sunset_date").or_else(|| header(headers, SUNSET, key)),
            replacement: part("v3_endpoint"),
            docs_url: part("docs_url"),
        };
        (headers.contains_key(DEPRECATION) || notice != Self::default()).then_some(notice)
    }

    /// What HeyGen's documentation says of an operation that no longer answers, under what the answer itself said.
    pub(crate) fn documented(said: Option<Self>, operation: &str) -> Option<Self> {
        let Some((_, sunset, replacement)) = RETIREMENTS.iter().find(|(id, ..)| *id == operation) else {
            return said;
        };
        let said = said.unwrap_or_default();
        Some(Self {
            sunset: said.sunset.or_else(|| Some((*sunset).to_owned())),
            replacement: said.replacement.or_else(|| Some((*replacement).to_owned())),
            ..said
        })
    }
}
