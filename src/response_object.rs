//! Deserializes the objects of responses. serde's derive has ten functions for each type: a third of a
//! compiler's memory for a large client.

use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

/// An object of a response. All its fields are optional.
pub trait ResponseObject: Default {
    /// Reads the value of a field with [`read_value`], or skips it with [`skip_value`].
    fn read_field<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error>;
}

/// Reads a value into its field, which must not have one yet.
pub fn read_value<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    map: &mut A,
    name: &'static str,
    field: &mut Option<T>,
) -> Result<(), A::Error> {
    if field.is_some() {
        return Err(A::Error::duplicate_field(name));
    }
    *field = map.next_value()?;
    Ok(())
}

/// Skips the value of an unknown field.
pub fn skip_value<'de, A: MapAccess<'de>>(map: &mut A) -> Result<(), A::Error> {
    map.next_value::<IgnoredAny>().map(drop)
}

/// Deserializes an object. Two values for one field are an error, as in serde's derive.
pub fn deserialize_object<'de, D: Deserializer<'de>, T: ResponseObject>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(ObjectVisitor(T::default()))
}

struct ObjectVisitor<T>(T);

impl<'de, T: ResponseObject> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<T, A::Error> {
        let mut name = String::new();
        while map.next_key_seed(FieldName(&mut name))?.is_some() {
            self.0.read_field(&name, &mut map)?;
        }
        Ok(self.0)
    }
}

/// Reads the name of a field into a buffer.
struct FieldName<'b>(&'b mut String);

impl<'de> DeserializeSeed<'de> for FieldName<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for FieldName<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<(), E> {
        self.0.clear();
        self.0.push_str(name);
        Ok(())
    }
}

/// Implements `Deserialize` for an object of a response: `response_object!(Look { id: "id", type_: "type" })`.
#[doc(hidden)]
#[macro_export]
macro_rules! __response_object {
    ($name:ident { $($field:ident: $wire:literal),* $(,)? }) => {
        impl $crate::runtime::ResponseObject for $name {
            fn read_field<'de, A: $crate::runtime::serde::de::MapAccess<'de>>(
                &mut self,
                name: &str,
                map: &mut A,
            ) -> Result<(), A::Error> {
                match name {
                    $($wire => $crate::runtime::read_value(map, $wire, &mut self.$field),)*
                    _ => $crate::runtime::skip_value(map),
                }
            }
        }
        impl<'de> $crate::runtime::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::runtime::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::deserialize_object(deserializer)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use crate::runtime;

    #[derive(Debug, Default, PartialEq)]
    struct Look {
        id: Option<String>,
        type_: Option<i64>,
    }
    runtime::response_object!(Look { id: "id", type_: "type" });

    #[test]
    fn fields_are_read_by_their_names_on_the_wire_and_others_are_skipped() {
        let look = |id: Option<&str>, type_| Some(Look { id: id.map(str::to_owned), type_ });
        for (json, expected) in [
            ("{}", look(None, None)),
            (r#"{"new":{"id":[1]},"type":7,"id":"a"}"#, look(Some("a"), Some(7))),
            (r#"{"\u0069d":"a","type":null}"#, look(Some("a"), None)),
            (r#"{"type_":7,"type_":8}"#, look(None, None)),
            (r#"{"type":"7"}"#, None),
            (r#"["a",7]"#, None),
        ] {
            assert_eq!(serde_json::from_str::<Look>(json).ok(), expected, "{json}");
            let value: serde_json::Value = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::from_value::<Look>(value).ok(), expected, "{json}");
        }
        let error = serde_json::from_str::<Look>(r#"{"id":"a","type":7,"id":"b"}"#).unwrap_err().to_string();
        assert!(error.starts_with("duplicate field `id`"), "{error}");
    }
}
