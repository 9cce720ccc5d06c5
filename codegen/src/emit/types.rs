//! Attributes of the generated types.

/// The items of the generated module `types`, to add and remove some.
pub(super) fn module(file: &mut syn::File) -> Option<&mut Vec<syn::Item>> {
    file.items.iter_mut().find_map(|item| match item {
        syn::Item::Mod(module) if module.ident == "types" => module.content.as_mut().map(|(_, items)| items),
        _ => None,
    })
}

pub(super) fn items(file: &mut syn::File) -> impl Iterator<Item = &mut syn::Item> {
    module(file).into_iter().flatten()
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
    attributes.push(syn::parse_quote!(#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]));
}
