//! Generates the client: a method and a builder for each operation.
//!
//! The documentation and the types come from progenitor. The setters and `send()` are written here, because progenitor's
//! setters drop the reason why a value cannot be converted, and its `send()` ends in a `match` that loses what the
//! runtime knows.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use serde_json::Value;
use syn::{Attribute, Ident, Item, Type, parse_quote};

use super::progenitor::{self, Method, generator_error};
use super::types::argument_of;
use super::{Input, wire_names::WireNames};
use crate::diagnostic::Result;
use crate::document::{self, Operation, RETIREMENT};
use crate::identifier::{field_name, parameter_name};
use crate::operations::{SEPARATOR, SERVER};

/// The items of the client, without the module `types`.
pub(super) fn generate(input: &Input) -> Result<Vec<Item>> {
    let operations = document::operations(&input.document);
    let operations: BTreeMap<_, _> = operations
        .map(|operation| (field_name(operation.value["operationId"].as_str().unwrap_or_default()), operation))
        .collect();
    let (mut methods, mut builders) = (Vec::new(), Vec::new());
    for Method { name, docs, builder, success } in
        progenitor::generate_operations(input.without_schemas(), &input.replacements("types::"))?
    {
        let operation =
            operations.get(&name.to_string()).ok_or_else(|| generator_error(&format!("unknown method `{name}`")))?;
        let deprecated = deprecation(operation.value);
        let ident = &builder.ident;
        methods.push(quote! {
            #[doc = #docs]
            #deprecated
            pub fn #name(&self) -> builder::#ident { builder::#ident::new(&self.0) }
        });
        builders.push(builder_items(operation, &builder, &success, &input.wire_names)?);
    }
    let methods = (!methods.is_empty()).then(|| quote!(impl Client { #(#methods)* }));
    let file = progenitor::parse_file(quote! {
        /// The operations of HeyGen's documents. `Client::from(&client)` creates it from a client of the crate
        /// `heygen-api`, and uses its API key, connections, retries and limits.
        #[derive(Clone, Debug)]
        pub struct Client(::heygen_api::runtime::Client);
        impl From<&::heygen_api::runtime::Client> for Client {
            fn from(client: &::heygen_api::runtime::Client) -> Self {
                Self(client.clone())
            }
        }
        #methods
        /// Types for composing operation parameters.
        #[allow(clippy::all)]
        #[allow(deprecated, missing_docs)]
        pub mod builder {
            use super::types;
            use ::heygen_api::runtime;
            #(#builders)*
        }
    })?;
    Ok(file.items)
}

/// A parameter of an operation, or its body.
struct Field<'d> {
    name: Ident,
    ty: Type,
    is_optional: bool,
    /// `None` for the body.
    parameter: Option<&'d Value>,
}

/// The builder of an operation. It owns its client, so that it can be sent to another task.
fn builder_items(
    operation: &Operation<'_>,
    builder: &syn::ItemStruct,
    success: &Type,
    wire_names: &WireNames,
) -> Result<TokenStream> {
    let (ident, derives) =
        (&builder.ident, builder.attrs.iter().filter(|attribute| attribute.path().is_ident("derive")));
    let fields = builder.fields.iter().filter(|field| field.ident.as_ref().is_some_and(|name| name != "client"));
    let fields = fields.map(|field| read_field(operation, field)).collect::<Option<Vec<_>>>();
    let documented = operation.value["parameters"].as_array().map_or(0, Vec::len);
    let fields = fields.filter(|fields| fields.iter().filter(|field| field.parameter.is_some()).count() == documented);
    let fields =
        fields.ok_or_else(|| generator_error(&format!("the builder `{ident}` has other fields than the document")))?;

    let content = operation.value["requestBody"]["content"].as_object().and_then(|content| content.keys().next());
    let media = content.map(String::as_str).unwrap_or_default();
    let (mut types, mut values, mut setters) = (Vec::new(), Vec::new(), Vec::new());
    for field in &fields {
        let Field { name, ty, is_optional, parameter } = field;
        types.push(if *is_optional { quote!(Result<Option<#ty>, String>) } else { quote!(Result<#ty, String>) });
        let missing = format!("{name} was not initialized");
        values.push(if *is_optional { quote!(Ok(None)) } else { quote!(Err(#missing.to_string())) });
        setters.push(setter_method(field, parameter.is_none() && media == "text/plain"));
    }
    let names: Vec<_> = fields.iter().map(|field| &field.name).collect();
    let send = send_method(operation, &fields, media, success, wire_names);
    Ok(quote! {
        #(#derives)*
        pub struct #ident { client: runtime::Client, #(#names: #types,)* }
        impl #ident {
            pub(super) fn new(client: &runtime::Client) -> Self {
                Self { client: client.clone(), #(#names: #values,)* }
            }
            #(#setters)*
            #send
        }
    })
}

/// Reads a field `name: Result<T, String>` of progenitor's builder.
fn read_field<'d>(operation: &Operation<'d>, field: &syn::Field) -> Option<Field<'d>> {
    let name = field.ident.clone()?;
    let ty = argument_of(&field.ty, "Result")?;
    let mut parameters = operation.value["parameters"].as_array().into_iter().flatten();
    let parameter =
        parameters.find(|parameter| parameter["name"].as_str().is_some_and(|it| name == parameter_name(it)));
    let inner = argument_of(ty, "Option").filter(|_| parameter.is_some());
    let is_bytes = ty.to_token_stream().to_string() == "reqwest :: Body";
    let ty = if is_bytes { parse_quote!(runtime::reqwest::Body) } else { inner.unwrap_or(ty).clone() };
    (parameter.is_some() || name == "body").then_some(Field { name, ty, is_optional: inner.is_some(), parameter })
}

fn setter_method(field: &Field<'_>, is_text: bool) -> TokenStream {
    let Field { name, ty, is_optional, parameter } = field;
    let deprecated = parameter.and_then(deprecation);
    let (source, map) = match (is_text, is_optional) {
        (true, _) => (parse_quote!(String), quote!(.map(Into::into))),
        (_, true) => (ty.clone(), quote!(.map(Some))),
        _ => (ty.clone(), quote!()),
    };
    let message = format!("`{name}` is not valid: {{error}}");
    quote! {
        #deprecated
        pub fn #name<V>(mut self, value: V) -> Self
        where
            V: TryInto<#source>,
            V::Error: ::std::fmt::Display,
        {
            self.#name = value.try_into() #map .map_err(|error| format!(#message));
            self
        }
    }
}

fn send_method(
    operation: &Operation<'_>,
    fields: &[Field<'_>],
    media: &str,
    success: &Type,
    wire_names: &WireNames,
) -> TokenStream {
    let (mut path_values, mut headers, mut queries) = (Vec::new(), Vec::new(), Vec::new());
    let mut body = None;
    for Field { name, parameter, is_optional, .. } in fields {
        let wire_name =
            parameter.and_then(|parameter| parameter["name"].as_str()).map(|name| wire_names.original(name));
        match (parameter.and_then(|parameter| parameter["in"].as_str()), is_optional) {
            (Some("path"), _) => path_values.push(quote!(&#name.to_string())),
            (Some("query"), _) => queries.push(match parameter.and_then(|parameter| parameter[SEPARATOR].as_str()) {
                Some(separator) => quote!(.joined_query(#wire_name, #separator, &#name)),
                None => quote!(.query(#wire_name, &#name)),
            }),
            (Some(_), false) => headers.push(quote!(.header(#wire_name, #name.to_string()))),
            (Some(_), true) => {
                headers.push(quote!(.optional_header(#wire_name, #name.map(|value| value.to_string()))));
            }
            (None, _) => {
                body = Some(match media {
                    "application/json" => quote!(.json(&body)),
                    "application/x-www-form-urlencoded" => quote!(.form(&body)),
                    _ => {
                        headers.insert(0, quote!(.header("content-type", #media)));
                        quote!(.bytes(body))
                    }
                });
            }
        }
    }
    let (body_type, send) = match success.to_token_stream().to_string().as_str() {
        "()" => (quote!(()), quote!(send_empty)),
        "ByteStream" => (quote!(runtime::ByteStream), quote!(send_stream)),
        _ => (quote!(#success), quote!(send)),
    };
    let text = |key: &str| operation.value[key].as_str();
    let id = field_name(text("operationId").unwrap_or_default());
    let method = format_ident!("{}", operation.method.to_uppercase());
    let server = text(SERVER).map_or(quote!(super::BASE_URL), |server| quote!(#server));
    // A fragment is not sent.
    let path = template(operation.path);
    let path = path.split('#').next();
    let retirement = &operation.value[RETIREMENT];
    let retirement = retirement["sunset"].as_str().zip(retirement["replacement"].as_str());
    let retired = retirement.map(|(sunset, replacement)| quote!(.retired(#sunset, #replacement)));
    let names: Vec<_> = fields.iter().map(|field| &field.name).collect();
    quote! {
        pub async fn send(self) -> Result<runtime::Response<#body_type>, runtime::Error> {
            static OPERATION: runtime::Operation =
                runtime::Operation::new(#id, runtime::Method::#method, #server, #path) #retired;
            let Self { client, #(#names,)* } = self;
            #(let #names = #names.map_err(runtime::invalid_request)?;)*
            runtime::request(&client, &OPERATION, &[#(#path_values),*]) #(#headers)* #body #(#queries)* .#send().await
        }
    }
}

/// The path with `{}` for each value.
fn template(path: &str) -> String {
    path.split_inclusive(['{', '}']).map(|part| if part.ends_with('}') { "}" } else { part }).collect()
}

/// `#[deprecated]`, with the replacement and the date that the overlay knows. `None` if it is not deprecated.
pub(super) fn deprecation(documented: &Value) -> Option<Attribute> {
    let retirement = &documented[RETIREMENT];
    let sunset = retirement["sunset"].as_str().map(|sunset| format!("end of life: {sunset}"));
    let replacement = retirement["replacement"].as_str().map(|replacement| format!("use {replacement}"));
    let note = sunset.into_iter().chain(replacement).collect::<Vec<_>>().join("; ");
    let attribute =
        if note.is_empty() { parse_quote!(#[deprecated]) } else { parse_quote!(#[deprecated(note = #note)]) };
    (documented["deprecated"] == true).then_some(attribute)
}
