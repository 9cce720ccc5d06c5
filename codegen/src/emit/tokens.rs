//! Rewrites tokens.

use proc_macro2::{Group, Spacing, TokenStream, TokenTree};
use quote::quote;

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

/// Crates of which the generated code uses the copy that the runtime re-exports.
const RUNTIME_CRATES: &[&str] = &["httpmock", "regex", "regress", "reqwest", "schemars", "serde", "serde_json"];

/// Whether a path may follow this word, as in `impl Trait for ::krate::Type`. Otherwise, `word::` is a part of a path.
fn is_before_path(word: &proc_macro2::Ident) -> bool {
    ["as", "dyn", "for", "impl", "in", "mut", "return"].iter().any(|keyword| word == keyword)
}

/// `::serde_json::Value` becomes `::heygen_api::runtime::serde_json::Value`, also in attributes and in links of docs.
pub(super) fn with_runtime_crates(code: TokenStream) -> TokenStream {
    let is_runtime_crate = |name: &TokenTree| RUNTIME_CRATES.iter().any(|known| name.to_string() == *known);
    let is_separator = |one: &TokenTree, two: &TokenTree| match (one, two) {
        (TokenTree::Punct(one), TokenTree::Punct(two)) => {
            one.as_char() == ':' && one.spacing() == Spacing::Joint && two.as_char() == ':'
        }
        _ => false,
    };
    rewrite(code, &|tokens| match tokens {
        // A path that goes on, such as `runtime::serde`.
        [TokenTree::Ident(first), one, two, ..] if is_separator(one, two) && !is_before_path(first) => {
            let is_relative = first == "regex";
            Some((3, if is_relative { quote!(::heygen_api::runtime::#first::) } else { quote!(#first::) }))
        }
        [one, two, name, ..] if is_separator(one, two) && is_runtime_crate(name) => {
            Some((3, quote!(::heygen_api::runtime::#name)))
        }
        [TokenTree::Literal(literal), ..] => {
            let syn::Lit::Str(text) = syn::Lit::new(literal.clone()) else { return None };
            let mut value = text.value();
            for name in RUNTIME_CRATES {
                for before in ["(", ""] {
                    let path = format!("{before}::{name}::");
                    let is_path = value.starts_with(&path) || !before.is_empty() && value.contains(&path);
                    if is_path {
                        value = value.replace(&path, &format!("{before}::heygen_api::runtime::{name}::"));
                    }
                }
            }
            (value != text.value()).then(|| (1, quote!(#value)))
        }
        _ => None,
    })
}
