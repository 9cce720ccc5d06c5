//! Runs progenitor and typify. Everything that this crate assumes about the two is here, and `tests` below hold it.
//!
//! typify:
//! - Fields and types are sorted by name. A component keeps its name if [`crate::identifier::type_name`] made it, and
//!   [`crate::identifier`] makes the names of fields and variants as typify does.
//! - A component with a replacement is not converted: its schema is not read, and the path stands as it is given.
//! - A field that may be missing has `default` or `skip_serializing_if` in its serde attribute. A `required` name without
//!   a property is a field too, and additional properties are the field `extra` (`wire_names.rs`).
//! - A component that is an array or a number without limits is `struct Name(pub T)` (`limits.rs`).
//! - An enum with one value has one variant (`requests.rs`). A `oneOf` of objects with one required property each is an
//!   enum with these as its variants (`unions.rs`).
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
use progenitor::{GenerationSettings, Generator, InterfaceStyle};
use serde_json::{Value, json};
use syn::{Ident, ImplItem, Item, Type};

use super::tokens;
use super::types::{argument_of, doc_text};
use crate::diagnostic::{Diagnostic, Result, Stage};
use crate::response::INTEGER;
use crate::thread::message_of;

/// The path of the type for a component, by its name.
pub(super) type Replacements = Vec<(String, String)>;

/// An operation of progenitor's client.
pub(super) struct Method {
    pub(super) name: Ident,
    pub(super) docs: String,
    pub(super) builder: syn::ItemStruct,
    /// The type of the response.
    pub(super) success: Type,
}

/// The crates that generated code uses.
pub(super) const TYPES_CRATES: &[&str] = &["regress", "serde", "serde_json"];
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

/// The types of a document's components, as the content of a module that imports [`TYPES_CRATES`].
pub(super) fn types(mut document: Value, replacements: &Replacements) -> Result<TokenStream> {
    document["paths"] = json!({});
    let mut settings = settings(replacements)?;
    settings.with_interface(InterfaceStyle::Positional).with_derive("PartialEq");
    let code = run(document, &settings, |generator, document| {
        generator.generate_tokens(document)?;
        Ok(generator.get_type_space().to_stream())
    })?;
    Ok(with_short_paths(code, TYPES_CRATES, ""))
}

/// The operations of a document. Each component needs a replacement.
pub(super) fn operations(document: Value, replacements: &Replacements) -> Result<Vec<Method>> {
    let mut settings = settings(replacements)?;
    settings.with_interface(InterfaceStyle::Builder);
    let code = run(document, &settings, Generator::generate_tokens)?;
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
        return Err(broken("a method has no builder, or a builder has no `send`"));
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
        types => Err(broken(&format!("codegen/src/names/ has no name for `{types}`"))),
    }
}

/// The mocks of the operations, for a module in the module of the client. Each component needs a replacement.
pub(super) fn mocks(document: Value, replacements: &Replacements) -> Result<TokenStream> {
    let code =
        run(document, &settings(replacements)?, |generator, document| generator.httpmock(document, "super::super"))?;
    Ok(with_short_paths(code, CLIENT_CRATES, "::heygen_api::runtime::"))
}

/// `::std::option::Option` becomes `Option`, and `::serde::Serialize` becomes `serde::Serialize` with a prefix.
fn with_short_paths(code: TokenStream, crates: &[&str], prefix: &str) -> TokenStream {
    let prelude = PRELUDE.iter().map(|path| ((*path).to_owned(), path.rsplit("::").next().unwrap_or(path).to_owned()));
    let crates = crates.iter().map(|name| (format!("{name}::"), format!("{prefix}{name}::")));
    tokens::replace_paths(code, &prelude.chain(crates).collect::<Vec<_>>())
}

fn settings(replacements: &Replacements) -> Result<GenerationSettings> {
    let mut settings = GenerationSettings::default();
    let integer = serde_json::from_value(json!({ "type": "integer", "format": INTEGER }));
    let integer = integer.map_err(|error| broken(&format!("the schema of an integer: {error}")))?;
    settings.with_conversion(integer, "::heygen_api::runtime::Integer", std::iter::empty());
    for (name, path) in replacements {
        settings.with_replacement(name, path, std::iter::empty());
    }
    Ok(settings)
}

fn run(
    document: Value,
    settings: &GenerationSettings,
    generate: impl FnOnce(&mut Generator, &openapiv3::OpenAPI) -> std::result::Result<TokenStream, progenitor::Error>,
) -> Result<TokenStream> {
    let document: openapiv3::OpenAPI =
        serde_json::from_value(document).map_err(|error| broken(&format!("openapiv3: {error}")))?;
    match catch_unwind(AssertUnwindSafe(|| generate(&mut Generator::new(settings), &document))) {
        Ok(result) => result.map_err(|error| broken(&error.to_string())),
        Err(panic) => Err(broken(message_of(&*panic).unwrap_or("it panicked"))),
    }
}

/// Parses generated code.
pub(super) fn parse_file(code: TokenStream) -> Result<syn::File> {
    syn::parse2(code).map_err(|error| broken(&error.to_string()))
}

