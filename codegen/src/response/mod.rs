//! Responses are read leniently: any property may be missing or null, an enum may have values that HeyGen adds later, and an
//! integer may have a fraction.
//!
//! Adding looks is not idempotent: a user whose response cannot be read may add them twice.

mod unions;

use serde_json::{Map, Value, json};

use crate::diagnostic::Diagnostic;
use crate::document::description::{append, plain};
use crate::document::direction::Direction;
use crate::document::visit;

/// Keywords that reject a value: a response is never rejected.
const LIMITS: &[&str] = &[
    "required",
    "enum",
    "pattern",
    "format",
    "default",
    "not",
    "discriminator",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
];

/// The `format` of an integer in a response. The client has a type for it.
pub(crate) const INTEGER: &str = "x-integer-of-response";

/// How deep unions may be nested in unions. Deeper ones are read as any value.
const DEPTH: usize = 2;

/// Makes the schemas of all responses lenient.
pub(crate) fn make_lenient(document: &mut Value, warnings: &mut Vec<Diagnostic>) {
    let direction = Direction::of(document);
    let binary = json!({ "type": "string", "format": "binary" });
    visit::schemas(document, "", &mut |pointer, schema| {
        if direction.is_response(pointer) && *schema != binary {
            drop_limits(schema);
        }
    });
    // What a union takes from a component may contain a union, even the same one: so there is a last round.
    let components = document["components"]["schemas"].clone();
    for round in 0..=DEPTH {
        visit::schemas(document, "", &mut |pointer, schema| {
            if direction.is_response(pointer) {
                if round < DEPTH {
                    unions::flatten(schema, &components);
                } else if unions::replace_by_any(schema) {
                    let message = "a union is read as any JSON: it is nested too deep in unions";
                    warnings.push(Diagnostic::warning(pointer, message));
                }
                make_properties_nullable(schema);
            }
        });
    }
    visit::schemas(document, "", &mut |pointer, schema| {
        if direction.is_response(pointer)
            && let Some(members) = schema.as_object_mut()
        {
            accept_fractions(members);
        }
    });
}

/// An integer may come with a fraction: `created_at` does.
fn accept_fractions(schema: &mut Map<String, Value>) {
    if schema.get("type") == Some(&json!("integer")) {
        schema.insert("format".into(), json!(INTEGER));
        append(schema, "If HeyGen sends a fraction, it is kept.");
    }
}

fn drop_limits(schema: &mut Value) {
    let Value::Object(members) = schema else {
        // `false`: HeyGen may send the value after all.
        *schema = json!({});
        return;
    };
    describe_values(members);
    members.retain(|key, _| !LIMITS.contains(&key.as_str()));
    if members.get("additionalProperties") == Some(&json!(false)) {
        members.remove("additionalProperties");
    }
}

/// A string enum becomes a string, whose description lists the known values.
fn describe_values(members: &mut Map<String, Value>) {
    let Some(Value::Array(values)) = members.get("enum").cloned() else { return };
    let known: Vec<String> =
        values.iter().filter(|value| !value.is_null()).map(|value| format!("`{}`", plain(value))).collect();
    if known.is_empty() {
        // `enum: [null]` does not describe the values that HeyGen may send later.
        members.remove("type");
        return;
    }
    if !members.contains_key("type") && !values.iter().all(Value::is_string) {
        return;
    }
    members.entry("type").or_insert(json!("string"));
    let text = members.get("description").and_then(Value::as_str).unwrap_or_default();
    // A description that names all values needs no list.
    if !values.iter().all(|value| text.contains(&plain(value))) {
        append(members, &format!("Known values: {}.", known.join(", ")));
    }
}

fn make_properties_nullable(schema: &mut Value) {
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else { return };
    for property in properties.values_mut().filter_map(Value::as_object_mut) {
        if let Some(reference) = property.remove("$ref") {
            property.insert("allOf".into(), json!([{ "$ref": reference }]));
        }
        property.insert("nullable".into(), json!(true));
    }
}
