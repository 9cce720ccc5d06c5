//! Generates the module `types`: a type for each component, with the traits that its direction needs.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use serde_json::Value;
use syn::{Attribute, Fields, Item, Meta, Token, parse_quote, punctuated::Punctuated};

use super::requests;
use super::{Input, limits, looks, operations, progenitor, unions};
use crate::diagnostic::Result;
use crate::document::components;
use crate::identifier::field_name;
use crate::options::Options;

/// Items of serde attributes that only one of the two derives reads.
const OF_SERIALIZE: &[&str] = &["skip_serializing_if"];
const OF_DESERIALIZE: &[&str] = &["default", "deserialize_with", "deny_unknown_fields"];

/// The derives of one type.
#[derive(Clone, Copy)]
pub(super) struct Traits {
    pub(super) serialize: bool,
    pub(super) deserialize: bool,
}

/// The module `types`.
pub(super) fn generate(input: &Input, options: &Options) -> Result<syn::ItemMod> {
    let code = progenitor::generate_types(&input.document, &input.replacements(""))?;
    let mut items = progenitor::parse_file(input.wire_names.restore(code))?.items;
    limits::add_limits(&input.limits, &mut items)?;
    unions::make_untagged(&input.unions, &mut items)?;
    let both = options.both_directions || options.mocks;
    let traits_of = |name: &str| {
        let response = input.direction.has_response(name);
        Traits { serialize: both || !response, deserialize: both || response }
    };
    let enums = input.string_enums.iter().map(|it| it.enum_items(traits_of(&it.name), options));
    let constants = requests::read_constants(input);
    let mut all = Vec::new();
    for mut item in items {
        let is_component = |name: &String| input.document["components"]["schemas"].get(name).is_some();
        let Some(name) = type_name(&item).filter(is_component) else {
            // The runtime has the type of the module `error`, and `Deref` converts a type into what it contains.
            all.extend(matches!(item, Item::Use(_)).then_some(item));
            continue;
        };
        let (response, mut traits) = (input.direction.has_response(&name), traits_of(&name));
        if implemented_trait(&item).is_some_and(|name| name == "Deserialize") && !traits.deserialize {
            continue;
        }
        let mut methods = Vec::new();
        if let Item::Struct(item) = &mut item
            && let Fields::Named(fields) = &mut item.fields
        {
            let properties = properties(&input.document, &name);
            let index = |field: &syn::Field| {
                properties.iter().position(|(name, _)| field.ident.as_ref().is_some_and(|ident| ident == name))
            };
            let mut sorted: Vec<_> = std::mem::take(&mut fields.named).into_iter().collect();
            sorted.sort_by_key(index);
            for field in &mut sorted {
                field.attrs.extend(index(field).and_then(|index| operations::deprecation(properties[index].1)));
                let is_flat = field.attrs.iter().flat_map(serde_items).any(|item| item.path().is_ident("flatten"));
                field.attrs.extend(is_flat.then(unions::deserialize_buffered));
            }
            fields.named = sorted.into_iter().collect();
            if response {
                // Other derives need the attributes that serde's derive reads too.
                let is_alone = !traits.serialize && !options.json_schema;
                let object = response_object(item).filter(|_| is_alone);
                traits.deserialize = object.is_none();
                methods.extend(object.into_iter().chain(looks::methods(item)));
            } else {
                methods.push(requests::constructor(item, &input.nullable, &constants, traits));
            }
        }
        set_attributes(&mut item, &name, traits);
        if let Item::Struct(syn::ItemStruct { attrs, .. }) | Item::Enum(syn::ItemEnum { attrs, .. }) = &mut item {
            // The schema of a request is an input of tools.
            let transform = if response { quote!() } else { quote!(transform = runtime::tool_input) };
            attrs.extend(json_schema(&transform, options));
        }
        all.push(item);
        all.extend(methods);
    }
    all.extend(progenitor::parse_file(enums.collect())?.items);
    all.extend(requests::read_nullable(&input.nullable).filter(|_| both));
    let mut module: syn::ItemMod = parse_quote! {
        /// Types of requests and responses.
        #[allow(clippy::all, deprecated, missing_docs)]
        pub mod types {}
    };
    module.content = Some((syn::token::Brace::default(), all));
    Ok(module)
}

/// The name of the type that an item defines or implements.
pub(super) fn type_name(item: &Item) -> Option<String> {
    match item {
        Item::Struct(item) => Some(item.ident.to_string()),
        Item::Enum(item) => Some(item.ident.to_string()),
        Item::Impl(item) => match &*item.self_ty {
            syn::Type::Path(ty) => ty.path.get_ident().map(ToString::to_string),
            _ => None,
        },
        _ => None,
    }
}

/// The name of the trait that an item implements.
pub(super) fn implemented_trait(item: &Item) -> Option<&syn::Ident> {
    let Item::Impl(item) = item else { return None };
    item.trait_.as_ref()?.0.segments.last().map(|last| &last.ident)
}

/// The properties of a component, with their field names.
fn properties<'v>(document: &'v Value, component: &str) -> Vec<(String, &'v Value)> {
    let components = &document["components"]["schemas"];
    let schema = components::follow(&components[component], components);
    let properties = schema["properties"].as_object().into_iter().flatten();
    properties.map(|(name, property)| (field_name(name), property)).collect()
}

