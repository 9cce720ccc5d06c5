//! Runs progenitor and typify. Everything that this crate assumes about the two is here, and its tests hold it.
//!
//! typify:
//! - Fields and types are sorted by name. A component keeps its name if [`crate::identifier::type_name`] made it, and
//!   [`crate::identifier`] makes the names of fields and variants as typify does.
//! - A component with a replacement is not converted: its schema is not read, and the path is used as it is given. An
//!   untagged enum has `Display` if its variants have it.
//! - A field that may be missing has `default` or `skip_serializing_if` in its serde attribute. A `required` name without
//!   a property is a field too, and additional properties are the field `extra` (`wire_names.rs`).
//! - A component that is an array or a number without limits is `struct Name(pub T)` (`limits.rs`).
//! - A `oneOf` of objects with one required property each is an enum with these as its variants (`unions.rs`).
//! - A type without a description has its own name as documentation.
//!
//! progenitor:
//! - The types of [`InterfaceStyle::Positional`] have no builders. Those of a document without paths are all there is
//!   in the type space, and its stream is the content of a module `types`.
//! - The methods of the client and their builders have the same order, and each builder has `send()`. A builder has its
//!   `client`, and a field `Result<T, String>` for each parameter and the body, named by
//!   [`crate::identifier::parameter_name`]. `T` is an `Option` if the parameter is optional, and bytes or text are a
//!   `reqwest::Body`.
//! - `send()` returns `ResponseValue<T>`. `T` is `()` for a response without content, and `ByteStream` for bytes and for a
//!   response that is not documented.
//! - Mocks call `to_string` on the values of a query and of headers, and take bodies by reference (`mocks.rs`).
//! - What it does not support, such as cookies and several success responses, is an error or a panic.

use std::panic::{AssertUnwindSafe, catch_unwind};

use proc_macro2::TokenStream;
pub(super) use progenitor::TypeImpl;
use progenitor::{GenerationSettings, Generator, InterfaceStyle};
use quote::quote;
use serde_json::{Value, json};
use syn::{Ident, ImplItem, Item, Type};

use super::tokens;
use super::types::{argument_of, doc_text};
use crate::diagnostic::{Diagnostic, Result, Stage};
use crate::response::INTEGER;
use crate::thread::message_of;

