//! Lists the public items of generated code as text, one per line, so that a diff of the lines is a diff of the API.
//!
//! The builders of types and the mocks are skipped: they repeat the fields and the operations.

use quote::{ToTokens, quote};
use syn::{Fields, ImplItem, Item, Visibility};

/// The public items of a file, sorted by path.
pub fn of(rust: &str) -> syn::Result<Vec<String>> {
    let file = syn::parse_file(rust)?;
    let mut lines = Vec::new();
    module(&file.items, "", &mut lines);
    lines.sort();
    lines.dedup();
    Ok(lines)
}

fn module(items: &[Item], path: &str, lines: &mut Vec<String>) {
    for item in items {
        match item {
            Item::Mod(inner) if public(&inner.vis) && inner.ident != "mock" => {
                let inner_path = format!("{path}{}::", inner.ident);
                if inner_path != "types::builder::"
                    && let Some((_, items)) = &inner.content
                {
                    module(items, &inner_path, lines);
                }
            }
            Item::Const(item) if public(&item.vis) => {
                // Only literals: the list of documents changes with every bump.
                let value = match &*item.expr {
                    syn::Expr::Lit(literal) => format!(" = {}", text(literal)),
                    _ => String::new(),
                };
                lines.push(format!("{path}{}: {}{value}", item.ident, text(&item.ty)));
            }
            Item::Struct(item) if public(&item.vis) => {
                let name = format!("{path}{}{}", item.ident, text(&item.generics));
                lines.push(format!("{name}: struct{}", attributes(&item.attrs)));
                fields(&item.fields, &name, false, lines);
            }
            Item::Enum(item) if public(&item.vis) => {
                let name = format!("{path}{}", item.ident);
                lines.push(format!("{name}: enum{}", attributes(&item.attrs)));
                for variant in &item.variants {
                    let name = format!("{name}::{}", variant.ident);
                    lines.push(format!("{name}: variant"));
                    fields(&variant.fields, &name, true, lines);
                }
            }
            Item::Type(item) if public(&item.vis) => {
                lines.push(format!("{path}{}: type = {}", item.ident, text(&item.ty)));
            }
            Item::Fn(item) if public(&item.vis) => {
                lines.push(format!("{path}{}: {}", item.sig.ident, text(&item.sig)));
            }
            Item::Impl(item) => implementation(item, path, lines),
            _ => {}
        }
    }
}

/// Lists the public fields, or all of them for a variant.
fn fields(fields: &Fields, name: &str, all: bool, lines: &mut Vec<String>) {
    for (index, field) in fields.iter().enumerate().filter(|(_, field)| all || public(&field.vis)) {
        let field_name = field.ident.as_ref().map_or_else(|| index.to_string(), ToString::to_string);
        lines.push(format!("{name}.{field_name}: {}", text(&field.ty)));
    }
}

fn implementation(item: &syn::ItemImpl, path: &str, lines: &mut Vec<String>) {
    // A type of the standard library has an absolute path.
    let foreign = matches!(&*item.self_ty, syn::Type::Path(ty) if ty.path.leading_colon.is_some());
    let name = format!("{}{}", if foreign { "" } else { path }, text(&item.self_ty));
    if let Some((implemented, _)) = &item.trait_ {
        lines.push(format!("{name}: impl {}", text(implemented)));
        return;
    }
    for member in &item.items {
        if let ImplItem::Fn(method) = member
            && public(&method.vis)
        {
            lines.push(format!("{name}::{}: {}", method.sig.ident, text(&method.sig)));
        }
    }
}

/// The attributes that users of a type rely on.
fn attributes(attributes: &[syn::Attribute]) -> String {
    let mut shown = String::new();
    for attribute in attributes {
        if attribute.path().is_ident("derive") {
            let derives = text(&attribute.meta);
            shown += &format!(", {derives}");
        } else if attribute.path().is_ident("deprecated") || attribute.path().is_ident("non_exhaustive") {
            shown += &format!(", {}", text(attribute.path()));
        }
    }
    shown
}

fn public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Prints tokens roughly as rustfmt does, without the paths of the standard library.
fn text(tokens: &impl ToTokens) -> String {
    let mut text = quote!(#tokens).to_string();
    // Remove the spaces around punctuation, then add them after commas and around arrows.
    for mark in ["::", "<", ">", ",", "&", "(", ")", ":", ";"] {
        text = text.replace(&format!(" {mark}"), mark);
    }
    for mark in ["::", "<", "&", "("] {
        text = text.replace(&format!("{mark} "), mark);
    }
    for (from, to) in
        [("->", " -> "), (",", ", "), ("  ", " "), (", >", ">"), (", )", ")"), (":::", ": ::"), (":&", ": &")]
    {
        text = text.replace(from, to);
    }
    const PATHS: &[&str] = &["option", "vec", "string", "result", "collections", "convert", "fmt", "str", "ops"];
    for module in PATHS {
        text = strip(&text, &format!("::std::{module}::"));
        text = strip(&text, &format!("std::{module}::"));
    }
    strip(&strip(&text, "::serde::"), "::").trim_end_matches([',', ' ']).to_owned()
}

/// Removes a path from the beginning of names.
fn strip(text: &str, path: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(path) {
        let before = rest[..at].chars().next_back();
        out += &rest[..at];
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '>') {
            out += path;
        }
        rest = &rest[at + path.len()..];
    }
    out + rest
}
