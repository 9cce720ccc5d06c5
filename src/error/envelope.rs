//! Reads the JSON object around the data of a response. HeyGen's service uses several forms of it.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use serde::Deserialize;
use serde_json::Value;

use crate::api_key::ApiKey;
use crate::retirement::RetirementNotice;

/// The code of an error for an account that does not have enough credit.
pub(super) const INSUFFICIENT_CREDIT: &str = "insufficient_credit";

/// The code of the mock server's response to a request that no mock matches, which looks like an error of HeyGen's.
pub(super) const NO_MOCK_MATCHED: &str = "no_mock_matched";

fn is_unmatched_mock(message: &str) -> bool {
    cfg!(feature = "mock") && message == "Request did not match any route or mock"
}

/// The members that the response of any operation may have. `null` is the same as missing.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Members {
    error: Option<Value>,
    warning: Option<Value>,
    code: Option<Value>,
    message: Option<Value>,
    detail: Option<Value>,
}

impl Members {
    /// Parses a body. If it is not a JSON object, everything is missing.
    fn parse(body: &[u8]) -> Self {
        let object = Some(body).filter(|body| body.trim_ascii_start().starts_with(b"{"));
        object.and_then(|object| serde_json::from_slice(object).ok()).unwrap_or_default()
    }

    fn in_error(&self, name: &str) -> Option<&Value> {
        self.error.as_ref()?.get(name)
    }

    fn code(&self) -> Option<String> {
        match &self.message {
            Some(Value::String(text)) if is_unmatched_mock(text) => Some(NO_MOCK_MATCHED.to_owned()),
            _ => self.in_error("code").or(self.code.as_ref()).and_then(non_blank_text),
        }
    }

    fn message(&self) -> Option<String> {
        let Self { error, message, detail, .. } = self;
        let candidates = [self.in_error("message"), error.as_ref(), message.as_ref(), detail.as_ref()];
        let other = || error.as_ref().or(detail.as_ref()).map(Value::to_string);
        candidates.into_iter().flatten().find_map(non_blank_text).or_else(other)
    }
}

/// What a response says about an error and about a retirement, without the API key.
#[derive(Default)]
pub(crate) struct Envelope {
    pub(crate) has_error: bool,
    /// HeyGen's code for an error: a member of `error`, or next to it.
    pub(super) code: Option<String>,
    /// HeyGen's message for an error: a member of `error`, `error` itself, next to it, or in `detail`.
    pub(super) message: Option<String>,
    /// The parameter that caused the error.
    pub(super) param: Option<String>,
    /// The page of HeyGen's documentation about the error.
    pub(super) doc_url: Option<String>,
    /// HeyGen's notice that it retires the operation.
    pub(crate) notice: Option<RetirementNotice>,
}

impl Envelope {
    /// Parses the body of a success only if it may have an error or a notice. Most have neither, and are parsed once, as the type of the
    /// response.
    pub(crate) fn parse_success(body: &[u8], key: &ApiKey) -> Self {
        // A name may have escapes.
        static NAMES: LazyLock<[Finder; 3]> =
            LazyLock::new(|| [r#""error""#, r#""warning""#, r"\u00"].map(Finder::new));
        let is_null = |rest: &[u8]| {
            let value = rest.trim_ascii_start().strip_prefix(b":");
            value.is_some_and(|value| value.trim_ascii_start().starts_with(b"null"))
        };
        let has_value = |name: &Finder| name.find_iter(body).any(|at| !is_null(&body[at + name.needle().len()..]));
        if NAMES.iter().any(has_value) { Self::parse(body, key) } else { Self::default() }
    }

    pub(crate) fn parse(body: &[u8], key: &ApiKey) -> Self {
        let members = Members::parse(body);
        let redact = |text| key.redact(text);
        Self {
            has_error: members.error.is_some(),
            code: members.code().map(redact),
            message: members.message().map(redact),
            param: members.in_error("param").and_then(non_blank_text).map(redact),
            doc_url: members.in_error("doc_url").and_then(non_blank_text).map(redact),
            notice: members.warning.as_ref().map(|warning| RetirementNotice::from_warning(warning, redact)),
        }
    }

    /// Returns true if there is a code or a message, unlike in the error page of a proxy.
    pub(crate) fn has_reason(&self) -> bool {
        self.code.is_some() || self.message.is_some()
    }
}

/// Returns true if a body says that the account does not have enough credit.
pub(crate) fn is_insufficient_credit(body: &[u8]) -> bool {
    Members::parse(body).code().as_deref() == Some(INSUFFICIENT_CREDIT)
}

/// Converts a non-blank string or a number to text.
fn non_blank_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
