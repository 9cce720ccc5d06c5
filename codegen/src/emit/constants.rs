//! Generates the constants that the hand-written layer reads.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use crate::diagnostic::{Diagnostic, Result, Stage};
use crate::document::Corrected;
use crate::document::server::server_url;

/// The check of the version, `BASE_URL` and `DOCUMENTS`.
pub(super) fn constants(documents: &[Corrected], prepared: &Value) -> Result<TokenStream> {
    let base_url = server_url(&prepared["servers"]).ok_or_else(|| {
        let help = "add the server with an overlay action, such as `https://api.heygen.com`";
        Diagnostic::new(Stage::Generating, "/servers/0/url", "the document has no server with an absolute URL", help)
    })?;
    let documents = documents.iter().map(|Corrected { file, document }| {
        let info = |key: &str| document["info"][key].as_str().unwrap_or_default();
        let (title, version) = (info("title"), info("version"));
        quote! { ::heygen_api::runtime::Document::new(#file, #title, #version) }
    });
    let version = concat!(env!("CARGO_PKG_VERSION_MAJOR"), ".", env!("CARGO_PKG_VERSION_MINOR"));
    Ok(quote! {
        ::heygen_api::runtime::check_generator!(#version);
        /// The server in HeyGen's document.
        pub const BASE_URL: &str = #base_url;
        /// The documents that this client is generated from.
        pub const DOCUMENTS: &[::heygen_api::runtime::Document] = &[#(#documents),*];
    })
}
