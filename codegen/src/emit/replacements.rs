//! Replaces generated types by hand-written ones, which an overlay names with `x-replace-with`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use super::generator::broken;
use super::types;
use crate::diagnostic::Result;
use crate::document::components;
use crate::identifier::constant_name;

/// The overlay's extension for a schema that a hand-written type replaces: the path of the type.
pub(super) const REPLACE_WITH: &str = "x-replace-with";

/// A component that a hand-written type replaces.
pub(super) struct Replacement {
    pub(super) name: String,
    pub(super) path: String,
    schema: Value,
}

/// Takes the replacements out of a document.
pub(super) fn take(document: &mut Value) -> Vec<Replacement> {
    let replaced = components::schemas_mut(document).filter_map(|(name, schema)| {
        let Some(Value::String(path)) = schema.as_object_mut()?.remove(REPLACE_WITH) else { return None };
        Some(Replacement { name: name.clone(), path, schema: schema.clone() })
    });
    replaced.collect()
}

impl Replacement {
    /// The limits of the schema as constants: `IMAGE_KEYS_MAX` is `maxItems` of `ImageKeys`.
    pub(super) fn limits(&self) -> Vec<TokenStream> {
        [("minItems", "MIN"), ("maxItems", "MAX")]
            .into_iter()
            .filter_map(|(keyword, suffix)| {
                let value = usize::try_from(self.schema.get(keyword)?.as_u64()?).ok()?;
                let name = format_ident!("{}_{suffix}", constant_name(&self.name));
                let doc = format!("`{keyword}` of `{}`, from the corrected document.", self.name);
                Some(quote! { #[doc = #doc] pub const #name: usize = #value; })
            })
            .collect()
    }

    /// Checks that the generated types use the replacement. Otherwise, a list could silently become a `Vec<String>`
    /// again.
    pub(super) fn check(&self, file: &mut syn::File) -> Result<()> {
        let path: syn::Path = syn::parse_str(&self.path).map_err(|error| broken(&format!("{}: {error}", self.path)))?;
        let path = quote!(#path).to_string();
        let is_used = types::items(file).any(|item| match item {
            syn::Item::Struct(item) => item.fields.iter().any(|field| {
                let ty = &field.ty;
                quote!(#ty).to_string().contains(&path)
            }),
            _ => false,
        });
        if is_used {
            return Ok(());
        }
        Err(broken(&format!("the generated types do not use `{}`, which replaces `{}`", self.path, self.name)))
    }
}
