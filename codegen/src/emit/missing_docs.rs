//! Documents what progenitor and typify leave undocumented: builders and their setters, fields, variants and mocks.

use std::collections::BTreeMap;

use quote::ToTokens;
use serde_json::Value;
use syn::{Attribute, Fields, ImplItem, Item, TraitItem, parse_quote};

use crate::document::operations;
use crate::identifier::{field_name, variant_name};

/// The documentation of a setter, by the name of its builder and its own.
type Setters = BTreeMap<(String, String), Vec<Attribute>>;

/// Gives every public item without documentation a sentence. A setter has the description of what it sets, if there is one.
pub(super) fn add(document: &Value, file: &mut syn::File) {
    let parameters = parameters(document);
    for item in &mut file.items {
        let Some((name, items)) = module(item) else { continue };
        match name.as_str() {
            "types" => types(items),
            "builder" => methods(items, |builder, method| match method {
                "new" => text("Creates a request that `client` sends."),
                "body_map" => text("Changes the body with `f`."),
                setter => setter_docs(&parameters, builder, setter),
            }),
            "mock" => items.iter_mut().for_each(mocks),
            _ => {}
        }
    }
}

fn types(items: &mut [Item]) {
    let mut setters = Setters::new();
    for item in items.iter_mut() {
        match item {
            Item::Struct(item) => {
                for field in &mut item.fields {
                    let (Some(ident), syn::Visibility::Public(_)) = (&field.ident, &field.vis) else { continue };
                    let docs: Vec<_> = field.attrs.iter().filter(|attribute| is_doc(attribute)).cloned().collect();
                    setters.insert((item.ident.to_string(), ident.to_string()), docs);
                    let name = wire_name(&field.attrs, ident);
                    fill(&mut field.attrs, || text(&format!("The property `{name}`.")));
                }
            }
            Item::Enum(item) => {
                for variant in &mut item.variants {
                    let docs = match &variant.fields {
                        Fields::Unit => format!("`{}`", wire_name(&variant.attrs, &variant.ident)),
                        fields => {
                            let types: Vec<_> = fields.iter().map(|field| short(&field.ty)).collect();
                            format!("A value of type `{}`.", types.join(", "))
                        }
                    };
                    fill(&mut variant.attrs, || text(&docs));
                }
            }
            _ => {}
        }
    }
    methods(items, |_, _| text("Creates a builder for this type."));
    for (_, items) in items.iter_mut().filter_map(module).filter(|(name, _)| name == "builder") {
        for item in items.iter_mut() {
            if let Item::Struct(item) = item {
                let docs = format!("Builder for [`{0}`](super::{0}).", item.ident);
                fill(&mut item.attrs, || text(&docs));
            }
        }
        methods(items, |builder, setter| setter_docs(&setters, builder, setter));
    }
}

fn mocks(item: &mut Item) {
    if let Item::Trait(item) = item {
        for item in &mut item.items {
            if let TraitItem::Fn(method) = item {
                let docs = format!("Adds a mock of `{}`.", method.sig.ident);
                fill(&mut method.attrs, || text(&docs));
            }
        }
    }
    let Some((_, items)) = module(item) else { return };
    for item in items.iter_mut() {
        if let Item::Struct(item) = item {
            let name = item.ident.to_string();
            let docs = match name.strip_suffix("When") {
                Some(operation) => format!("The requests that a mock of `{}` responds to.", field_name(operation)),
                None => format!("The response of a mock of `{}`.", field_name(name.trim_end_matches("Then"))),
            };
            fill(&mut item.attrs, || text(&docs));
        }
    }
    methods(items, |ty, method| match method {
        "new" if ty.ends_with("When") => text("Matches every request of the operation."),
        "new" => text("Creates an empty response."),
        "into_inner" => text("Returns the inner value of `httpmock`."),
        _ if ty.ends_with("Then") => text("Responds with this status, and with a body if there is one."),
        parameter => text(&format!("Matches requests with this `{parameter}`.")),
    });
}

/// The descriptions of parameters and bodies.
fn parameters(document: &Value) -> Setters {
    let mut setters = Setters::new();
    for operation in operations(document) {
        let builder = variant_name(operation.value["operationId"].as_str().unwrap_or_default());
        let mut add = |name: &str, described: &Value| {
            if let Some(description) = described["description"].as_str() {
                setters.insert((builder.clone(), field_name(name)), text(description));
            }
        };
        for parameter in operation.value["parameters"].as_array().into_iter().flatten() {
            add(parameter["name"].as_str().unwrap_or_default(), parameter);
        }
        add("body", &operation.value["requestBody"]);
    }
    setters
}

fn setter_docs(setters: &Setters, builder: &str, setter: &str) -> Vec<Attribute> {
    let described = setters.get(&(builder.to_owned(), setter.to_owned())).filter(|docs| !docs.is_empty());
    described.cloned().unwrap_or_else(|| match setter {
        "body" => text("Sets the body."),
        _ => text(&format!("Sets `{setter}`.")),
    })
}

/// Documents the methods of types. `docs` gets the name of the type, and that of the method.
fn methods(items: &mut [Item], docs: impl Fn(&str, &str) -> Vec<Attribute>) {
    for item in items {
        let Item::Impl(item) = item else { continue };
        let syn::Type::Path(ty) = &*item.self_ty else { continue };
        let (None, Some(ty)) = (&item.trait_, ty.path.segments.last()) else { continue };
        for method in &mut item.items {
            if let ImplItem::Fn(method) = method {
                fill(&mut method.attrs, || docs(&ty.ident.to_string(), &method.sig.ident.to_string()));
            }
        }
    }
}

fn module(item: &mut Item) -> Option<(String, &mut Vec<Item>)> {
    match item {
        Item::Mod(module) => module.content.as_mut().map(|(_, items)| (module.ident.to_string(), items)),
        _ => None,
    }
}

fn is_doc(attribute: &Attribute) -> bool {
    attribute.path().is_ident("doc")
}

fn text(text: &str) -> Vec<Attribute> {
    vec![parse_quote!(#[doc = #text])]
}

fn fill(attributes: &mut Vec<Attribute>, docs: impl FnOnce() -> Vec<Attribute>) {
    if !attributes.iter().any(is_doc) {
        attributes.splice(0..0, docs());
    }
}

/// The name in JSON of a field or variant.
fn wire_name(attributes: &[Attribute], ident: &syn::Ident) -> String {
    let mut name = ident.to_string();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        let _ = attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("rename") {
                name = meta.value()?.parse::<syn::LitStr>()?.value();
            } else if meta.input.peek(syn::Token![=]) {
                meta.value()?.parse::<syn::Expr>()?;
            }
            Ok(())
        });
    }
    name
}

/// A type as people write it: `Vec<String>`.
fn short(ty: &syn::Type) -> String {
    let text = ty.to_token_stream().to_string().replace(' ', "");
    ["::std::vec::", "::std::string::", "::std::option::"].iter().fold(text, |text, path| text.replace(path, ""))
}