/// What deserializes an object of a response. `None` if it has additional properties.
fn response_object(item: &syn::ItemStruct) -> Option<Item> {
    let fields = item.fields.iter().map(|field| {
        let (name, _) = (field.ident.as_ref()?, argument_of(&field.ty, "Option")?);
        let rename = field.attrs.iter().flat_map(serde_items).find(|item| item.path().is_ident("rename"));
        let wire = rename.map_or_else(
            || Some(name.to_string().to_token_stream()),
            |rename| Some(rename.require_name_value().ok()?.value.to_token_stream()),
        );
        Some(quote!(#name: #wire))
    });
    let (name, fields) = (&item.ident, fields.collect::<Option<Vec<_>>>()?);
    Some(parse_quote!(runtime::response_object!(#name { #(#fields),* });))
}

/// Sets the attributes of a type and of its fields and variants.
fn set_attributes(item: &mut Item, name: &str, traits: Traits) {
    let filler = format!("`{name}`");
    let attributes = match item {
        Item::Struct(item) => {
            item.fields.iter_mut().for_each(|field| retain_serde(&mut field.attrs, traits));
            if item.fields.iter().all(|field| field.ident.is_some()) {
                item.attrs.push(parse_quote!(#[non_exhaustive]));
            }
            &mut item.attrs
        }
        Item::Enum(item) => {
            for variant in &mut item.variants {
                retain_serde(&mut variant.attrs, traits);
                variant.fields.iter_mut().for_each(|field| retain_serde(&mut field.attrs, traits));
            }
            item.attrs.push(parse_quote!(#[non_exhaustive]));
            &mut item.attrs
        }
        _ => return,
    };
    attributes.retain(|attribute| doc_text(attribute).is_none_or(|text| text != filler));
    attributes.iter_mut().for_each(|attribute| retain_derives(attribute, traits));
    retain_serde(attributes, traits);
    if traits.serialize || traits.deserialize {
        attributes.push(parse_quote!(#[serde(crate = "::heygen_api::runtime::serde")]));
    }
}

/// The attributes that derive a JSON Schema, with the items `more`.
pub(super) fn json_schema(more: &TokenStream, options: &Options) -> Vec<Attribute> {
    let derive = quote!(derive(runtime::schemars::JsonSchema));
    let schemars = quote!(schemars(crate = "::heygen_api::runtime::schemars", #more));
    match (options.json_schema, options.feature_gates) {
        (false, _) => Vec::new(),
        (true, false) => vec![parse_quote!(#[#derive]), parse_quote!(#[#schemars])],
        (true, true) => vec![parse_quote!(#[cfg_attr(feature = "schemars", #derive, #schemars)])],
    }
}

/// The text of a doc comment.
pub(super) fn doc_text(attribute: &Attribute) -> Option<String> {
    let doc = attribute.meta.require_name_value().ok().filter(|doc| doc.path.is_ident("doc"))?;
    let text = &doc.value;
    syn::parse2::<syn::LitStr>(quote!(#text)).ok().map(|text| text.value())
}

/// Keeps the derives of the traits that the type has.
pub(super) fn retain_derives(attribute: &mut Attribute, traits: Traits) {
    if !attribute.path().is_ident("derive") {
        return;
    }
    let Ok(paths) = attribute.parse_args_with(Punctuated::<syn::Path, Token![,]>::parse_terminated) else { return };
    let kept = paths.iter().filter(|path| match path.segments.last() {
        Some(last) if last.ident == "Serialize" => traits.serialize,
        Some(last) if last.ident == "Deserialize" => traits.deserialize,
        // The order of HeyGen's values means nothing.
        Some(last) => last.ident != "Ord" && last.ident != "PartialOrd",
        None => true,
    });
    *attribute = parse_quote!(#[derive(#(#kept),*)]);
}

/// Keeps the items of serde attributes that the derives of the type read.
fn retain_serde(attributes: &mut Vec<Attribute>, traits: Traits) {
    attributes.retain_mut(|attribute| {
        let items = serde_items(attribute);
        if items.is_empty() {
            return true;
        }
        let is_one_of = |item: &Meta, names: &[&str]| names.iter().any(|name| item.path().is_ident(name));
        let is_kept = |item: &&Meta| match (traits.serialize, traits.deserialize) {
            (true, true) => true,
            (true, false) => !is_one_of(item, OF_DESERIALIZE),
            (false, true) => !is_one_of(item, OF_SERIALIZE),
            (false, false) => false,
        };
        let kept: Vec<_> = items.iter().filter(is_kept).collect();
        *attribute = parse_quote!(#[serde(#(#kept),*)]);
        !kept.is_empty()
    });
}

/// The items of an attribute of serde. None for another attribute.
pub(super) fn serde_items(attribute: &Attribute) -> Vec<Meta> {
    let items = attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
    items.ok().filter(|_| attribute.path().is_ident("serde")).into_iter().flatten().collect()
}

/// `T` of `NAME<T, ...>`.
pub(super) fn argument_of<'t>(ty: &'t syn::Type, name: &str) -> Option<&'t syn::Type> {
    let syn::Type::Path(ty) = ty else { return None };
    let last = ty.path.segments.last().filter(|last| last.ident == name)?;
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first()? {
        syn::GenericArgument::Type(inner) => Some(inner),
        _ => None,
    }
}

/// Whether a type is written like this.
pub(super) fn is_type(ty: &syn::Type, text: &str) -> bool {
    quote!(#ty).to_string() == text
}
