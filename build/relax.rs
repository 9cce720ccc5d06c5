//! Responses are read with tolerance: any property may be missing or null, whatever the document says.
//!
//! Adding looks is not idempotent. To fail to read an answer to work that was done makes a user do it twice.

use serde_json::{Value, json};

use super::problem::Result;
use super::walk;

/// Keywords that reject a value. In a response they can only lose an answer.
const LIMITS: &[&str] = &[
    "required",
    "enum",
    "pattern",
    "format",
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

/// Keeps only the 2xx responses of each operation, and relaxes their schemas.
///
/// Failures are read by the hand-written layer, from status and body: a typed failure would turn an HTML error page
/// into an unreadable payload and lose its status and headers.
pub fn responses(mut document: Value) -> Result<Value> {
    for (pointer, _, operation) in walk::operations(&mut document) {
        let Some(responses) = operation.get_mut("responses") else { continue };
        if let Value::Object(members) = responses {
            members.retain(|status, _| status.starts_with('2'));
            // An answer that came with another 2xx than the document's is an answer all the same.
            if members.len() == 1
                && let Some((_, only)) = std::mem::take(members).into_iter().next()
            {
                members.insert("2XX".into(), only);
            }
        }
        walk::schemas(responses, &walk::join(&pointer, "responses"), &mut |_, schema| {
            relax(schema);
            Ok(())
        })?;
    }
    Ok(document)
}

fn relax(schema: &mut Value) {
    let Value::Object(members) = schema else { return };
    members.retain(|key, _| !LIMITS.contains(&key.as_str()));
    if members.get("additionalProperties") == Some(&json!(false)) {
        members.remove("additionalProperties");
    }
    for property in members.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten() {
        if let Value::Object(property) = property.1 {
            property.insert("nullable".into(), json!(true));
        }
    }
}