/// The name of a component, the path of its type, and what typify needs to know of this type.
pub(super) type Replacements = Vec<(String, String, &'static [TypeImpl])>;

/// An operation of progenitor's client.
pub(super) struct Method {
    pub(super) name: Ident,
    pub(super) docs: String,
    pub(super) builder: syn::ItemStruct,
    /// The type of the response.
    pub(super) success: Type,
}

/// The crates that generated code uses.
const TYPES_CRATES: &[&str] = &["regress", "serde", "serde_json"];
const CLIENT_CRATES: &[&str] = &["httpmock", "regex", "regress", "serde_json"];

/// Names of the prelude that progenitor writes with their paths. No type has one of these names.
const PRELUDE: &[&str] = &[
    "std::convert::From",
    "std::convert::TryFrom",
    "std::convert::TryInto",
    "std::default::Default",
    "std::option::Option",
    "std::result::Result",
    "std::string::String",
    "std::vec::Vec",
];

/// The types of a document's components, as the content of a module. Only a `pattern` needs `regress`, a feature of
/// the client.
pub(super) fn generate_types(document: &Value, replacements: &Replacements) -> Result<TokenStream> {
    let document = json!({
        "openapi": document["openapi"], "info": document["info"], "paths": {}, "components": document["components"],
    });
    let mut settings = settings(replacements)?;
    settings.with_interface(InterfaceStyle::Positional).with_derive("PartialEq");
    let code = run_generator(document, &settings, |generator, document| {
        generator.generate_tokens(document)?;
        let types = generator.get_type_space();
        let (code, regress) = (types.to_stream(), types.uses_regress().then(|| quote! { regress, }));
        Ok(quote! {
            #[allow(unused_imports)]
            use ::heygen_api::runtime::{self, #regress serde, serde_json};
            #code
        })
    })?;
    Ok(with_short_paths(code, TYPES_CRATES, ""))
}

/// The operations of a document. Each component needs a replacement.
pub(super) fn generate_operations(document: Value, replacements: &Replacements) -> Result<Vec<Method>> {
    let mut settings = settings(replacements)?;
    settings.with_interface(InterfaceStyle::Builder);
    let code = run_generator(document, &settings, Generator::generate_tokens)?;
    let file = parse_file(with_short_paths(code, CLIENT_CRATES, "::heygen_api::runtime::"))?;
    let (mut methods, mut builders, mut successes) = (Vec::new(), Vec::new(), Vec::new());
    for item in file.items {
        match item {
            Item::Mod(module) if module.ident == "types" => ensure_no_types(module)?,
            Item::Mod(module) if module.ident == "builder" => {
                for item in module.content.into_iter().flat_map(|(_, items)| items) {
                    match item {
                        Item::Struct(item) => builders.push(item),
                        Item::Impl(item) => successes.extend(functions(item).filter_map(|send| success_type(&send))),
                        _ => {}
                    }
                }
            }
            Item::Impl(item) if item.trait_.is_none() => {
                methods.extend(functions(item).filter(|method| method.sig.receiver().is_some()));
            }
            _ => {}
        }
    }
    if methods.len() != builders.len() || methods.len() != successes.len() {
        return Err(generator_error("a method has no builder, or a builder has no `send`"));
    }
    let methods = methods.into_iter().zip(builders).zip(successes).map(|((method, builder), success)| {
        let docs: Vec<String> = method.attrs.iter().filter_map(doc_text).collect();
        // The example only repeats names.
        let docs = docs.concat().split("\n```ignore").next().unwrap_or_default().trim_end().to_owned();
        Method { name: method.sig.ident, docs, builder, success }
    });
    Ok(methods.collect())
}

fn functions(item: syn::ItemImpl) -> impl Iterator<Item = syn::ImplItemFn> {
    item.items.into_iter().filter_map(|item| match item {
        ImplItem::Fn(function) => Some(function),
        _ => None,
    })
}

/// `T` of `Result<ResponseValue<T>, Error<()>>`, which `send()` returns.
fn success_type(send: &syn::ImplItemFn) -> Option<Type> {
    let syn::ReturnType::Type(_, output) = &send.sig.output else { return None };
    argument_of(argument_of(output, "Result")?, "ResponseValue").cloned()
}

/// Every type has a name, so that the types are in the module `types`. Another one would have no derives.
fn ensure_no_types(module: syn::ItemMod) -> Result<()> {
    let items = module.content.into_iter().flat_map(|(_, items)| items);
    let types = items.filter_map(|item| match item {
        Item::Struct(syn::ItemStruct { ident, .. }) | Item::Enum(syn::ItemEnum { ident, .. }) => {
            Some(ident.to_string())
        }
        _ => None,
    });
    match types.collect::<Vec<_>>().join("`, `") {
        types if types.is_empty() => Ok(()),
        types => Err(generator_error(&format!("codegen/src/names.rs has no name for `{types}`"))),
    }
}

/// The mocks of the operations, for a module in the module of the client. Each component needs a replacement.
pub(super) fn generate_mocks(document: Value, replacements: &Replacements) -> Result<TokenStream> {
    let code = run_generator(document, &settings(replacements)?, |generator, document| {
        generator.httpmock(document, "super::super")
    })?;
    Ok(with_short_paths(code, CLIENT_CRATES, "::heygen_api::runtime::"))
}

/// `::std::option::Option` becomes `Option`, and `::serde::Serialize` becomes `serde::Serialize` with a prefix. The runtime
/// has the type of typify's module `error`.
fn with_short_paths(code: TokenStream, crates: &[&str], prefix: &str) -> TokenStream {
    let prelude = PRELUDE.iter().map(|path| ((*path).to_owned(), path.rsplit("::").next().unwrap_or(path).to_owned()));
    let crates = crates.iter().map(|name| (format!("{name}::"), format!("{prefix}{name}::")));
    let error = [("self::error::".to_owned(), "runtime::".to_owned())];
    tokens::replace_paths(code, &prelude.chain(crates).chain(error).collect::<Vec<_>>())
}

fn settings(replacements: &Replacements) -> Result<GenerationSettings> {
    let mut settings = GenerationSettings::default();
    let integer = serde_json::from_value(json!({ "type": "integer", "format": INTEGER }));
    let integer = integer.map_err(|error| generator_error(&format!("the schema of an integer: {error}")))?;
    settings.with_conversion(integer, "::heygen_api::runtime::Integer", std::iter::empty());
    for (name, path, impls) in replacements {
        settings.with_replacement(name, path, impls.iter().cloned());
    }
    Ok(settings)
}

fn run_generator(
    document: Value,
    settings: &GenerationSettings,
    generate: impl FnOnce(&mut Generator, &openapiv3::OpenAPI) -> std::result::Result<TokenStream, progenitor::Error>,
) -> Result<TokenStream> {
    let document: openapiv3::OpenAPI =
        serde_json::from_value(document).map_err(|error| generator_error(&format!("openapiv3: {error}")))?;
    match catch_unwind(AssertUnwindSafe(|| generate(&mut Generator::new(settings), &document))) {
        Ok(result) => result.map_err(|error| generator_error(&error.to_string())),
        Err(panic) => Err(generator_error(message_of(&*panic).unwrap_or("it panicked"))),
    }
}

/// Parses generated code.
pub(super) fn parse_file(code: TokenStream) -> Result<syn::File> {
    syn::parse2(code).map_err(|error| generator_error(&error.to_string()))
}

pub(super) fn generator_error(message: &str) -> Diagnostic {
    let message =
        format!("progenitor could not generate a client from the document after conversion to OpenAPI 3.0: {message}");
    let help = "rewrite what it rejects, with an overlay action or in codegen/";
    Diagnostic::new(Stage::Generating, "", message, help)
}

#[cfg(test)]
mod tests;
