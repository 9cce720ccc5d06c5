use std::fmt;

use serde::{Deserialize, Serialize};

/// A number in a response that is an integer in HeyGen's document.
///
/// HeyGen sends a fraction in some of them, which this type keeps.
///
/// ```
/// use heygen_api::api::Integer;
///
/// let whole: Integer = serde_json::from_str("1760423811")?;
/// assert_eq!(whole.as_i64(), Some(1760423811));
/// let fraction: Integer = serde_json::from_str("1760423811.58612")?;
/// assert_eq!((fraction.as_i64(), fraction.as_f64()), (None, 1760423811.58612));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Integer(Number);

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Number {
    Signed(i64),
    Unsigned(u64),
    Float(f64),
}

impl Integer {
    /// Returns the value if it is a whole number in the range of `i64`.
    pub fn as_i64(self) -> Option<i64> {
        // 2^63: the smallest float that is too large for an `i64`.
        const LIMIT: f64 = 9_223_372_036_854_775_808.0;
        match self.0 {
            Number::Signed(value) => Some(value),
            Number::Unsigned(value) => value.try_into().ok(),
            Number::Float(value) if value.fract() == 0.0 && (-LIMIT..LIMIT).contains(&value) => Some(value as i64),
            Number::Float(_) => None,
        }
    }

    /// Returns the value as a float. Whole numbers are exact up to 2^53.
    pub fn as_f64(self) -> f64 {
        match self.0 {
            Number::Signed(value) => value as f64,
            Number::Unsigned(value) => value as f64,
            Number::Float(value) => value,
        }
    }
}

impl From<i64> for Integer {
    fn from(value: i64) -> Self {
        Self(Number::Signed(value))
    }
}

impl fmt::Display for Integer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Number::Signed(value) => value.fmt(f),
            Number::Unsigned(value) => value.fmt(f),
            Number::Float(value) => value.fmt(f),
        }
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Integer {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Integer".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "number" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Integer {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn numbers_survive_a_round_trip() {
        for json in ["0", "-1", "9223372036854775807", "18446744073709551615", "1.5", "1e300"] {
            let number: serde_json::Number = json.parse().unwrap();
            assert_eq!(serde_json::to_string(&read(json)).unwrap(), number.to_string());
        }
        for json in ["null", "true", "\"1\"", "[]"] {
            assert!(serde_json::from_str::<Integer>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn only_whole_numbers_in_range_convert_to_i64() {
        for (json, value) in [
            ("7", Some(7)),
            ("7.0", Some(7)),
            ("7e0", Some(7)),
            ("-9223372036854775808.0", Some(i64::MIN)),
            ("7.5", None),
            ("9223372036854775808", None),
            ("9223372036854775808.0", None),
            ("-1e300", None),
        ] {
            assert_eq!(read(json).as_i64(), value, "{json}");
        }
        assert_eq!(Integer::from(7).as_i64(), Some(7));
        assert_eq!((Integer::from(7).to_string(), read("7.5").to_string()), ("7".to_owned(), "7.5".to_owned()));
    }
}
