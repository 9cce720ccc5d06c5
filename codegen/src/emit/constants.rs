//! Facts of the documents that the hand-written layer needs, as Rust constants: a fact stands once.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use crate::adapt::bodies;
use crate::diagnostic::{Diagnostic, Result, Stage};
use crate::document::merge::Named;
use crate::document::visit;

/// The overlay's extension for an operation that HeyGen retires: `{ "sunset": DATE, "replacement": OPERATION }`.
const RETIREMENT: &str = "x-retirement";

/// `BASE_URL`, `DOCUMENTS`, `RETIREMENTS` and `MAY_BE_EMPTY`.
pub fn constants(documents: &[Named], prepared: &Value) -> Result<TokenStream> {
    let base_url = prepared.pointer("/servers/0/url").and_then(Value::as_str).ok_or_else(|| {
        let remedy = "add the server with an overlay action";
        Diagnostic::new(Stage::Generating, "/servers/0/url", "the document names no server", remedy)
    })?;
    let documents = documents.iter().map(|Named { file, document }| {
        let info = |key: &str| document["info"][key].as_str().unwrap_or_default();
        let (title, version) = (info("title"), info("version"));
        quote! { crate::Document { file: #file, title: #title, version: #version } }
    });
    let mut prepared = prepared.clone();
    let mut may_be_empty = Vec::new();
    for (.., operation) in visit::operations(&mut prepared) {
        if operation["responses"]["2XX"][bodies::MAY_BE_EMPTY] == true {
            may_be_empty.extend(operation["operationId"].as_str().map(str::to_owned));
        }
    }
    let retirements = visit::operations(&mut prepared).filter_map(|(_, _, operation)| {
        let id = operation["operationId"].as_str()?;
        let retirement = operation.get(RETIREMENT)?;
        let (sunset, replacement) = (retirement["sunset"].as_str()?, retirement["replacement"].as_str()?);
        Some(quote! { (#id, #sunset, #replacement) })
    });
    Ok(quote! {
        /// The server that HeyGen's document names.
        pub const BASE_URL: &str = #base_url;
        /// The documents that this client is generated from.
        pub const DOCUMENTS: &[crate::Document] = &[#(#documents),*];
        /// Operations that HeyGen retires: operation, end of life, replacement.
        pub const RETIREMENTS: &[(&str, &str, &str)] = &[#(#retirements),*];
        /// Operations whose success is JSON or, by another status, nothing.
        pub const MAY_BE_EMPTY: &[&str] = &[#(#may_be_empty),*];
    })
}
