//! Generates the string enums of responses as open enums, which preserve values that HeyGen adds later.
//!
//! typify generates only closed enums, so these are generated here, and typify uses them as replacements.

use std::collections::BTreeSet;

use quote::{format_ident, quote};
use serde_json::{Value, json};

use super::progenitor::parse_file;
use super::replacements::REPLACE_WITH;
use crate::diagnostic::Result;
use crate::document::description::plain;
use crate::identifier::value_name;
use crate::response::EXTENSIBLE_ENUM;

/// The variant that holds all other values.
const UNKNOWN: &str = "Unknown";

/// A component that is an open enum.
pub(super) struct OpenEnum {
    pub(super) name: String,
    description: Option<String>,
    /// The name and the value of each variant.
    variants: Vec<(String, String)>,
}

/// The open enums of a document.
pub(super) fn read_open_enums(document: &Value) -> Vec<OpenEnum> {
    let schemas = document["components"]["schemas"].as_object().into_iter().flatten();
    schemas.filter_map(|(name, schema)| OpenEnum::read_schema(name, schema)).collect()
}

impl OpenEnum {
    fn read_schema(name: &str, schema: &Value) -> Option<Self> {
        if schema["type"] != "string" || schema.get(REPLACE_WITH).is_some() {
            return None;
        }
        let mut names = BTreeSet::from([String::new(), UNKNOWN.to_owned()]);
        let values = schema.get(EXTENSIBLE_ENUM)?.as_array()?.iter().filter_map(Value::as_str);
        // A value whose variant name is taken becomes `Unknown`: nothing is lost.
        let variants = values.map(|value| (value_name(value, name), value.to_owned()));
        let variants: Vec<_> = variants.filter(|(name, _)| names.insert(name.clone())).collect();
        let description = schema["description"].as_str().map(str::to_owned);
        (!variants.is_empty()).then(|| Self { name: name.to_owned(), description, variants })
    }

    /// The enum and its conversions.
    pub(super) fn enum_items(&self) -> Result<Vec<syn::Item>> {
        let name = format_ident!("{}", self.name);
        let doc = self.description.clone().unwrap_or_else(|| format!("`{name}`"));
        let unknown = format_ident!("{UNKNOWN}");
        let (variants, values): (Vec<_>, Vec<_>) =
            self.variants.iter().map(|(name, value)| (format_ident!("{name}"), value)).unzip();
        let docs = values.iter().map(|value| format!("`{}`", plain(&json!(value))));
        let tokens = quote! {
            #[doc = #doc]
            #[derive(serde::Deserialize, serde::Serialize, Clone, Debug, Eq, Hash, PartialEq)]
            #[serde(from = "String", into = "String")]
            pub enum #name {
                #(#[doc = #docs] #variants,)*
                /// Another value, as HeyGen sent it.
                #unknown(String),
            }
            impl #name {
                /// The value as HeyGen sends it.
                pub fn as_str(&self) -> &str {
                    match self {
                        #(Self::#variants => #values,)*
                        Self::#unknown(value) => value,
                    }
                }
            }
            impl From<String> for #name {
                fn from(value: String) -> Self {
                    match value.as_str() {
                        #(#values => Self::#variants,)*
                        _ => Self::#unknown(value),
                    }
                }
            }
            impl From<#name> for String {
                fn from(value: #name) -> Self {
                    match value {
                        #name::#unknown(value) => value,
                        known => known.as_str().to_owned(),
                    }
                }
            }
            impl ::std::fmt::Display for #name {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    f.pad(self.as_str())
                }
            }
            impl ::std::str::FromStr for #name {
                type Err = ::std::convert::Infallible;
                fn from_str(value: &str) -> Result<Self, ::std::convert::Infallible> {
                    Ok(value.to_owned().into())
                }
            }
        };
        Ok(parse_file(tokens)?.items)
    }
}
