//! Generates the string enums. Those of responses are open: they preserve values that HeyGen adds later.
//!
//! typify uses them as replacements: it generates no open enums, and ten times the code for closed ones.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use super::replacements::REPLACE_WITH;
use super::types::{self, Traits};
use crate::identifier::value_name;
use crate::options::Options;
use crate::response::EXTENSIBLE_ENUM;

/// The variant of an open enum that holds all other values.
const UNKNOWN: &str = "Unknown";

/// A component that is a string enum.
pub(super) struct StringEnum {
    pub(super) name: String,
    description: Option<String>,
    is_open: bool,
    /// The name and the value of each variant.
    variants: Vec<(String, String)>,
}

/// The string enums of a document.
pub(super) fn read_string_enums(document: &Value) -> Vec<StringEnum> {
    let schemas = document["components"]["schemas"].as_object().into_iter().flatten();
    schemas.filter_map(|(name, schema)| StringEnum::read_schema(name, schema)).collect()
}

impl StringEnum {
    fn read_schema(name: &str, schema: &Value) -> Option<Self> {
        if schema.get(REPLACE_WITH).is_some() {
            return None;
        }
        let open = schema.get(EXTENSIBLE_ENUM);
        let values: Vec<&str> =
            open.or(schema.get("enum"))?.as_array()?.iter().map(Value::as_str).collect::<Option<_>>()?;
        let (mut taken, mut names) = (BTreeSet::new(), BTreeMap::new());
        // A name must not depend on the order of the values.
        for value in BTreeSet::from_iter(&values) {
            let mut variant = value_name(value, name);
            while !taken.insert(variant.clone()) {
                variant = variant.trim_end_matches('_').to_owned() + "2"; // not `Self_2`
            }
            names.insert(*value, variant);
        }
        // In an open enum, this value is one of all others: nothing is lost.
        names.retain(|_, variant| open.is_none() || variant != UNKNOWN);
        let variants = values.iter().filter_map(|value| Some((names.remove(value)?, (*value).to_owned())));
        let variants: Vec<_> = variants.collect();
        let description = schema["description"].as_str().map(str::to_owned);
        (!variants.is_empty()).then(|| Self { name: name.to_owned(), description, is_open: open.is_some(), variants })
    }

    /// The name of the enum and its value, if it has only one.
    pub(super) fn only_value(&self) -> Option<(String, TokenStream)> {
        let [(variant, _)] = self.variants.as_slice() else { return None };
        let (name, variant) = (format_ident!("{}", self.name), format_ident!("{variant}"));
        (!self.is_open).then(|| (self.name.clone(), quote!(#name::#variant)))
    }

    /// The enum, and what it implements.
    pub(super) fn enum_items(&self, traits: Traits, options: &Options) -> TokenStream {
        let name = format_ident!("{}", self.name);
        let doc = self.description.iter();
        let (variants, values): (Vec<_>, Vec<_>) =
            self.variants.iter().map(|(name, value)| (format_ident!("{name}"), value)).unzip();
        let unknown = format_ident!("{UNKNOWN}");
        let (copy, variant, rest, allowed) = match self.is_open {
            true => {
                let variant = quote!(#[doc = "Another value, as HeyGen sent it."] #unknown(String));
                (quote!(), variant, quote!(, ..#unknown), quote!())
            }
            false => (quote!(Copy,), quote!(), quote!(), quote!(, extend("enum" = [#(#values),*]))),
        };
        let schema = types::json_schema(&quote!(from = "String", into = "String" #allowed), options);
        let serialize = traits.serialize.then(|| quote!(, Serialize));
        let deserialize = traits.deserialize.then(|| quote!(, Deserialize));
        quote! {
            #(#[doc = #doc])*
            #[derive(Clone, #copy Debug, Eq, Hash, PartialEq)]
            #[non_exhaustive]
            #(#schema)*
            pub enum #name { #(#variants,)* #variant }
            runtime::string_enum!(#name { #(#variants: #values),* #rest } #serialize #deserialize);
        }
    }
}
