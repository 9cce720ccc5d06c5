//! Makes Rust identifiers of the names in a document, as typify and progenitor do.

use heck::{ToPascalCase, ToShoutySnakeCase, ToSnakeCase};
use unicode_ident::{is_xid_continue, is_xid_start};

/// Names of Rust's prelude that the generated code uses.
pub(crate) const PRELUDE: &[&str] = &[
    "Default", "Err", "From", "Into", "None", "Ok", "Option", "Result", "Some", "String", "TryFrom", "TryInto", "Vec",
];

/// The name of a type. It is a valid identifier, and typify does not change it.
pub(crate) fn type_name(name: &str) -> String {
    // Twice, because typify reads the `AB` of `a b` as one word and calls it `Ab`.
    let name = variant_name(&variant_name(name));
    if PRELUDE.contains(&name.as_str()) { name + "Value" } else { name }
}

/// The name that typify gives a variant of an enum, and progenitor the builder of an operation.
pub(crate) fn variant_name(name: &str) -> String {
    identifier(name, "X", str::to_pascal_case)
}

/// The name of the variant for a value of the enum `name`: `16:9` becomes `16x9`. A name that starts with a digit
/// gets a word before it.
pub(crate) fn value_name(value: &str, name: &str) -> String {
    let characters: Vec<char> = value.chars().collect();
    let is_digit =
        |index: Option<usize>| index.and_then(|index| characters.get(index)).is_some_and(char::is_ascii_digit);
    let mut text = String::new();
    for (index, character) in characters.iter().enumerate() {
        match character {
            ':' | '/' if is_digit(index.checked_sub(1)) && is_digit(Some(index + 1)) => text.push('x'),
            '.' if is_digit(index.checked_sub(1)) && is_digit(Some(index + 1)) => text.push_str(" point "),
            other => text.push(*other),
        }
    }
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        let words = name.to_snake_case();
        let is_word = |word: &&str| word.starts_with(is_xid_start) && !matches!(*word, "input" | "output" | "item");
        let word = words.rsplit('_').find(is_word).unwrap_or("value");
        text = format!("{word} {text}");
    }
    variant_name(&variant_name(&text))
}

/// The name that typify gives a field. It is also the name of a method.
pub(crate) fn field_name(name: &str) -> String {
    identifier(name, "x", str::to_snake_case)
}

/// The name that progenitor gives a parameter.
pub(crate) fn parameter_name(name: &str) -> String {
    identifier(name, "_", str::to_snake_case)
}

/// The name of a constant.
pub(crate) fn constant_name(name: &str) -> String {
    name.to_shouty_snake_case()
}

/// The name that typify or progenitor makes, with `prefix` before a digit.
fn identifier(name: &str, prefix: &str, to_case: fn(&str) -> String) -> String {
    let cased = match name {
        "+1" => "plus1".to_owned(),
        "-1" => "minus1".to_owned(),
        _ => to_case(&name.replace('\'', "").replace(|c| !is_xid_continue(c), "-")),
    };
    let name = match cased.chars().next() {
        None => to_case("x"),
        Some(first) if is_xid_start(first) => cased,
        Some(_) => format!("{prefix}{cased}"),
    };
    // Keywords, but for `Self`, are lowercase words. `gen` is one since edition 2024.
    let is_word = name == "Self" || name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    let is_keyword = is_word && (name == "gen" || syn::parse_str::<syn::Ident>(&name).is_err());
    if is_keyword { name + "_" } else { name }
}
