//! Prints the generated Rust.

use quote::quote;

/// Prints one item per line, because rustdoc is slow with longer lines. `cargo heygen generate` formats the code for
/// readers.
pub(super) fn print_lines(file: &syn::File) -> String {
    fn items_of(items: &[syn::Item], text: &mut String) {
        for item in items {
            match item {
                syn::Item::Mod(syn::ItemMod { attrs, vis, ident, content: Some((_, inner)), .. }) => {
                    let (outer, own): (Vec<_>, Vec<_>) =
                        attrs.iter().partition(|attribute| matches!(attribute.style, syn::AttrStyle::Outer));
                    *text += &format!("{} {{ {}\n", quote!(#(#outer)* #vis mod #ident), quote!(#(#own)*));
                    items_of(inner, text);
                    *text += "}\n";
                }
                item => *text += &format!("{}\n", quote!(#item)),
            }
        }
    }
    let mut text = String::new();
    items_of(&file.items, &mut text);
    text
}
