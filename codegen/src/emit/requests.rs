//! Gives requests `new` with the required fields, and a method for each optional field.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use serde_json::{Value, json};
use syn::{Fields, Item, Type, parse_quote};

use super::Input;
use super::string_enums::StringEnum;
use super::types::{Traits, argument_of, is_type, serde_items};
use crate::document::components;
use crate::document::direction::Direction;
use crate::identifier::field_name;

/// The optional fields that may be null: the names of the type and of the field.
pub(super) type Nullable = BTreeSet<(String, String)>;

/// Takes the optional properties of requests that may be null, and makes optional lists and maps nullable: a list that
/// is set is sent, even if it is empty.
pub(super) fn take_nullable(document: &mut Value, direction: &Direction) -> Nullable {
    let copy = document["components"]["schemas"].clone();
    let mut nullable = Nullable::new();
    for (name, schema) in components::schemas_mut(document).filter(|(name, _)| !direction.has_response(name)) {
        let required = schema["required"].as_array().cloned().unwrap_or_default();
        let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else { continue };
        for (property, schema) in properties.iter_mut().filter(|(property, _)| !required.contains(&json!(property))) {
            if schema["nullable"] == true || components::follow(schema, &copy)["nullable"] == true {
                nullable.insert((name.clone(), field_name(property)));
            } else if schema["type"] == "array" || schema["type"] == "object" {
                schema["nullable"] = json!(true);
            }
        }
    }
    nullable
}

/// The only value of each type that has one, by the name of the type.
pub(super) type Constants = BTreeMap<String, TokenStream>;

pub(super) fn read_constants(input: &Input) -> Constants {
    let schemas = input.document["components"]["schemas"].as_object().into_iter().flatten();
    let others = schemas.filter_map(|(name, schema)| {
        let [value] = schema["enum"].as_array()?.as_slice() else { return None };
        let (ident, value) = (format_ident!("{name}"), value.to_string().parse::<TokenStream>().ok()?);
        Some((name.clone(), quote!(#ident(#value))))
    });
    others.chain(input.string_enums.iter().filter_map(StringEnum::only_value)).collect()
}

/// The constructor and the methods of a request. A field that may be null becomes `Option<Option<T>>`.
pub(super) fn constructor(
    item: &mut syn::ItemStruct,
    nullable: &Nullable,
    constants: &Constants,
    traits: Traits,
) -> Item {
    let ident = item.ident.clone();
    let Fields::Named(fields) = &mut item.fields else { return parse_quote!(impl #ident {}) };
    let names: BTreeSet<String> =
        fields.named.iter().filter_map(|field| Some(field.ident.as_ref()?.to_string())).collect();
    let (mut arguments, mut values, mut methods) = (BTreeMap::new(), Vec::new(), Vec::new());
    for field in &mut fields.named {
        let Some(name) = field.ident.clone() else { continue };
        let inner = argument_of(&field.ty, "Option").cloned();
        if !is_optional(field) {
            let constant = constants.get(&field.ty.to_token_stream().to_string()).cloned();
            let value = constant.unwrap_or_else(|| {
                let (argument, value) = argument(&name, &field.ty);
                arguments.insert(name.to_string(), argument);
                value
            });
            values.push(if name == value.to_string().as_str() { value } else { quote!(#name: #value) });
            continue;
        }
        values.push(quote!(#name: Default::default()));
        let (argument, value) = argument(&name, inner.as_ref().unwrap_or(&field.ty));
        let method = format_ident!("with_{}", name.to_string().trim_end_matches('_'));
        let value = if inner.is_some() { quote!(Some(#value)) } else { value };
        let deprecated = field.attrs.iter().find(|attribute| attribute.path().is_ident("deprecated")).cloned();
        if !nullable.contains(&(ident.to_string(), name.to_string())) {
            methods.push(quote!(#deprecated pub fn #method(mut self, #argument) -> Self { self.#name = #value; self }));
            continue;
        }
        let ty = &field.ty;
        field.ty = parse_quote!(Option<#ty>);
        if traits.deserialize {
            field.attrs.push(parse_quote!(#[serde(default, deserialize_with = "read_nullable")]));
        }
        let mut null = format_ident!("{method}_null");
        while names.contains(null.to_string().trim_start_matches("with_")) {
            null = format_ident!("{null}_value");
        }
        methods.push(quote! {
            #deprecated pub fn #method(mut self, #argument) -> Self { self.#name = Some(#value); self }
            #deprecated pub fn #null(mut self) -> Self { self.#name = Some(None); self }
        });
    }
    let arguments = arguments.values();
    parse_quote! {
        impl #ident {
            pub fn new(#(#arguments),*) -> Self { Self { #(#values),* } }
            #(#methods)*
        }
    }
}

/// The argument for a field, and the value of the field.
fn argument(name: &syn::Ident, ty: &Type) -> (TokenStream, TokenStream) {
    if is_type(ty, "String") {
        (quote!(#name: impl Into<String>), quote!(#name.into()))
    } else {
        (quote!(#name: #ty), quote!(#name))
    }
}

/// The function that reads a field which may be null, if there is such a field: null is a value, not a missing one.
pub(super) fn read_nullable(nullable: &Nullable) -> Option<Item> {
    (!nullable.is_empty()).then(|| {
        parse_quote! {
            fn read_nullable<'de, T: serde::Deserialize<'de>, D: serde::Deserializer<'de>>(
                from: D,
            ) -> Result<Option<T>, D::Error> {
                T::deserialize(from).map(Some)
            }
        }
    })
}

/// Whether the field may be missing in JSON.
fn is_optional(field: &syn::Field) -> bool {
    let mut items = field.attrs.iter().flat_map(serde_items);
    items.any(|item| item.path().is_ident("default") || item.path().is_ident("skip_serializing_if"))
}
