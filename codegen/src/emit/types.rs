//! Adds attributes and aliases to the generated types.

use quote::format_ident;
use serde_json::Value;

/// The items of the generated module `types`.
pub(super) fn module(file: &mut syn::File) -> Option<&mut Vec<syn::Item>> {
    file.items.iter_mut().find_map(|item| match item {
        syn::Item::Mod(module) if module.ident == "types" => module.content.as_mut().map(|(_, items)| items),
        _ => None,
    })
}

pub(super) fn items(file: &mut syn::File) -> impl Iterator<Item = &mut syn::Item> {
    module(file).into_iter().flatten()
}

/// Adds the aliases of merged types.
pub(super) fn add_aliases(aliases: &Value, items: &mut Vec<syn::Item>) {
    for (alias, name) in aliases.as_object().into_iter().flatten() {
        let (Some(name), alias) = (name.as_str(), format_ident!("{alias}")) else { continue };
        let is_type = |item: &syn::Item| match item {
            syn::Item::Struct(item) => item.ident == name,
            syn::Item::Enum(item) => item.ident == name,
            _ => false,
        };
        // The type is missing if its operations are skipped.
        if items.iter().any(is_type) {
            let (doc, name) = (format!("The same as [`{name}`]."), format_ident!("{name}"));
            items.push(syn::parse_quote! {
                #[doc = #doc]
                pub type #alias = #name;
            });
        }
    }
}

/// Adds `#[non_exhaustive]`: a field or variant that HeyGen adds is not a breaking change.
pub(super) fn make_non_exhaustive(item: &mut syn::Item) {
    let (visibility, attributes) = match item {
        syn::Item::Struct(item) if item.fields.iter().all(|field| field.ident.is_some()) => {
            (&item.vis, &mut item.attrs)
        }
        syn::Item::Enum(item) => (&item.vis, &mut item.attrs),
        _ => return,
    };
    if matches!(visibility, syn::Visibility::Public(_)) {
        attributes.push(syn::parse_quote!(#[non_exhaustive]));
    }
}

/// Derives `JsonSchema` under the feature `schemars`.
pub(super) fn derive_json_schema(item: &mut syn::Item) {
    let attributes = match item {
        syn::Item::Struct(item) => &mut item.attrs,
        syn::Item::Enum(item) => &mut item.attrs,
        _ => return,
    };
    attributes.push(
        syn::parse_quote!(#[cfg_attr(feature = "schemars", derive(::heygen_api::runtime::schemars::JsonSchema))]),
    );
}
