//! Generates the unions of requests as Rust enums whose variants are named by their tags.
//!
//! A document can name variants for typify only in the form that serde calls externally tagged: `{ VARIANT: VALUE }`.
//! So a union is rewritten in that form, and afterwards its enum becomes untagged: each branch already contains its
//! tag as a constant.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use syn::{Attribute, Fields, Item, parse_quote};

use super::progenitor::generator_error;
use super::replacements::REPLACE_WITH;
use crate::diagnostic::Result;
use crate::document::components;
use crate::request::VARIANTS;

/// Rewrites the unions of a document, and returns their names.
pub(super) fn take_unions(document: &mut Value) -> Vec<String> {
    let unions = components::schemas_mut(document).filter(|(_, schema)| schema.get(REPLACE_WITH).is_none());
    let unions = unions.filter_map(|(name, schema)| {
        let variants = schema.as_object_mut()?.remove(VARIANTS)?;
        let branches = schema["oneOf"].as_array_mut()?;
        for (branch, variant) in branches.iter_mut().zip(variants.as_array()?) {
            let description = branch.as_object_mut()?.remove("description");
            let properties = json!({ variant.as_str()?: branch.take() });
            *branch = json!({ "type": "object", "properties": properties, "required": [variant] });
            if let Some(description) = description {
                branch["description"] = description;
            }
        }
        Some(name.clone())
    });
    unions.collect()
}

/// Makes the enums of these unions untagged.
pub(super) fn make_untagged(unions: &[String], items: &mut [Item]) -> Result<()> {
    let mut enums: BTreeMap<String, &mut syn::ItemEnum> = items
        .iter_mut()
        .filter_map(|item| match item {
            Item::Enum(item) => Some((item.ident.to_string(), item)),
            _ => None,
        })
        .collect();
    for name in unions {
        let item = enums.get_mut(name).ok_or_else(|| generator_error(&format!("the union `{name}` is not an enum")))?;
        item.attrs.push(parse_quote!(#[serde(untagged)]));
        for variant in &mut item.variants {
            variant.attrs.retain(|attribute| !attribute.path().is_ident("serde"));
            variant.attrs.extend(matches!(variant.fields, Fields::Unnamed(_)).then(deserialize_buffered));
        }
    }
    Ok(())
}

/// For what serde buffers before it deserializes.
pub(super) fn deserialize_buffered() -> Attribute {
    parse_quote!(#[serde(deserialize_with = "::heygen_api::runtime::deserialize_buffered")])
}
