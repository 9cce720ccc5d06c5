//! What HeyGen puts around the data of a response, in every form that was observed.

use serde::Deserialize;
use serde_json::Value;

/// The members of a response's body that any operation may have. `null` counts as missing.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Envelope {
    pub(crate) error: Option<Value>,
    /// HeyGen's notice that it retires the operation.
    pub(crate) warning: Option<Value>,
    code: Option<Value>,
    message: Option<Value>,
    detail: Option<Value>,
}

impl Envelope {
    /// The envelope of a decoded body without an `error`. With one, only the body has all of it.
    pub(crate) fn of(error: &Option<Value>, warning: &Option<Value>) -> Option<Self> {
        error.is_none().then(|| Self { warning: warning.clone(), ..Self::default() })
    }

    /// A body that is no JSON object has none of the members.
    pub(crate) fn parse(body: &[u8]) -> Self {
        serde_json::from_slice(body).unwrap_or_default()
    }

    /// HeyGen's code for an error: in `error`, or beside it.
    pub(crate) fn code(&self) -> Option<String> {
        self.in_error("code").or(self.code.as_ref()).and_then(text)
    }

    /// HeyGen's message for an error: in `error`, `error` itself, beside it, or in `detail`.
    pub(crate) fn message(&self) -> Option<String> {
        let Self { error, message, detail, .. } = self;
        let candidates = [self.in_error("message"), error.as_ref(), message.as_ref(), detail.as_ref()];
        let other = || error.as_ref().or(detail.as_ref()).map(Value::to_string);
        candidates.into_iter().flatten().find_map(text).or_else(other)
    }

    fn in_error(&self, name: &str) -> Option<&Value> {
        self.error.as_ref()?.get(name)
    }
}

/// A string that is not blank, or a number's digits.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
