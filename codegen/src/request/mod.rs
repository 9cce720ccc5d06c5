//! Makes requests strict: the limits that Rust types can check are checked before a request is sent.

mod all_of;
mod keywords;
mod tags;
mod unions;

use serde_json::{Map, Value, json};

use crate::diagnostic::Diagnostic;
use crate::document::direction::Direction;
use crate::document::{components, visit};

pub(crate) use unions::VARIANTS;

/// Rewrites the schemas of all requests for typify.
pub(crate) fn make_strict(document: &mut Value, direction: &Direction, warnings: &mut Vec<Diagnostic>) {
    visit_requests(document, direction, |_, schema, components| {
        unions::rename_any_of(schema);
        if let Some(merged) = all_of::merge_parts(schema, components) {
            *schema = Value::Object(merged);
        }
        unions::distribute(schema, components);
    });
    tags::constants(document, direction);
    visit_requests(document, direction, |pointer, schema, components| {
        unions::name_variants(schema, pointer, components, warnings);
    });
    visit_requests(document, direction, |pointer, schema, components| match schema {
        Value::Object(members) => {
            relax_read_only(members, components);
            keywords::restrict(members, pointer, warnings);
        }
        Value::Bool(_) => {}
        _ => *schema = json!({}),
    });
}

/// Visits the schemas of all requests. The last argument of `visit` are the components as they were before.
fn visit_requests(document: &mut Value, direction: &Direction, mut visit: impl FnMut(&str, &mut Value, &Value)) {
    let components = document["components"]["schemas"].clone();
    visit::schemas(document, "", &mut |pointer, schema| {
        if !direction.is_response(pointer) {
            visit(pointer, schema, &components);
        }
    });
}

/// Makes properties optional that are `readOnly`, because only HeyGen sets them.
fn relax_read_only(schema: &mut Map<String, Value>, components: &Value) {
    let Some(Value::Array(mut required)) = schema.remove("required") else { return };
    let properties = schema.get("properties").unwrap_or(&Value::Null);
    required.retain(|name| {
        let property = &properties[name.as_str().unwrap_or_default()];
        !components::has_access(property, "readOnly", components)
    });
    schema.insert("required".into(), Value::Array(required));
}
