//! Patches the output of progenitor to make a call cheaper, which is the last resort. Each patch states its reason,
//! and the instructions of a call before and after it. A hand-written call takes 106,249 (`benches/cost.sh`).

use std::cell::Cell;

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};

/// `ResponseValue::from_response(response)` becomes `client.inner.decode(response)`: 123,135 instructions before, 115,256 after.
///
/// The hook has already read the body and passes it on. progenitor would read it from a second response, which the
/// hook would have to build, and would validate the UTF-8 of each string separately.
pub(crate) fn decode(code: TokenStream) -> TokenStream {
    rewrite(code, &|tokens| {
        let [a, b, c, d, ..] = tokens else { return None };
        let path = quote!(#a #b #c #d).to_string();
        (path == "ResponseValue :: from_response").then(|| (4, quote!(client.inner.decode)))
    })
}

/// `format!("{}/path/{}", client.baseurl, encode_path(id))` becomes `client.inner.url("/path/{}", &[id])`: 115,256 instructions before,
/// 110,510 after.
///
/// The base URL is parsed once, when the client is built. A value also stays in its path segment: with progenitor's
/// code, `..` would lead to the path of another operation.
pub(crate) fn url(code: TokenStream) -> TokenStream {
    rewrite(code, &|tokens| {
        let [macro_name, bang, TokenTree::Group(arguments), ..] = tokens else { return None };
        if quote!(#macro_name #bang).to_string() != "format !" {
            return None;
        }
        let arguments: Vec<TokenTree> = arguments.stream().into_iter().collect();
        let [format, comma, client, dot, field, rest @ ..] = arguments.as_slice() else { return None };
        let format: syn::LitStr = syn::parse2(format.to_token_stream()).ok()?;
        let format = format.value();
        // A fragment is not sent.
        let path = format.strip_prefix("{}")?.split('#').next()?;
        let is_base_url = quote!(#comma #client #dot #field).to_string() == ", client . baseurl";
        let values = without_encoding(rest.iter().skip(1).cloned().collect());
        is_base_url.then(|| (3, quote!(client.inner.url(#path, &[#values]).map_err(Error::InvalidRequest)?)))
    })
}

/// `encode_path(value)` becomes `value`.
fn without_encoding(code: TokenStream) -> TokenStream {
    rewrite(code, &|tokens| Some((2, encoded(tokens)?)))
}

/// The argument of `encode_path`, if the tokens start with a call of it.
fn encoded(tokens: &[TokenTree]) -> Option<TokenStream> {
    match tokens {
        [TokenTree::Ident(name), TokenTree::Group(value), ..] if name == "encode_path" => Some(value.stream()),
        _ => None,
    }
}

/// Whether [`url`] replaces every place where progenitor puts a value into a path.
pub(crate) fn is_every_url_checked(code: &TokenStream) -> bool {
    let found = Cell::new(false);
    rewrite(code.clone(), &|tokens| {
        found.set(found.get() || encoded(tokens).is_some());
        None
    });
    !found.get()
}

/// Replaces tokens everywhere. `replacement` gets the tokens that follow. It returns how many of them to replace, and
/// by what.
pub(super) fn rewrite(
    code: TokenStream,
    replacement: &impl Fn(&[TokenTree]) -> Option<(usize, TokenStream)>,
) -> TokenStream {
    let tokens: Vec<TokenTree> = code.into_iter().collect();
    let mut rest = tokens.as_slice();
    let mut output = TokenStream::new();
    while let [first, after @ ..] = rest {
        if let Some((count, new)) = replacement(rest) {
            output.extend(new);
            rest = &rest[count..];
            continue;
        }
        match first {
            TokenTree::Group(group) => {
                output.extend([Group::new(group.delimiter(), rewrite(group.stream(), replacement))]);
            }
            token => output.extend([token.clone()]),
        }
        rest = after;
    }
    output
}
