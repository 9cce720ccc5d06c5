//! Makes requests strict: the limits that Rust types can check are checked before a request is sent.

mod all_of;
mod keywords;
mod recursion;
mod tags;
mod unions;

use serde_json::{Value, json};

use crate::diagnostic::{Diagnostic, Result};
use crate::document::direction::Direction;
use crate::document::visit;
use crate::operations::skipped;

pub(crate) use unions::VARIANTS;

/// Rewrites the schemas of all requests for typify. Operations with a schema that it does not support are skipped.
///
/// # Errors
/// Returns the first reason if no operation is left.
pub(crate) fn make_strict(document: &mut Value, warnings: &mut Vec<Diagnostic>) -> Result<()> {
    let direction = Direction::of(document);
    let components = document["components"]["schemas"].clone();
    each(document, &direction, |_, schema| {
        if let Some(object) = all_of::merge(schema, &components) {
            *schema = Value::Object(object);
        }
    });
    let components = document["components"]["schemas"].clone();
    let mut errors = Vec::new();
    each(document, &direction, |pointer, schema| {
        errors.extend(recursion::check(schema, pointer, &components).err());
    });
    skipped::skip_users(document, &errors, warnings)?;
    each(document, &direction, |_, schema| unions::distribute(schema, &components));
    tags::constants(document, &direction);
    let components = document["components"]["schemas"].clone();
    each(document, &direction, |pointer, schema| unions::name_variants(schema, pointer, &components, warnings));
    each(document, &direction, |pointer, schema| match schema {
        Value::Object(members) => keywords::restrict(members, pointer, warnings),
        Value::Bool(_) => {}
        _ => *schema = json!({}),
    });
    Ok(())
}

/// Visits the schemas of all requests.
fn each(document: &mut Value, direction: &Direction, mut visit: impl FnMut(&str, &mut Value)) {
    visit::schemas(document, "", &mut |pointer, schema| {
        if !direction.is_response(pointer) {
            visit(pointer, schema);
        }
    });
}
