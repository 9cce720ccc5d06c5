//! From the prepared document to Rust: progenitor, then the few things that it has no setting for.

use std::panic::{AssertUnwindSafe, catch_unwind};

use proc_macro2::TokenStream;
use progenitor::{GenerationSettings, Generator, HooksMode, InterfaceStyle};
use quote::{format_ident, quote};
use serde_json::{Value, json};

use super::names::REPLACE;
use super::problem::{Problem, Result, Stage};
use super::{left_out, limits, mock, patch, sides, walk};

/// Generates the client for a document that all other steps have prepared.
pub fn generate(mut document: Value, facts: &TokenStream) -> Result<(syn::File, Vec<Problem>)> {
    let replacements = take_replacements(&mut document);
    let limits_of_types = limits::take(&mut document);
    let settings = settings(&replacements);
    let client = progenitor(document.clone(), &settings, Generator::generate_tokens)?;
    let client = patch::url(patch::decode(client));
    let mock = progenitor(mock::mockable(document), &settings, |generator, document| {
        generator.httpmock(document, "crate::generated")
    });
    // Without it users' tests lack a convenience, and the client nothing.
    let (mock, warnings) = match mock {
        Ok(mock) => (mock, Vec::new()),
        Err(problem) => (TokenStream::new(), vec![problem]),
    };
    let limits = replacements.iter().flat_map(Replacement::limits);
    let tokens = quote! {
        #facts
        #(#limits)*
        #client
        /// Typed mocks of every operation, for `httpmock`.
        #[cfg(feature = "mock")]
        pub mod mock { #mock }
    };
    let mut file: syn::File = syn::parse2(tokens).map_err(|error| broken(&error.to_string()))?;
    // Names are re-exported one by one: nobody can use the prelude of a private module.
    file.items.retain(|item| !matches!(item, syn::Item::Mod(module) if module.ident == "prelude"));
    for item in types(&mut file) {
        open_to_growth(item);
        has_schema(item);
    }
    if let Some(items) = types_module(&mut file) {
        limits::apply(&limits_of_types, items);
    }
    for replacement in &replacements {
        replacement.check(&mut file)?;
    }
    Ok((file, warnings))
}

fn settings(replacements: &[Replacement]) -> GenerationSettings {
    let mut settings = GenerationSettings::default();
    settings
        .with_interface(InterfaceStyle::Builder)
        .with_hooks(HooksMode::Expected)
        .with_inner_type(quote!(crate::http::Context))
        .with_derive("PartialEq");
    for replacement in replacements {
        settings.with_replacement(&replacement.name, &replacement.path, std::iter::empty());
    }
    settings
}

/// The last resort: where progenitor refuses the whole document, the operations that it refuses alone are left out.
pub fn leave_out_what_fails(document: &mut Value) -> Result<Vec<Problem>> {
    let fails = |document: &Value| {
        let mut document = document.clone();
        let replacements = take_replacements(&mut document);
        progenitor(document, &settings(&replacements), Generator::generate_tokens).err()
    };
    let Some(whole) = fails(document) else { return Ok(Vec::new()) };
    let mut warnings = Vec::new();
    let mut copy = document.clone();
    for (pointer, method, operation) in walk::operations(&mut copy) {
        let mut alone = document.clone();
        let path = walk::unescape(pointer.split('/').nth(2).unwrap_or_default());
        alone["paths"] = json!({ &path: { &method: operation } });
        sides::prune(&mut alone);
        if let Some(problem) = fails(&alone) {
            left_out::remove(document, &pointer);
            let told = left_out::told(&pointer, &method, operation);
            warnings.push(left_out::warning(&pointer, format!("{told} is left out: {}", problem.what)));
        }
    }
    sides::prune(document);
    // What fails only together is not to be mended by leaving out.
    if warnings.is_empty() || fails(document).is_some() { Err(whole) } else { Ok(warnings) }
}

fn broken(what: &str) -> Problem {
    Problem::new(
        Stage::Generating,
        "",
        format!("progenitor could not make a client of the prepared document: {what}"),
        "find the construct in tests/snapshots/document.json, and rewrite it in an overlay or in build/",
    )
}

/// Runs progenitor, which panics on much that it cannot do.
fn progenitor(
    document: Value,
    settings: &GenerationSettings,
    run: impl FnOnce(&mut Generator, &openapiv3::OpenAPI) -> std::result::Result<TokenStream, progenitor::Error>,
) -> Result<TokenStream> {
    let document: openapiv3::OpenAPI =
        serde_json::from_value(document).map_err(|error| broken(&format!("openapiv3: {error}")))?;
    let generate = AssertUnwindSafe(|| run(&mut Generator::new(settings), &document));
    match catch_unwind(generate) {
        Ok(result) => result.map_err(|error| broken(&error.to_string())),
        Err(panic) => {
            let said = panic.downcast_ref::<String>().map(String::as_str);
            Err(broken(said.or(panic.downcast_ref::<&str>().copied()).unwrap_or("it panicked")))
        }
    }
}

/// A component that a hand-written type stands for.
struct Replacement {
    name: String,
    path: String,
    schema: Value,
}

fn take_replacements(document: &mut Value) -> Vec<Replacement> {
    let schemas = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
    schemas
        .into_iter()
        .flatten()
        .filter_map(|(name, schema)| {
            let Some(Value::String(path)) = schema.as_object_mut()?.remove(REPLACE) else { return None };
            Some(Replacement { name: name.clone(), path, schema: schema.clone() })
        })
        .collect()
}

impl Replacement {
    /// The document's limits as constants, `IMAGE_KEYS_MAX` for `maxItems` of `ImageKeys`.
    fn limits(&self) -> Vec<TokenStream> {
        [("minItems", "MIN"), ("maxItems", "MAX")]
            .into_iter()
            .filter_map(|(keyword, suffix)| {
                let value = usize::try_from(self.schema.get(keyword)?.as_u64()?).ok()?;
                let name = format_ident!("{}_{suffix}", shout(&self.name));
                let doc = format!("`{keyword}` of `{}`, from the corrected document.", self.name);
                Some(quote! { #[doc = #doc] pub const #name: usize = #value; })
            })
            .collect()
    }

    /// The replacement fails open: without this check a list could become a plain `Vec<String>` again.
    fn check(&self, file: &mut syn::File) -> Result<()> {
        let path: syn::Path = syn::parse_str(&self.path).map_err(|error| broken(&format!("{}: {error}", self.path)))?;
        let path = quote!(#path).to_string();
        let stands = types(file).any(|item| match item {
            syn::Item::Struct(item) => item.fields.iter().any(|field| {
                let ty = &field.ty;
                quote!(#ty).to_string().contains(&path)
            }),
            _ => false,
        });
        if stands {
            return Ok(());
        }
        Err(broken(&format!("`{}` does not stand in the generated types, though `{}` names it", self.path, self.name)))
    }
}

fn shout(name: &str) -> String {
    let mut out = String::new();
    for (index, c) in name.char_indices() {
        if c.is_uppercase() && index > 0 {
            out.push('_');
        }
        out.extend(c.to_uppercase());
    }
    out
}

/// The generated `types` module.
fn types_module(file: &mut syn::File) -> Option<&mut Vec<syn::Item>> {
    file.items.iter_mut().find_map(|item| match item {
        syn::Item::Mod(module) if module.ident == "types" => module.content.as_mut().map(|(_, items)| items),
        _ => None,
    })
}

fn types(file: &mut syn::File) -> impl Iterator<Item = &mut syn::Item> {
    types_module(file).into_iter().flatten()
}

/// `#[non_exhaustive]`: a field or variant that HeyGen adds breaks nobody.
fn open_to_growth(item: &mut syn::Item) {
    let (visibility, attributes) = match item {
        syn::Item::Struct(item) if item.fields.iter().all(|field| field.ident.is_some()) => {
            (&item.vis, &mut item.attrs)
        }
        syn::Item::Enum(item) => (&item.vis, &mut item.attrs),
        _ => return,
    };
    if matches!(visibility, syn::Visibility::Public(_)) {
        attributes.push(syn::parse_quote!(#[non_exhaustive]));
    }
}

/// JSON Schema, where the feature is on.
fn has_schema(item: &mut syn::Item) {
    let attributes = match item {
        syn::Item::Struct(item) => &mut item.attrs,
        syn::Item::Enum(item) => &mut item.attrs,
        _ => return,
    };
    attributes.push(syn::parse_quote!(#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]));
}
