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
#[serde(from = "serde_json::Number")]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(inline))]
pub struct Integer(#[cfg_attr(feature = "schemars", schemars(with = "f64"))] Number);

#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
enum Number {
    Whole(i64),
    Other(f64),
}

impl Integer {
    /// Returns the value if it is a whole number in the range of `i64`.
    pub fn as_i64(self) -> Option<i64> {
        // 2^63: the smallest float that is too large for an `i64`.
        const LIMIT: f64 = 9_223_372_036_854_775_808.0;
        match self.0 {
            Number::Whole(value) => Some(value),
            Number::Other(value) if value.fract() == 0.0 && (-LIMIT..LIMIT).contains(&value) => Some(value as i64),
            Number::Other(_) => None,
        }
    }

    /// Returns the value as a float. Whole numbers are exact up to 2^53.
    pub fn as_f64(self) -> f64 {
        match self.0 {
            Number::Whole(value) => value as f64,
            Number::Other(value) => value,
        }
    }
}

impl From<i64> for Integer {
    fn from(value: i64) -> Self {
        Self(Number::Whole(value))
    }
}

/// serde_json's own type, because any crate can enable its feature `arbitrary_precision`, and then it is the only one that reads all numbers.
impl From<serde_json::Number> for Integer {
    fn from(number: serde_json::Number) -> Self {
        let other = || Number::Other(number.as_f64().unwrap_or(f64::NAN));
        Self(number.as_i64().map_or_else(other, Number::Whole))
    }
}

impl From<Integer> for f64 {
    fn from(number: Integer) -> Self {
        number.as_f64()
    }
}

impl fmt::Display for Integer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Number::Whole(value) => value.fmt(f),
            Number::Other(value) => value.fmt(f),
        }
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
        for json in ["0", "-1", "9223372036854775807", "1.5", "1e300"] {
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
