//! Generates the client: a method and a builder for each operation.

use std::collections::BTreeMap;

use quote::quote;
use serde_json::Value;
use syn::{Attribute, FnArg, ImplItem, Item, parse_quote};

use super::types::doc_text;
use super::{Input, operations, progenitor, tokens};
use crate::diagnostic::Result;
use crate::document::{self, RETIREMENT};
use crate::identifier::{field_name, variant_name};
use progenitor::broken;

/// The items of the client, without the module `types`.
pub(super) fn generate(input: &Input) -> Result<Vec<Item>> {
    let document = Input::without_schemas(input.document.clone());
    let code = progenitor::operations(document, &input.replacements("types::"))?;
    let mut file = progenitor::parse_file(input.wire_names.restore(code))?;
    let deprecations = Deprecations::of(&input.document);
    for item in &mut file.items {
        match item {
            Item::Impl(client) if client.trait_.is_none() => {
                for method in methods(client) {
                    method.attrs.iter_mut().for_each(drop_example);
                    method.attrs.extend(deprecations.operation(&method.sig.ident));
                }
            }
            Item::Mod(module) if module.ident == "types" => ensure_no_types(module)?,
            Item::Mod(module) if module.ident == "builder" => {
                module.attrs.push(parse_quote!(#[allow(deprecated, missing_docs)]));
                for item in module.content.iter_mut().flat_map(|(_, items)| items) {
                    builder(item, &deprecations);
                }
            }
            _ => {}
        }
    }
    let code = operations::rewrite_client(file, &input.document)?;
    Ok(progenitor::parse_file(tokens::with_runtime_crates(code))?.items)
}

/// Every type has a name, so that the types are in the module `types`. Another one would have no derives.
fn ensure_no_types(module: &syn::ItemMod) -> Result<()> {
    let items = module.content.iter().flat_map(|(_, items)| items);
    let types = items.filter_map(|item| match item {
        Item::Struct(item) => Some(&item.ident),
        Item::Enum(item) => Some(&item.ident),
        _ => None,
    });
    match types.map(|ident| format!("`{ident}`")).collect::<Vec<_>>().as_slice() {
        [] => Ok(()),
        types => Err(broken(&format!("codegen/src/names/ has no name for {}", types.join(", ")))),
    }
}

fn methods(item: &mut syn::ItemImpl) -> impl Iterator<Item = &mut syn::ImplItemFn> {
    item.items.iter_mut().filter_map(|item| match item {
        ImplItem::Fn(method) => Some(method),
        _ => None,
    })
}

/// Removes the example from the documentation of an operation: it only repeats names.
fn drop_example(attribute: &mut Attribute) {
    if let Some(text) = doc_text(attribute)
        && let Some((docs, _)) = text.split_once("\n```ignore")
    {
        let docs = docs.trim_end();
        *attribute = parse_quote!(#[doc = #docs]);
    }
}

/// Removes documentation that only repeats names, and keeps the reason of a failed conversion.
fn builder(item: &mut Item, deprecations: &Deprecations) {
    match item {
        Item::Struct(item) => item.attrs.retain(|attribute| doc_text(attribute).is_none()),
        Item::Impl(item) => {
            let syn::Type::Path(ty) = &*item.self_ty else { return };
            let Some(name) = ty.path.segments.last().map(|segment| segment.ident.to_string()) else { return };
            for method in methods(item) {
                method.attrs.retain(|attribute| doc_text(attribute).is_none());
                method.attrs.extend(deprecations.parameter(&name, &method.sig.ident));
                keep_reason(method);
            }
        }
        _ => {}
    }
}

/// progenitor's setters drop the reason why a value cannot be converted.
fn keep_reason(method: &mut syn::ImplItemFn) {
    let name = method.sig.ident.to_string();
    let [FnArg::Receiver(_), FnArg::Typed(_)] = method.sig.inputs.iter().collect::<Vec<_>>()[..] else { return };
    let Some(syn::GenericParam::Type(generic)) = method.sig.generics.params.first() else { return };
    let generic = generic.ident.clone();
    let block = &method.block;
    let is_optional = quote!(#block).to_string().contains(". map (Some)");
    let is_text = quote!(#block).to_string().contains(". map (| v | v . into ())");
    let field = &method.sig.ident;
    let map = match (is_optional, is_text) {
        (true, _) => quote!(.map(Some)),
        (_, true) => quote!(.map(Into::into)),
        _ => quote!(),
    };
    let message = format!("`{name}` is not valid: {{error}}");
    method.block = parse_quote!({
        self.#field = value.try_into() #map .map_err(|error| format!(#message));
        self
    });
    if let Some(clause) = &mut method.sig.generics.where_clause {
        clause.predicates.push(parse_quote!(#generic::Error: ::std::fmt::Display));
    }
}

/// The operations and parameters that HeyGen deprecates.
struct Deprecations {
    operations: BTreeMap<String, Attribute>,
    parameters: BTreeMap<(String, String), Attribute>,
}

impl Deprecations {
    fn of(document: &Value) -> Self {
        let mut all = Self { operations: BTreeMap::new(), parameters: BTreeMap::new() };
        for operation in document::operations(document) {
            let id = operation.value["operationId"].as_str().unwrap_or_default();
            if operation.value["deprecated"] == true {
                all.operations.insert(field_name(id), attribute(operation.value));
            }
            for parameter in operation.value["parameters"].as_array().into_iter().flatten() {
                if parameter["deprecated"] == true {
                    let name = parameter["name"].as_str().unwrap_or_default();
                    all.parameters.insert((variant_name(id), field_name(name)), attribute(parameter));
                }
            }
        }
        all
    }

    fn operation(&self, method: &syn::Ident) -> Option<Attribute> {
        self.operations.get(&method.to_string()).cloned()
    }

    fn parameter(&self, builder: &str, setter: &syn::Ident) -> Option<Attribute> {
        self.parameters.get(&(builder.to_owned(), setter.to_string())).cloned()
    }
}

/// `#[deprecated]`, with the replacement and the date that the overlay knows.
pub(super) fn attribute(deprecated: &Value) -> Attribute {
    let retirement = &deprecated[RETIREMENT];
    let sunset = retirement["sunset"].as_str().map(|sunset| format!("end of life: {sunset}"));
    let replacement = retirement["replacement"].as_str().map(|replacement| format!("use {replacement}"));
    let note = sunset.into_iter().chain(replacement).collect::<Vec<_>>().join("; ");
    if note.is_empty() { parse_quote!(#[deprecated]) } else { parse_quote!(#[deprecated(note = #note)]) }
}
