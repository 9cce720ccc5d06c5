//! Puts fields and setters in the document's order. typify sorts them by name.

use std::collections::BTreeSet;

use serde_json::Value;
use syn::{Fields, ImplItem, Item};

use crate::document::components;
use crate::identifier::field_name;

/// Orders the fields of the generated structs, and the fields and setters of their builders.
pub(super) fn apply(document: &Value, items: &mut [Item]) {
    for item in items {
        match item {
            Item::Struct(item) => {
                let names = names(document, &item.ident.to_string());
                if let Fields::Named(fields) = &mut item.fields {
                    let mut sorted: Vec<_> = std::mem::take(&mut fields.named).into_iter().collect();
                    sorted.sort_by_key(|field| position(&names, field.ident.as_ref()));
                    fields.named = sorted.into_iter().collect();
                }
            }
            Item::Impl(item) if item.trait_.is_none() => {
                let syn::Type::Path(ty) = &*item.self_ty else { continue };
                let names = ty.path.get_ident().map(|ident| names(document, &ident.to_string())).unwrap_or_default();
                item.items.sort_by_key(|item| match item {
                    ImplItem::Fn(method) => position(&names, Some(&method.sig.ident)),
                    _ => names.len(),
                });
            }
            Item::Mod(module) if module.ident == "builder" => {
                apply(document, module.content.as_mut().map_or(&mut [], |(_, items)| items));
            }
            _ => {}
        }
    }
}

/// The position of a name in this list. Any other name comes last.
fn position(names: &[String], ident: Option<&syn::Ident>) -> usize {
    names.iter().position(|name| ident.is_some_and(|ident| ident == name)).unwrap_or(names.len())
}

/// The fields of a component, in the order in which they first appear.
fn names(document: &Value, component: &str) -> Vec<String> {
    let components = &document["components"]["schemas"];
    let mut names = Vec::new();
    collect(&components[component], components, &mut BTreeSet::new(), &mut names);
    names
}

fn collect<'v>(schema: &'v Value, components: &'v Value, seen: &mut BTreeSet<&'v str>, names: &mut Vec<String>) {
    if let Some(name) = components::referenced(schema) {
        if seen.insert(name) {
            collect(&components[name], components, seen, names);
        }
        return;
    }
    names.extend(schema["properties"].as_object().into_iter().flatten().map(|(name, _)| field_name(name)));
    for part in schema["allOf"].as_array().into_iter().flatten() {
        collect(part, components, seen, names);
    }
}
