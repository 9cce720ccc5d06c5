//! Checks that the names in the generated code are unique. Earlier steps make them unique, so this should never fail.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;
use syn::{Fields, ImplItem, Item};

use super::generator::broken;
use crate::diagnostic::Result;

/// Checks that no two items, fields, variants or methods have the same name.
pub(super) fn check(file: &syn::File) -> Result<()> {
    items(&file.items)
}

fn items(all: &[Item]) -> Result<()> {
    let mut types = BTreeSet::new();
    let mut methods: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for item in all {
        let name = match item {
            Item::Struct(item) => {
                fields(&item.fields, &item.ident)?;
                &item.ident
            }
            Item::Enum(item) => {
                unique(item.variants.iter().map(|variant| &variant.ident), &item.ident)?;
                item.variants.iter().try_for_each(|variant| fields(&variant.fields, &variant.ident))?;
                &item.ident
            }
            Item::Type(item) => &item.ident,
            Item::Mod(item) => {
                items(item.content.as_ref().map_or(&[], |(_, items)| items))?;
                &item.ident
            }
            Item::Impl(item) if item.trait_.is_none() => {
                let ty = item.self_ty.to_token_stream().to_string();
                let known = methods.entry(ty.clone()).or_default();
                for method in &item.items {
                    if let ImplItem::Fn(method) = method
                        && !known.insert(method.sig.ident.to_string())
                    {
                        return Err(twice(&method.sig.ident, &ty));
                    }
                }
                continue;
            }
            _ => continue,
        };
        if !types.insert(name) {
            return Err(twice(name, "its module"));
        }
    }
    Ok(())
}

fn fields(fields: &Fields, of: &syn::Ident) -> Result<()> {
    unique(fields.iter().filter_map(|field| field.ident.as_ref()), of)
}

fn unique<'a>(names: impl Iterator<Item = &'a syn::Ident>, of: &syn::Ident) -> Result<()> {
    let mut known = BTreeSet::new();
    for name in names {
        if !known.insert(name) {
            return Err(twice(name, &of.to_string()));
        }
    }
    Ok(())
}

fn twice(name: &syn::Ident, of: &str) -> crate::diagnostic::Diagnostic {
    broken(&format!("`{of}` has the name `{name}` twice"))
}
