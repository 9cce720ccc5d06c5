//! JSON values that preserve what `serde_json::Value` does not: the order of members and the digits of numbers.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// A JSON value as it was written.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// A string, number, boolean or null, as JSON text.
    Scalar(String),
    Array(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    pub fn string(text: &str) -> Self {
        Self::Scalar(serde_json::Value::from(text).to_string())
    }

    /// Parses JSON text.
    pub fn parse(text: &str) -> serde_json::Result<Self> {
        let text = text.trim();
        Ok(match text.as_bytes().first() {
            Some(b'{') => {
                let Members(members) = serde_json::from_str(text)?;
                let members = members.into_iter().map(|(name, value)| Ok((name, Self::parse(value.get())?)));
                Self::Object(members.collect::<serde_json::Result<_>>()?)
            }
            Some(b'[') => {
                let entries: Vec<Box<RawValue>> = serde_json::from_str(text)?;
                Self::Array(entries.iter().map(|entry| Self::parse(entry.get())).collect::<serde_json::Result<_>>()?)
            }
            _ => Self::Scalar(text.to_owned()),
        })
    }

    /// Keeps only the object members whose path `keep` accepts, down to `depth` levels.
    pub fn retain(&mut self, depth: usize, keep: &dyn Fn(&[&str]) -> bool) {
        fn below(node: &mut Json, steps: &[&str], depth: usize, keep: &dyn Fn(&[&str]) -> bool) {
            let Json::Object(members) = node else { return };
            if steps.len() < depth {
                members.retain_mut(|(name, value)| {
                    let steps = [steps, &[name.as_str()]].concat();
                    let keeps = keep(&steps);
                    if keeps {
                        below(value, &steps, depth, keep);
                    }
                    keeps
                });
            }
        }
        below(self, &[], depth, keep);
    }

    /// The number of values in this one, including itself.
    pub fn count(&self) -> usize {
        match self {
            Self::Scalar(_) => 1,
            Self::Array(entries) => 1 + entries.iter().map(Self::count).sum::<usize>(),
            Self::Object(members) => 1 + members.iter().map(|(_, value)| value.count()).sum::<usize>(),
        }
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, indent: usize) -> fmt::Result {
        let indented = |f: &mut fmt::Formatter<'_>, by: usize| write!(f, "\n{:1$}", "", 2 * by);
        match self {
            Self::Scalar(text) => f.write_str(text),
            Self::Array(entries) if entries.is_empty() => f.write_str("[]"),
            Self::Object(members) if members.is_empty() => f.write_str("{}"),
            Self::Array(entries) => {
                for (index, entry) in entries.iter().enumerate() {
                    f.write_str(if index == 0 { "[" } else { "," })?;
                    indented(f, indent + 1)?;
                    entry.write(f, indent + 1)?;
                }
                indented(f, indent)?;
                f.write_str("]")
            }
            Self::Object(members) => {
                for (index, (name, value)) in members.iter().enumerate() {
                    f.write_str(if index == 0 { "{" } else { "," })?;
                    indented(f, indent + 1)?;
                    write!(f, "{}: ", serde_json::Value::from(name.as_str()))?;
                    value.write(f, indent + 1)?;
                }
                indented(f, indent)?;
                f.write_str("}")
            }
        }
    }
}

/// One member or entry per line, indented by two spaces.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, 0)
    }
}

/// The members of an object in their original order.
struct Members(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}
