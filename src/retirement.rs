//! Notices that HeyGen retires an operation.

use std::time::SystemTime;

use reqwest::header::{HeaderMap, HeaderName, LINK};
use serde_json::Value;

use crate::date::parse_date;
use crate::headers::header_text;

const DEPRECATION: HeaderName = HeaderName::from_static("deprecation");
const SUNSET: HeaderName = HeaderName::from_static("sunset");

/// HeyGen's notice that it retires an operation. See [the guide](crate::guide::retirement).
///
/// It comes from the response headers `Deprecation` (RFC 9745) and `Sunset` (RFC 8594), and from the `warning` in the body, which has
/// precedence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetirementNotice {
    /// HeyGen's message.
    pub message: Option<String>,
    /// The end of life of the operation: an HTTP date, or a date such as `2026-10-31`.
    pub sunset: Option<String>,
    /// The operation that replaces this one, such as `POST /v3/avatars`.
    pub replacement: Option<String>,
    /// The page of HeyGen's documentation about the retirement.
    pub docs_url: Option<String>,
}

impl RetirementNotice {
    /// Reads the `warning` in a body. If it is a string, it is the message.
    pub(crate) fn from_warning(warning: &Value, redact: impl Fn(String) -> String) -> Self {
        let text = |value: &Value| value.as_str().map(str::to_owned).map(&redact);
        let member = |name: &str| text(warning.get(name)?);
        Self {
            message: member("message").or_else(|| text(warning)),
            sunset: member("sunset_date"),
            replacement: member("v3_endpoint"),
            docs_url: member("docs_url"),
        }
    }

    /// Adds what the headers say to the `warning` in the body. Returns `None` if there is no notice.
    pub(crate) fn from_headers(headers: &HeaderMap, warning: Option<Self>) -> Option<Self> {
        let mut notice = warning.unwrap_or_default();
        notice.sunset = notice.sunset.or_else(|| header_text(headers, SUNSET));
        // `false` was a value of drafts of RFC 9745, and `?0` is one in structured headers.
        let is_deprecated = headers.get(DEPRECATION).is_some_and(|value| !matches!(value.as_bytes(), b"false" | b"?0"));
        if !is_deprecated && notice == Self::default() {
            return None;
        }
        notice.docs_url = notice.docs_url.or_else(|| deprecation_link(headers));
        Some(notice)
    }

    /// Returns true if the last day has passed.
    pub(crate) fn has_ended(&self) -> bool {
        self.sunset.as_deref().and_then(parse_date).is_some_and(|end| end <= SystemTime::now())
    }

    /// Fills in what is missing from HeyGen's documentation of the operation.
    pub(crate) fn or_documented(mut self, documented: Option<&Retirement>) -> Self {
        self.sunset = self.sunset.or_else(|| Some(documented?.sunset.to_owned()));
        self.replacement = self.replacement.or_else(|| Some(documented?.replacement.to_owned()));
        self
    }
}

/// Returns the page of `Link: <…>; rel="deprecation"`.
fn deprecation_link(headers: &HeaderMap) -> Option<String> {
    let values = headers.get_all(LINK).iter().filter_map(|value| value.to_str().ok());
    let mut links = values.flat_map(|value| value.split('<').skip(1)).filter_map(|link| link.split_once('>'));
    let (url, _) = links.find(|(_, parameters)| {
        let mut names = parameters.split(|character: char| !character.is_ascii_alphanumeric() && character != '-');
        names.any(|name| name == "rel") && names.any(|name| name == "deprecation")
    })?;
    Some(url.to_owned())
}

/// The end of life of an operation, as HeyGen documents it.
#[derive(Clone, Copy, Debug)]
pub struct Retirement {
    pub(crate) sunset: &'static str,
    pub(crate) replacement: &'static str,
}
