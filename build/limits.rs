//! Limits that typify does not check: how many entries an array of a request has.
//!
//! An array with `minItems` or `maxItems` is a component, so typify makes `struct Name(pub Vec<T>)` of it. Here
//! its field becomes private and its conversions check, so that a list that breaks the limit cannot be made.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

/// One array with limits.
pub struct Limit {
    pub name: String,
    min: usize,
    max: usize,
}

/// The arrays with limits among the components.
pub fn of(document: &Value) -> Vec<Limit> {
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
    schemas
        .into_iter()
        .flatten()
        .filter(|(_, schema)| schema["type"] == "array")
        .filter_map(|(name, schema)| {
            let bound =
                |key: &str| schema.get(key).and_then(Value::as_u64).and_then(|bound| usize::try_from(bound).ok());
            let (min, max) = (bound("minItems"), bound("maxItems"));
            min.or(max)?;
            Some(Limit { name: name.clone(), min: min.unwrap_or(0), max: max.unwrap_or(usize::MAX) })
        })
        .collect()
}

/// Gives the types of the module `types` their limits.
pub fn apply(limits: &[Limit], items: &mut Vec<syn::Item>) {
    for limit in limits {
        let Some(entry) = items.iter_mut().find_map(|item| limit.open(item)) else { continue };
        let name = format_ident!("{}", limit.name);
        items.retain(|item| !is_from_list(item, &limit.name));
        let more: syn::File = match syn::parse2(limit.checked(&name, &entry)) {
            Ok(more) => more,
            Err(_) => continue,
        };
        items.extend(more.items);
    }
}

impl Limit {
    /// Closes the field of the generated type, and tells what it holds.
    fn open(&self, item: &mut syn::Item) -> Option<syn::Type> {
        let syn::Item::Struct(item) = item else { return None };
        if item.ident != self.name {
            return None;
        }
        let field = item.fields.iter_mut().next().filter(|field| field.ident.is_none())?;
        let ty = field.ty.clone();
        let text = quote!(#ty).to_string().replace(' ', "");
        if !text.starts_with("::std::vec::Vec<") {
            return None;
        }
        field.vis = syn::Visibility::Inherited;
        // A newtype is transparent as it is, and the attribute does not go with `try_from`.
        item.attrs.retain(|attribute| !quote!(#attribute).to_string().contains("transparent"));
        item.attrs.push(syn::parse_quote!(#[serde(try_from = #text)]));
        Some(ty)
    }

    fn checked(&self, name: &syn::Ident, list: &syn::Type) -> TokenStream {
        let Self { min, max, .. } = self;
        let bound = if *max == usize::MAX { format!("{min} or more") } else { format!("{min} to {max}") };
        let message = format!(" entries: `{}` takes {bound}", self.name);
        // Bounds that every list is within would be a warning of the compiler's.
        let within = match (*min, *max) {
            (0, usize::MAX) => quote!(true),
            (0, max) => quote!(list.len() <= #max),
            (min, usize::MAX) => quote!(list.len() >= #min),
            (min, max) => quote!((#min..=#max).contains(&list.len())),
        };
        quote! {
            impl ::std::convert::TryFrom<#list> for #name {
                type Error = self::error::ConversionError;
                fn try_from(list: #list) -> ::std::result::Result<Self, self::error::ConversionError> {
                    if #within {
                        Ok(Self(list))
                    } else {
                        Err(format!("{}{}", list.len(), #message).into())
                    }
                }
            }
        }
    }
}

/// `impl From<Vec<T>> for Name`, which checks nothing.
fn is_from_list(item: &syn::Item, name: &str) -> bool {
    let syn::Item::Impl(item) = item else { return false };
    let (Some((path, _)), ty) = (&item.trait_, &item.self_ty) else { return false };
    let text = quote!(#path).to_string().replace(' ', "");
    quote!(#ty).to_string() == name && text.starts_with("::std::convert::From<::std::vec::Vec<")
}
