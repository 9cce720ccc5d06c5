//! Generates the unions of requests as Rust enums whose variants are named by their tags.
//!
//! A document can name variants for typify only in the form that serde calls externally tagged: `{ VARIANT: VALUE }`.
//! So a union is rewritten in that form, and afterwards its enum becomes untagged: each branch already contains its
//! tag as a constant.

use std::collections::BTreeSet;

use quote::format_ident;
use serde_json::{Value, json};
use syn::{GenericArgument, Item, PathArguments, Type, parse_quote};

use super::generator::broken;
use super::replacements::REPLACE_WITH;
use crate::diagnostic::Result;
use crate::document::components;
use crate::request::VARIANTS;

/// Rewrites the unions of a document, and returns their names.
pub(super) fn take(document: &mut Value) -> Vec<String> {
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

/// Makes required constants fill themselves in. For typify, they are optional with a default.
pub(super) fn fill_in_constants(document: &mut Value) {
    let components = document["components"]["schemas"].clone();
    for (_, schema) in components::schemas_mut(document) {
        let Some(required) = schema["required"].as_array().cloned() else { continue };
        for name in required.iter().filter_map(Value::as_str) {
            let Some(property) = schema["properties"].get_mut(name) else { continue };
            let values = components::follow(property, &components)["enum"].as_array();
            let value = match values.map(Vec::as_slice) {
                Some([value]) if !value.is_null() => value.clone(),
                _ => continue,
            };
            if property["$ref"].is_string() {
                *property = json!({ "allOf": [property] });
            }
            property["default"] = value;
            schema["required"].as_array_mut().into_iter().for_each(|all| all.retain(|other| other != name));
        }
    }
}

/// Makes the enums of these unions untagged, and adds conversions from the builders of their variants.
pub(super) fn apply(unions: &[String], items: &mut Vec<Item>) -> Result<()> {
    for name in unions {
        let item = items.iter_mut().find_map(|item| match item {
            Item::Enum(item) if item.ident == name => Some(item),
            _ => None,
        });
        let Some(item) = item else { return Err(broken(&format!("the union `{name}` is not an enum"))) };
        item.attrs.push(parse_quote!(#[serde(untagged)]));
        for variant in &mut item.variants {
            variant.attrs.retain(|attribute| !attribute.path().is_ident("serde"));
        }
        let builders: Vec<Item> = branches(items, name).map(|branch| from_builder(name, &branch)).collect();
        items.extend(builders);
    }
    Ok(())
}

/// The types with a builder that typify converts to this union. Each is the type of one of its variants only.
fn branches(items: &[Item], union: &str) -> impl Iterator<Item = syn::Ident> {
    let builders = items.iter().filter_map(|item| match item {
        Item::Mod(module) if module.ident == "builder" => module.content.as_ref(),
        _ => None,
    });
    let builders: BTreeSet<String> = builders
        .flat_map(|(_, items)| items)
        .filter_map(|item| match item {
            Item::Struct(item) => Some(item.ident.to_string()),
            _ => None,
        })
        .collect();
    items.iter().filter_map(move |item| {
        let Item::Impl(conversion) = item else { return None };
        let (path, _) = conversion.trait_.as_ref()?;
        let from = path.segments.last().filter(|segment| segment.ident == "From")?;
        let PathArguments::AngleBracketed(arguments) = &from.arguments else { return None };
        let ident = type_ident(match arguments.args.first()? {
            GenericArgument::Type(branch) => branch,
            _ => return None,
        })?;
        (type_ident(&conversion.self_ty)? == union && builders.contains(&ident.to_string())).then(|| ident.clone())
    })
}

fn type_ident(ty: &Type) -> Option<&syn::Ident> {
    match ty {
        Type::Path(ty) => ty.path.get_ident(),
        _ => None,
    }
}

fn from_builder(union: &str, branch: &syn::Ident) -> Item {
    let union = format_ident!("{union}");
    parse_quote! {
        impl ::std::convert::TryFrom<self::builder::#branch> for #union {
            type Error = self::error::ConversionError;
            fn try_from(value: self::builder::#branch) -> ::std::result::Result<Self, Self::Error> {
                #branch::try_from(value).map(Self::from)
            }
        }
    }
}
