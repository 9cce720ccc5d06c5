//! The JSON object around the data of a response. HeyGen's service uses several forms of it.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

/// The members that the response of any operation may have. `null` is the same as missing.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Envelope {
    pub(crate) error: Option<Value>,
    /// HeyGen's notice that it retires the operation.
    pub(crate) warning: Option<Value>,
    code: Option<Value>,
    message: Option<Value>,
    detail: Option<Value>,
    data: Option<IgnoredAny>,
    /// True if the operation always returns `data`, but this response has none.
    #[serde(skip)]
    pub(crate) lacks_data: bool,
}

impl Envelope {
    /// Creates the envelope of a success.
    pub(crate) fn with_warning(warning: Option<Value>) -> Self {
        Self { warning, ..Self::default() }
    }

    /// Parses a body. If it is not a JSON object, all members are missing.
    pub(crate) fn parse(body: &[u8]) -> Self {
        let object = Some(body).filter(|body| body.trim_ascii_start().starts_with(b"{"));
        object.and_then(|object| serde_json::from_slice(object).ok()).unwrap_or_default()
    }

    /// Sets `lacks_data`, for an operation that always returns `data`.
    pub(crate) fn requiring_data(self) -> Self {
        Self { lacks_data: self.data.is_none(), ..self }
    }

    /// Returns true if the body of a 2xx reports an error.
    pub(crate) fn is_error(&self) -> bool {
        self.error.is_some() || self.lacks_data && self.has_reason()
    }

    /// Returns true if there is a code or a message, unlike in the error page of a proxy.
    pub(crate) fn has_reason(&self) -> bool {
        self.code().is_some() || self.message().is_some()
    }

    /// HeyGen's code for an error: a member of `error`, or next to it.
    pub(crate) fn code(&self) -> Option<String> {
        self.in_error("code").or(self.code.as_ref()).and_then(text)
    }

    /// HeyGen's message for an error: a member of `error`, `error` itself, next to it, or in `detail`.
    pub(crate) fn message(&self) -> Option<String> {
        let Self { error, message, detail, .. } = self;
        let candidates = [self.in_error("message"), error.as_ref(), message.as_ref(), detail.as_ref()];
        let other = || error.as_ref().or(detail.as_ref()).map(Value::to_string);
        candidates.into_iter().flatten().find_map(text).or_else(other)
    }

    /// The parameter that caused the error.
    pub(crate) fn param(&self) -> Option<String> {
        self.in_error("param").and_then(text)
    }

    /// The page of HeyGen's documentation about the error.
    pub(crate) fn doc_url(&self) -> Option<String> {
        self.in_error("doc_url").and_then(text)
    }

    fn in_error(&self, name: &str) -> Option<&Value> {
        self.error.as_ref()?.get(name)
    }
}

/// Converts a non-blank string or a number to text.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
