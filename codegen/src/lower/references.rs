//! Lowers `$ref` with siblings. `$defs`, and references to other places, are already components: see
//! document/resolve.rs.

use serde_json::{Map, Value, json};

use super::Schema;
use crate::keywords::is_annotation;

/// `$ref` with siblings, which 3.0 ignores, becomes `allOf` of the reference and the siblings. Annotations stay beside it,
/// and the type is that of the reference.
pub(super) fn reference_siblings(schema: &mut Schema) {
    if schema.len() < 2 {
        return;
    }
    let Some(reference) = schema.remove("$ref") else { return };
    schema.remove("type");
    let (annotations, siblings): (Map<_, _>, Map<_, _>) =
        std::mem::take(schema).into_iter().partition(|(key, _)| is_annotation(key) || key == "allOf");
    *schema = annotations;
    let mut parts = vec![json!({ "$ref": reference })];
    if !siblings.is_empty() {
        parts.push(Value::Object(siblings));
    }
    if let Some(Value::Array(present)) = schema.remove("allOf") {
        parts.extend(present);
    }
    schema.insert("allOf".into(), Value::Array(parts));
}
