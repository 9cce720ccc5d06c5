//! Runs progenitor and typify. Every assumption about the two is stated here, and `tests` below holds each.
//!
//! - A component with a replacement is not converted: its schema is not read, and the path stands as it is given.
//! - The types of [`InterfaceStyle::Positional`] have no builders. Those of a document without paths are all there is
//!   in the type space, and its stream is the content of a module `types`.
//! - Fields and types are sorted by name. A component keeps its name if [`crate::identifier::type_name`] made it.
//! - A field that may be missing has `default` or `skip_serializing_if` in its serde attribute.
//! - A type without a description has its own name as documentation.
//! - A setter of an operation is generic over `V` or `B`, and drops the reason why a conversion failed.
//! - What it does not support is an error or a panic.

use std::panic::{AssertUnwindSafe, catch_unwind};

use proc_macro2::{TokenStream, TokenTree};
use progenitor::{GenerationSettings, Generator, InterfaceStyle};
use quote::quote;
use serde_json::{Value, json};

use super::tokens;
use crate::diagnostic::{Diagnostic, Result, Stage};
use crate::response::INTEGER;
use crate::thread::message_of;

/// The path of the type for a component, by its name.
pub(super) type Replacements = Vec<(String, String)>;

/// The types of a document's components, as the content of a module.
pub(super) fn types(mut document: Value, replacements: &Replacements) -> Result<TokenStream> {
    document["paths"] = json!({});
    let mut settings = settings(replacements)?;
    settings.with_interface(InterfaceStyle::Positional).with_derive("PartialEq");
    run(document, &settings, |generator, document| {
        generator.generate_tokens(document)?;
        Ok(with_imported_crates(generator.get_type_space().to_stream()))
    })
}

/// The client with its operations. Each component needs a replacement.
pub(super) fn operations(document: Value, replacements: &Replacements) -> Result<TokenStream> {
    let mut settings = settings(replacements)?;
    settings.with_interface(InterfaceStyle::Builder);
    run(document, &settings, Generator::generate_tokens)
}

/// The mocks of the operations, for a module in the module of the client. Each component needs a replacement.
pub(super) fn mocks(document: Value, replacements: &Replacements) -> Result<TokenStream> {
    run(document, &settings(replacements)?, |generator, document| generator.httpmock(document, "super::super"))
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
        Ok(result) => result.map(shorten_paths).map_err(|error| broken(&error.to_string())),
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

/// Names of the prelude that generated code writes with their paths. No type has one of these names.
const PRELUDE: &[(&str, &str)] = &[
    ("convert", "From"),
    ("convert", "TryFrom"),
    ("convert", "TryInto"),
    ("default", "Default"),
    ("option", "Option"),
    ("result", "Result"),
    ("string", "String"),
    ("vec", "Vec"),
];

/// Shortens the paths of names of the prelude: `::std::option::Option` becomes `Option`.
fn shorten_paths(code: TokenStream) -> TokenStream {
    tokens::rewrite(code, &|tokens| match tokens {
        [TokenTree::Literal(literal), ..] => {
            let text = literal.to_string();
            let path = text.strip_prefix("\"::std::")?.strip_suffix('"')?;
            let (module, rest) = path.split_once("::")?;
            let name = rest.split("::").next()?;
            PRELUDE.contains(&(module, name)).then(|| (1, quote!(#rest)))
        }
        [TokenTree::Punct(first), TokenTree::Punct(_), rest @ ..] if first.as_char() == ':' => {
            prelude_name(rest).map(|name| (9, quote!(#name)))
        }
        path => prelude_name(path).map(|name| (7, quote!(#name))),
    })
}

/// Crates that the module `types` imports from the runtime.
pub(super) const IMPORTED: &[&str] = &["regress", "serde", "serde_json"];

/// `::serde::Serialize` becomes `serde::Serialize`.
fn with_imported_crates(code: TokenStream) -> TokenStream {
    tokens::rewrite(code, &|tokens| match tokens {
        [TokenTree::Punct(one), TokenTree::Punct(two), TokenTree::Ident(name), ..]
            if one.as_char() == ':' && two.as_char() == ':' =>
        {
            IMPORTED.iter().any(|known| name == known).then(|| (3, quote!(#name)))
        }
        [TokenTree::Literal(literal), ..] => {
            let text = literal.to_string();
            let path = text.strip_prefix("\"::")?.strip_suffix('"')?;
            IMPORTED.contains(&path.split("::").next()?).then(|| (1, quote!(#path)))
        }
        _ => None,
    })
}

/// The name of the prelude at the start of these tokens, which have its path: `std::option::Option`.
fn prelude_name(tokens: &[TokenTree]) -> Option<&proc_macro2::Ident> {
    let [TokenTree::Ident(std), a, b, TokenTree::Ident(module), c, d, TokenTree::Ident(name), ..] = tokens else {
        return None;
    };
    let is_path = std == "std" && [a, b, c, d].iter().all(|token| token.to_string() == ":");
    (is_path && PRELUDE.iter().any(|known| module == known.0 && name == known.1)).then_some(name)
}

#[cfg(test)]
mod tests {
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
    fn a_replaced_component_is_not_read_and_leaves_no_type() {
        let mut document = document();
        document["components"]["schemas"]["Video"] = json!({});
        let video =
            vec![("Video".to_owned(), "types::Video".to_owned()), ("Other".to_owned(), "types::Other".to_owned())];
        let code = operations(document.clone(), &video).unwrap();
        assert_code(&code, &["body : Result < types :: Video , String >"], &["struct Video", "body_map"]);
        let setter = "V : std :: convert :: TryInto < types :: Video >";
        let setter = setter.replace("std :: convert :: ", "");
        assert_code(&code, &[&setter, ". map_err (| _ | \"conversion to `types :: Video` for body failed\""], &[]);
        assert_code(&mocks(document, &video).unwrap(), &["use super :: super :: *", "value : & types :: Video"], &[]);
    }

    #[test]
    fn what_progenitor_rejects_is_an_error_with_its_reason() {
        let mut document = document();
        document["paths"]["/a"]["post"]["parameters"] =
            json!([{ "in": "cookie", "name": "c", "schema": { "type": "string" } }]);
        assert!(operations(document.clone(), &Vec::new()).unwrap_err().message.contains("cookie"));
        // A panic.
        document["paths"]["/a"]["post"] = json!({ "operationId": "send", "responses": {
            "200": { "description": "", "content": { "application/json": { "schema": { "type": "string" } } } },
            "201": { "description": "", "content": { "application/json": { "schema": { "type": "boolean" } } } },
        } });
        assert!(operations(document, &Vec::new()).is_err());
    }
}
