//! Reads the JSON object around the data of a response. HeyGen's service uses several forms of it.

use serde::Deserialize;
use serde_json::Value;

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

/// What a response says about an error and about a retirement, not redacted.
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
    /// Parses a body. If it is not a JSON object, everything is missing.
    pub(crate) fn parse(body: &[u8]) -> Self {
        let object = Some(body).filter(|body| body.trim_ascii_start().starts_with(b"{"));
        let members: Members = object.and_then(|object| serde_json::from_slice(object).ok()).unwrap_or_default();
        let in_error = |name: &str| members.error.as_ref()?.get(name);
        Self {
            has_error: members.error.is_some(),
            code: match &members.message {
                Some(Value::String(text)) if is_unmatched_mock(text) => Some(NO_MOCK_MATCHED.to_owned()),
                _ => in_error("code").or(members.code.as_ref()).and_then(non_blank_text),
            },
            message: message(&members),
            param: in_error("param").and_then(non_blank_text),
            doc_url: in_error("doc_url").and_then(non_blank_text),
            notice: members.warning.as_ref().map(RetirementNotice::from_warning),
        }
    }

    /// Returns true if there is a code or a message, unlike in the error page of a proxy.
    pub(crate) fn has_reason(&self) -> bool {
        self.code.is_some() || self.message.is_some()
    }

    pub(crate) fn is_insufficient_credit(&self) -> bool {
        self.code.as_deref() == Some(INSUFFICIENT_CREDIT)
    }

    /// Changes every text, to redact it.
    pub(crate) fn map_texts(self, change: impl Fn(String) -> String) -> Self {
        let Self { has_error, code, message, param, doc_url, notice } = self;
        Self {
            has_error,
            code: code.map(&change),
            message: message.map(&change),
            param: param.map(&change),
            doc_url: doc_url.map(&change),
            notice: notice.map(|notice| notice.map_texts(&change)),
        }
    }
}

fn message(Members { error, message, detail, .. }: &Members) -> Option<String> {
    let in_error = error.as_ref().and_then(|error| error.get("message"));
    let candidates = [in_error, error.as_ref(), message.as_ref(), detail.as_ref()];
    let other = || error.as_ref().or(detail.as_ref()).map(Value::to_string);
    candidates.into_iter().flatten().find_map(non_blank_text).or_else(other)
}

/// Converts a non-blank string or a number to text.
fn non_blank_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
