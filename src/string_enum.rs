//! The string enums of generated clients.

use std::borrow::Cow;
use std::fmt::Display;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error};

/// The error for a value that a type of a generated client does not allow.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ConversionError(Cow<'static, str>);

impl From<&'static str> for ConversionError {
    fn from(message: &'static str) -> Self {
        Self(message.into())
    }
}

impl From<String> for ConversionError {
    fn from(message: String) -> Self {
        Self(message.into())
    }
}

/// Returns the variant for a value.
pub fn find_variant<T: Clone>(value: &str, variants: &[(&str, T)]) -> Option<T> {
    variants.iter().find(|(known, _)| *known == value).map(|(_, variant)| variant.clone())
}

/// Returns the variant for a value, or an error that lists the values.
pub fn parse_variant<T: Clone>(value: &str, variants: &[(&str, T)]) -> Result<T, ConversionError> {
    find_variant(value, variants).ok_or_else(|| {
        let known: Vec<String> = variants.iter().map(|(known, _)| format!("`{known}`")).collect();
        format!("unknown value `{value}`, expected {}", known.join(" or ")).into()
    })
}

/// Deserializes a string, and parses it.
pub fn deserialize_parsed<'de, D: Deserializer<'de>, T: FromStr<Err: Display>>(deserializer: D) -> Result<T, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}

/// Implements what a string enum needs: `string_enum!(Order { Asc: "asc", Desc: "desc" }, Serialize)`. An enum that ends
/// with `..Unknown` keeps any other value in that variant.
#[doc(hidden)]
#[macro_export]
macro_rules! __string_enum {
    ($name:ident { $($variant:ident: $value:literal),+ }, $($serde:ident),+) => {
        $crate::__string_enum!(@common $name { $($variant => $value),+ }, $($serde),+);
        impl ::std::str::FromStr for $name {
            type Err = $crate::runtime::ConversionError;
            fn from_str(value: &str) -> Result<Self, $crate::runtime::ConversionError> {
                $crate::runtime::parse_variant(value, &[$(($value, Self::$variant)),+])
            }
        }
    };
    ($name:ident { $($variant:ident: $value:literal),+, ..$unknown:ident }, $($serde:ident),+) => {
        $crate::__string_enum!(@common $name { $($variant => $value),+; $unknown }, $($serde),+);
        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;
            fn from_str(value: &str) -> Result<Self, ::std::convert::Infallible> {
                let known = $crate::runtime::find_variant(value, &[$(($value, Self::$variant)),+]);
                Ok(known.unwrap_or_else(|| Self::$unknown(value.to_owned())))
            }
        }
    };
    (@common $name:ident { $($variant:ident => $value:literal),+ $(; $unknown:ident)? }, $($serde:ident),+) => {
        impl $name {
            /// The value as HeyGen sends it.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)+
                    $(Self::$unknown(value) => value,)?
                }
            }
        }
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }
        $($crate::__string_enum!(@$serde $name);)+
    };
    (@Serialize $name:ident) => {
        impl $crate::runtime::serde::Serialize for $name {
            fn serialize<S: $crate::runtime::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
    (@Deserialize $name:ident) => {
        impl<'de> $crate::runtime::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::runtime::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::deserialize_parsed(deserializer)
            }
        }
    };
}
