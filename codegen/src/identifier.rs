//! Rust identifiers: what the generated code makes of a name in a document.

use heck::{ToPascalCase, ToShoutySnakeCase, ToSnakeCase};

/// Names of types that the generated code uses as Rust's prelude has them.
pub(crate) const PRELUDE: &[&str] =
    &["Default", "Err", "From", "Into", "None", "Ok", "Option", "Result", "Self", "Some", "String", "Vec"];

/// The name of a type, or of a variant; empty, if the name has no letters or digits.
pub(crate) fn type_name(name: &str) -> String {
    let name = name.to_pascal_case();
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("_{name}") } else { name }
}

/// The name of a field, a parameter or a method.
pub(crate) fn field_name(name: &str) -> String {
    name.to_snake_case()
}

/// The name of a constant.
pub(crate) fn constant_name(name: &str) -> String {
    name.to_shouty_snake_case()
}
