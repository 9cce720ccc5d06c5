//! Generates the constants that the hand-written layer reads.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use crate::diagnostic::{Diagnostic, Result, Stage};
use crate::document::{Corrected, operations};

/// The overlay's extension for an operation that HeyGen retires: `{ "sunset": DATE, "replacement": OPERATION }`.
const RETIREMENT: &str = "x-retirement";

/// `BASE_URL`, `DOCUMENTS` and `RETIREMENTS`.
pub(super) fn constants(documents: &[Corrected], prepared: &Value) -> Result<TokenStream> {
    let base_url = prepared.pointer("/servers/0/url").and_then(Value::as_str).ok_or_else(|| {
        let help = "add the server with an overlay action";
        Diagnostic::new(Stage::Generating, "/servers/0/url", "the document has no server", help)
    })?;
    let documents = documents.iter().map(|Corrected { file, document }| {
        let info = |key: &str| document["info"][key].as_str().unwrap_or_default();
        let (title, version) = (info("title"), info("version"));
        quote! { crate::Document { file: #file, title: #title, version: #version } }
    });
    let retirements = operations(prepared).filter_map(|operation| {
        let (id, retirement) = (operation.value["operationId"].as_str()?, operation.value.get(RETIREMENT)?);
        let (sunset, replacement) = (retirement["sunset"].as_str()?, retirement["replacement"].as_str()?);
        Some(quote! { (#id, #sunset, #replacement) })
    });
    Ok(quote! {
        /// The server in HeyGen's document.
        pub const BASE_URL: &str = #base_url;
        /// The documents that this client is generated from.
        pub const DOCUMENTS: &[crate::Document] = &[#(#documents),*];
        /// Operations that HeyGen retires: operation, end of life, replacement.
        pub const RETIREMENTS: &[(&str, &str, &str)] = &[#(#retirements),*];
    })
}
