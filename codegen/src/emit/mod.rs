//! Generates Rust from the prepared document: runs progenitor, and adds what it has no setting for.

mod constants;
mod constructor;
pub(crate) mod docs;
mod duplicates;
mod generator;
mod limits;
mod missing_docs;
mod mocks;
mod open_enums;
mod operations;
mod order;
mod print;
mod rejected;
mod replacements;
mod tokens;
mod types;
mod unions;
mod wire_names;

use proc_macro2::TokenStream;
use progenitor::{GenerationSettings, Generator, InterfaceStyle};
use quote::quote;
use serde_json::{Value, json};

use crate::diagnostic::{Diagnostic, Result};
use crate::document::Corrected;
use crate::names::ALIASES;
use crate::response::INTEGER;
use generator::broken;
use limits::Limit;
use open_enums::OpenEnum;
use replacements::Replacement;
use wire_names::WireNames;

pub(crate) use print::lines;
pub(crate) use rejected::skip_what_fails;

/// The document for progenitor, and what is added to its output.
struct Input {
    document: Value,
    replacements: Vec<Replacement>,
    limits: Vec<Limit>,
    unions: Vec<String>,
    open_enums: Vec<OpenEnum>,
    wire_names: WireNames,
}

impl Input {
    fn of(prepared: &Value) -> Self {
        let mut document = prepared.clone();
        let open_enums = open_enums::of(&document);
        let unions = unions::take(&mut document);
        let replacements = replacements::take(&mut document);
        let limits = limits::take(&mut document);
        let wire_names = WireNames::take(&mut document);
        unions::fill_in_constants(&mut document);
        Self { document, replacements, limits, unions, open_enums, wire_names }
    }

    fn settings(&self) -> Result<GenerationSettings> {
        let mut settings = GenerationSettings::default();
        settings.with_interface(InterfaceStyle::Builder).with_derive("PartialEq");
        let integer = serde_json::from_value(json!({ "type": "integer", "format": INTEGER }));
        let integer = integer.map_err(|error| broken(&format!("the schema of an integer: {error}")))?;
        settings.with_conversion(integer, "::heygen_api::runtime::Integer", std::iter::empty());
        for replacement in &self.replacements {
            settings.with_replacement(&replacement.name, &replacement.path, std::iter::empty());
        }
        for open_enum in &self.open_enums {
            settings.with_replacement(&open_enum.name, open_enum.path(), std::iter::empty());
        }
        Ok(settings)
    }
}

/// Generates the client for a prepared document.
pub(crate) fn client(documents: &[Corrected], prepared: &Value, warnings: &mut Vec<Diagnostic>) -> Result<syn::File> {
    let constants = constants::constants(documents, prepared)?;
    let input = Input::of(prepared);
    let settings = input.settings()?;
    let client = generator::run(input.document.clone(), &settings, Generator::generate_tokens)?;
    let client = operations::rewrite_client(client, prepared)?;
    let mock = generator::run(mocks::mockable(input.document.clone()), &settings, |generator, document| {
        generator.httpmock(document, "super::super")
    });
    // The client is complete without mocks, so their failure is only a warning.
    let mock = mock.unwrap_or_else(|error| {
        warnings.push(error);
        TokenStream::new()
    });
    let (client, mock) = (input.wire_names.restore(client), input.wire_names.restore(mock));
    let limits = input.replacements.iter().flat_map(Replacement::limits);
    let tokens = quote! {
        #constants
        #(#limits)*
        #client
        /// Typed mocks of every operation, for `httpmock`.
        #[cfg(feature = "mock")]
        pub mod mock { #mock }
    };
    let tokens = tokens::with_runtime_crates(tokens);
    let mut file: syn::File = syn::parse2(tokens).map_err(|error| broken(&error.to_string()))?;
    duplicates::check(&file)?;
    if let Some(items) = types::module(&mut file) {
        limits::apply(&input.limits, items);
        unions::apply(&input.unions, items)?;
        for open_enum in &input.open_enums {
            items.extend(open_enum.items()?);
        }
    }
    for item in types::items(&mut file) {
        types::make_non_exhaustive(item);
        types::derive_json_schema(item);
    }
    if let Some(items) = types::module(&mut file) {
        types::add_aliases(&prepared["components"][ALIASES], items);
        // Its arguments are sorted by name: a new order in the document must not swap two of the same type.
        constructor::apply(prepared, items);
        order::apply(&input.document, items);
    }
    missing_docs::add(&input.document, &mut file);
    for replacement in &input.replacements {
        replacement.check(&mut file)?;
    }
    Ok(file)
}
