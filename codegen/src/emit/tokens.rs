//! Rewrites tokens.

use proc_macro2::{Group, Spacing, TokenStream, TokenTree};
use quote::ToTokens;

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

/// The text of a string literal.
pub(super) fn string_value(token: &TokenTree) -> Option<String> {
    let TokenTree::Literal(literal) = token else { return None };
    match syn::Lit::new(literal.clone()) {
        syn::Lit::Str(text) => Some(text.value()),
        _ => None,
    }
}

/// Replaces the beginnings of paths, also in attributes and in links of docs. `paths` has pairs of what a path begins
/// with after its first `::`, and what replaces that.
pub(super) fn replace_paths(code: TokenStream, paths: &[(String, String)]) -> TokenStream {
    let replaced = |path: &str| {
        let path = path.strip_prefix("::").unwrap_or(path);
        paths.iter().find_map(|(old, new)| {
            let rest = path.strip_prefix(old.as_str())?;
            (old.ends_with("::") || rest.is_empty() || rest.starts_with("::")).then(|| format!("{new}{rest}"))
        })
    };
    rewrite(code, &|tokens| {
        if let Some(text) = tokens.first().and_then(string_value) {
            if !text.contains("::") {
                return None;
            }
            let mut new = text.strip_prefix("::").and_then(replaced).unwrap_or_else(|| text.clone());
            for (old, path) in paths {
                new = new.replace(&format!("(::{old}"), &format!("({path}"));
            }
            return (new != text).then(|| (1, new.to_token_stream()));
        }
        let (path, count) = path_text(tokens)?;
        let code = replaced(&path).and_then(|new| new.parse().ok());
        Some((count, code.unwrap_or_else(|| tokens[..count].iter().cloned().collect())))
    })
}

/// The path at the beginning of these tokens, and the number of its tokens.
fn path_text(tokens: &[TokenTree]) -> Option<(String, usize)> {
    // Otherwise, `impl Trait for ::krate::Type` would have the path `for::krate::Type`.
    const KEYWORDS: &[&str] = &["as", "dyn", "for", "impl", "in", "mut", "pub", "return"];
    let (mut text, mut count) = (String::new(), 0);
    loop {
        match &tokens[count..] {
            [TokenTree::Punct(one), TokenTree::Punct(two), TokenTree::Ident(name), ..]
                if one.as_char() == ':' && one.spacing() == Spacing::Joint && two.as_char() == ':' =>
            {
                text += &format!("::{name}");
                count += 3;
            }
            [TokenTree::Ident(name), ..] if count == 0 && !KEYWORDS.iter().any(|keyword| name == keyword) => {
                text += &name.to_string();
                count += 1;
            }
            _ => break,
        }
    }
    (count > 0).then_some((text, count))
}
