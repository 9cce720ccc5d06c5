//! Replaces generated types by hand-written ones, which an overlay names with `x-replace-with`.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use super::progenitor::generator_error;
use crate::diagnostic::Result;
use crate::document::{Corrected, components};
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
pub(super) fn take_replacements(document: &mut Value) -> Vec<Replacement> {
    let replaced = components::schemas_mut(document).filter_map(|(name, schema)| {
        let Some(Value::String(path)) = schema.as_object_mut()?.remove(REPLACE_WITH) else { return None };
        Some(Replacement { name: name.clone(), path, schema: schema.clone() })
    });
    replaced.collect()
}

impl Replacement {
    /// The limits of the schema as constants: `IMAGE_KEYS_MAX` is `maxItems` of `ImageKeys`.
    pub(super) fn limit_constants(&self) -> Vec<TokenStream> {
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
}

/// Checks that the generated code uses every replacement of the documents. Otherwise, a list could silently become a
/// `Vec<String>` again.
pub(super) fn ensure_used(documents: &[Corrected], code: &str) -> Result<()> {
    let mut paths = BTreeSet::new();
    documents.iter().for_each(|corrected| collect(&corrected.document, &mut paths));
    for text in paths {
        let path: syn::Path = syn::parse_str(text).map_err(|error| generator_error(&format!("{text}: {error}")))?;
        if !code.contains(&quote!(#path).to_string()) {
            return Err(generator_error(&format!("the generated code does not use `{text}`, which an overlay names")));
        }
    }
    Ok(())
}

/// Collects the paths of all replacements.
fn collect<'v>(node: &'v Value, paths: &mut BTreeSet<&'v str>) {
    match node {
        Value::Object(members) => {
            paths.extend(members.get(REPLACE_WITH).and_then(Value::as_str));
            members.values().for_each(|value| collect(value, paths));
        }
        Value::Array(entries) => entries.iter().for_each(|entry| collect(entry, paths)),
        _ => {}
    }
}
