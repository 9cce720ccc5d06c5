//! Makes requests strict: the limits that Rust types can check are checked before a request is sent.

mod all_of;
mod keywords;
mod tags;
mod unions;

use serde_json::{Value, json};

use crate::diagnostic::Diagnostic;
use crate::document::direction::Direction;
use crate::document::visit;

pub(crate) use unions::VARIANTS;

/// Rewrites the schemas of all requests for typify.
pub(crate) fn make_strict(document: &mut Value, direction: &Direction, warnings: &mut Vec<Diagnostic>) {
    let components = document["components"]["schemas"].clone();
    visit_requests(document, direction, |_, schema| {
        unions::rename_any_of(schema);
        if let Some(merged) = all_of::merge_parts(schema, &components) {
            *schema = Value::Object(merged);
        }
    });
    let components = document["components"]["schemas"].clone();
    visit_requests(document, direction, |_, schema| unions::distribute(schema, &components));
    tags::constants(document, direction);
    let components = document["components"]["schemas"].clone();
    visit_requests(document, direction, |pointer, schema| {
        unions::name_variants(schema, pointer, &components, warnings);
    });
    visit_requests(document, direction, |pointer, schema| match schema {
        Value::Object(members) => keywords::restrict(members, pointer, warnings),
        Value::Bool(_) => {}
        _ => *schema = json!({}),
    });
}

/// Visits the schemas of all requests.
fn visit_requests(document: &mut Value, direction: &Direction, mut visit: impl FnMut(&str, &mut Value)) {
    visit::schemas(document, "", &mut |pointer, schema| {
        if !direction.is_response(pointer) {
            visit(pointer, schema);
        }
    });
}