pub(super) fn broken(message: &str) -> Diagnostic {
    let message =
        format!("progenitor could not generate a client from the document after conversion to OpenAPI 3.0: {message}");
    let help = "rewrite what it rejects, with an overlay action or in codegen/";
    Diagnostic::new(Stage::Generating, "", message, help)
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    /// One operation that sends and receives the component `Video`.
    fn document() -> Value {
        let video =
            json!({ "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Video" } } } });
        let mut responses = json!({ "2XX": video });
        responses["2XX"]["description"] = json!("");
        let properties = json!({ "b": { "type": "string" }, "a": { "type": "array", "items": { "type": "string" } } });
        json!({
            "openapi": "3.0.3", "info": { "title": "t", "version": "1" },
            "paths": { "/a": { "post": { "operationId": "send", "requestBody": video, "responses": responses } } },
            "components": { "schemas": {
                "Video": { "type": "object", "properties": properties, "required": ["b"] },
                "Other": { "type": "object", "properties": { "video": { "$ref": "#/components/schemas/Video" } } },
            } },
        })
    }

    #[track_caller]
    fn assert_code(code: &TokenStream, present: &[&str], absent: &[&str]) {
        let code = code.to_string();
        present.iter().for_each(|text| assert!(code.contains(text), "{text:?} is not in {code}"));
        absent.iter().for_each(|text| assert!(!code.contains(text), "{text:?} is in {code}"));
    }

    #[test]
    fn types_have_no_builders_sorted_fields_and_marks_of_what_is_optional() {
        let types = types(document(), &Vec::new()).unwrap();
        let fields = "default , skip_serializing_if = \"Vec::is_empty\")] pub a : Vec < String > , pub b : String";
        let derives = "derive (serde :: Deserialize , serde :: Serialize , Clone , Debug , PartialEq)";
        assert_code(&types, &[fields, derives, "# [doc = \"`Video`\"]", "pub mod error {"], &["builder", "Client"]);
        assert!(types.to_string().find("struct Other") < types.to_string().find("struct Video"));
    }

    #[test]
    fn schemas_become_these_types() {
        let part = |name: &str, component: &str| {
            let reference = json!({ "$ref": format!("#/components/schemas/{component}") });
            json!({ "type": "object", "properties": { name: reference }, "required": [name] })
        };
        let mut document = document();
        document["components"]["schemas"] = json!({
            "List": { "type": "array", "items": { "type": "string" } },
            "Count": { "type": "integer", "format": "int64" },
            "Tag": { "type": "string", "enum": ["as-is"] },
            "Union": { "oneOf": [part("Photo", "Tag"), part("Url", "List")] },
            "Open": { "type": "object", "required": ["noProperty"], "additionalProperties": { "type": "boolean" } },
        });
        let present = [
            "pub struct List (pub Vec < String >)",
            "pub struct Count (pub i64)",
            "pub enum Tag { # [serde (rename = \"as-is\")] AsIs , }",
            "pub enum Union { Photo (Tag) , Url (List) , }",
            "# [serde (rename = \"noProperty\")] pub no_property : serde_json :: Value",
            "# [serde (flatten)] pub extra : :: std :: collections :: HashMap < String , bool >",
        ];
        assert_code(&types(document, &Vec::new()).unwrap(), &present, &[]);
    }

    #[test]
    fn parameters_bodies_and_responses_have_these_types() {
        let parameter = |name: &str, required: bool| json!({ "name": name, "in": "query", "required": required, "schema": { "type": "string" } });
        let bytes = json!({ "content": { "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } } });
        let mut document = document();
        document["components"] = json!({});
        document["paths"]["/a"] = json!({
            "get": { "operationId": "first", "parameters": [parameter("1st", true), parameter("b", false)],
                "responses": { "2XX": { "description": "" } } },
            "put": { "operationId": "second", "requestBody": bytes, "responses": {} },
        });
        let methods = operations(document, &Vec::new()).unwrap();
        let [Method { builder: one, success: empty, .. }, Method { builder: two, success: stream, .. }] = &methods[..]
        else {
            panic!("two operations")
        };
        let fields = "_1st : Result < String , String > , b : Result < Option < String > , String > , }";
        assert_code(&quote!(#empty #one), &["() #", fields], &[]);
        assert_code(&quote!(#stream #two), &["ByteStream #", "body : Result < reqwest :: Body , String > , }"], &[]);
    }

    #[test]
    fn a_replaced_component_is_not_read_and_leaves_no_type() {
        let mut document = document();
        document["components"]["schemas"]["Video"] = json!({});
        let video =
            vec![("Video".to_owned(), "types::Video".to_owned()), ("Other".to_owned(), "types::Other".to_owned())];
        let methods = operations(document.clone(), &video).unwrap();
        let [Method { name, docs, builder, success }] = methods.as_slice() else { panic!("one operation") };
        assert_code(
            &quote!(#name #docs #success),
            &["send \"Sends a `POST` request to `/a`\" types :: Video"],
            &["ignore"],
        );
        let fields = "{ client : & 'a super :: Client , body : Result < types :: Video , String > , }";
        assert_code(&quote!(#builder), &["# [derive (Debug , Clone)] pub struct Send", fields], &[]);
        assert_code(&mocks(document, &video).unwrap(), &["use super :: super :: *", "value : & types :: Video"], &[]);
    }

    #[test]
    fn what_progenitor_rejects_is_an_error_with_its_reason() {
        let mut document = document();
        document["paths"]["/a"]["post"]["parameters"] =
            json!([{ "in": "cookie", "name": "c", "schema": { "type": "string" } }]);
        let error = operations(document.clone(), &Vec::new()).err().unwrap();
        assert!(error.message.contains("cookie"), "{error}");
        // A panic.
        document["paths"]["/a"]["post"] = json!({ "operationId": "send", "responses": {
            "200": { "description": "", "content": { "application/json": { "schema": { "type": "string" } } } },
            "201": { "description": "", "content": { "application/json": { "schema": { "type": "boolean" } } } },
        } });
        assert!(operations(document, &Vec::new()).is_err());
    }
}
