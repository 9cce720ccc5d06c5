//! Makes responses lenient: any property may be missing or null, an enum may have values that HeyGen adds later, and
//! an integer may have a fraction. A property that is `writeOnly` is not in a response.
//!
//! Adding looks is not idempotent: a user whose response cannot be decoded might add them twice.

mod unions;

use serde_json::{Map, Value, json};

use crate::diagnostic::Diagnostic;
use crate::document::description::{append, plain};
use crate::document::direction::Direction;
use crate::document::{components, visit};
use crate::keywords::{Rule, has_rule};

pub(crate) use unions::merge_scalars;

/// The `format` of an integer in a response. The client has a type for it.
pub(crate) const INTEGER: &str = "x-integer-of-response";
/// The extension for a string enum that may get more values, under the name that other generators use.
pub(crate) const EXTENSIBLE_ENUM: &str = "x-extensible-enum";

/// How deeply unions may be nested in unions. Deeper ones are read as any value.
const DEPTH: usize = 2;

/// Whether a keyword rejects values. It is dropped, because a response is never rejected.
fn rejects_values(key: &str) -> bool {
    has_rule(key, &[Rule::Maximum, Rule::Minimum, Rule::Restriction])
        || matches!(key, "default" | "not" | "discriminator")
}

/// Makes the schemas of all responses lenient.
pub(crate) fn make_lenient(document: &mut Value, direction: &Direction, warnings: &mut Vec<Diagnostic>) {
    let binary = json!({ "type": "string", "format": "binary" });
    let components = document["components"]["schemas"].clone();
    visit::schemas(document, "", &mut |pointer, schema| {
        if direction.is_response(pointer) && *schema != binary {
            drop_limits(schema, &components);
        }
    });
    // A component that is merged into a union may contain a union, even the same one. The last round ends that.
    let components = document["components"]["schemas"].clone();
    for round in 0..=DEPTH {
        let components = (round < DEPTH).then_some(&components);
        visit::schemas(document, "", &mut |pointer, schema| {
            if direction.is_response(pointer) {
                if unions::flatten_composition(schema, components) {
                    let message = "a union is read as any JSON, because it is nested too deeply in other unions";
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
            if let Some(values) = members.remove("enum") {
                members.insert(EXTENSIBLE_ENUM.into(), values);
            }
        }
    });
}

/// Accepts an integer with a fraction, as HeyGen sends in `created_at`.
fn accept_fractions(schema: &mut Map<String, Value>) {
    if schema.get("type") == Some(&json!("integer")) {
        schema.insert("format".into(), json!(INTEGER));
        append(schema, "HeyGen may send a fraction, which is preserved.");
    }
}

fn drop_limits(schema: &mut Value, components: &Value) {
    let Value::Object(members) = schema else {
        // `false`: HeyGen may send a value anyway.
        *schema = json!({});
        return;
    };
    open_values(members);
    members.retain(|key, _| !rejects_values(key));
    if let Some(Value::Object(properties)) = members.get_mut("properties") {
        properties.retain(|_, property| !components::has_access(property, "writeOnly", components));
    }
}

/// The values of an enum: a string enum keeps them, others list them in their description.
fn open_values(members: &mut Map<String, Value>) {
    let Some(Value::Array(values)) = members.remove("enum") else { return };
    let known: Vec<&Value> = values.iter().filter(|value| !value.is_null()).collect();
    if known.is_empty() {
        // `enum: [null]` does not describe the values that HeyGen may send later.
        members.remove("type");
    } else if members.get("type").is_some_and(|of| of == "string") {
        let known: Vec<&Value> = known.into_iter().filter(|value| value.is_string()).collect();
        members.insert("enum".into(), json!(known));
    } else if members.contains_key("type") {
        let known: Vec<String> = known.into_iter().map(|value| format!("`{}`", plain(value))).collect();
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
