//! Generates a constructor for the requests that src/ builds. A new optional field does not change it. A new required
//! field becomes an argument, and the compiler reports that it is missing.

use serde_json::Value;
use syn::parse_quote;

use crate::adapt::skipped;
use crate::document::{components, operations};

/// The types of the request bodies of the operations that the crate requires.
fn request_types(document: &Value) -> Vec<String> {
    let required = operations(document).filter(|operation| skipped::is_required(operation.item));
    required.flat_map(|operation| components::used_by(&operation.value["requestBody"])).collect()
}

/// Adds `with_required` to these types, with an argument for each required field.
pub(super) fn apply(document: &Value, items: &mut Vec<syn::Item>) {
    for name in request_types(document) {
        let constructor = items.iter().find_map(|item| match item {
            syn::Item::Struct(item) if item.ident == name => Some(of_struct(item)),
            _ => None,
        });
        items.extend(constructor);
    }
}

fn of_struct(item: &syn::ItemStruct) -> syn::Item {
    let (optional, required): (Vec<_>, Vec<_>) = item.fields.iter().partition(|field| is_optional(field));
    let names = required.iter().map(|field| &field.ident);
    let types = required.iter().map(|field| &field.ty);
    let fields = names.clone();
    let optional = optional.iter().map(|field| &field.ident);
    let ident = &item.ident;
    parse_quote! {
        impl #ident {
            /// Creates a request with the required fields, sorted by name.
            pub(crate) fn with_required(#(#names: #types),*) -> Self {
                Self { #(#fields,)* #(#optional: ::std::default::Default::default()),* }
            }
        }
    }
}

/// Whether the field may be missing in JSON.
fn is_optional(field: &syn::Field) -> bool {
    let mut found = false;
    for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        let _ = attribute.parse_nested_meta(|meta| {
            found |= meta.path.is_ident("default") || meta.path.is_ident("skip_serializing_if");
            if meta.input.peek(syn::Token![=]) { meta.value()?.parse::<syn::Expr>().map(drop) } else { Ok(()) }
        });
    }
    found
}
