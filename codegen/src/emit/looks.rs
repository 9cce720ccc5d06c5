//! Gives the types that have the fields of a look its methods.

use quote::{format_ident, quote};
use syn::{Item, ItemStruct, parse_quote};

use super::types::is_type;

/// `image()` and `created_at_time()`, for a type with `image_url` and `created_at`.
pub(super) fn methods(item: &ItemStruct) -> Option<Item> {
    let has = |name: &str, types: &[&str]| {
        let field = item.fields.iter().find(|field| field.ident == Some(format_ident!("{name}")));
        field.is_some_and(|field| types.iter().any(|text| is_type(&field.ty, text)))
    };
    let times = ["Option < f64 >", "Option < :: heygen_api :: runtime :: Integer >"];
    let name = &item.ident;
    let methods = quote! {
        /// Returns the URL of the image, and when it expires. `None` if HeyGen sent no URL.
        pub fn image(&self) -> Option<::heygen_api::runtime::SignedUrl> {
            ::heygen_api::runtime::image(self.image_url.as_deref())
        }
        /// Returns `created_at`, to the microsecond. `None` if HeyGen sent no time between 1970 and 9999.
        pub fn created_at_time(&self) -> Option<::std::time::SystemTime> {
            ::heygen_api::runtime::time(self.created_at.map(Into::into))
        }
    };
    let is_look = has("image_url", &["Option < String >"]) && has("created_at", &times);
    is_look.then(|| parse_quote!(impl #name { #methods }))
}
