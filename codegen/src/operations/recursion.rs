//! Checks that each reference of an operation leads to a schema, and that the schema is not defined only by itself.

use serde_json::Value;

use crate::document::{components, visit};

/// Returns the reason if a schema that the operation uses, directly or through others, cannot become a type.
pub(super) fn check(document: &Value, operation: &Value) -> Result<(), String> {
    let schemas = &document["components"]["schemas"];
    let mut unknown = None;
    let mut check = |reference: &mut String| {
        let known = components::name_in(reference).is_some_and(|name| schemas.get(name).is_some());
        if !known && unknown.is_none() {
            unknown = Some(format!("a `$ref` leads to something that is not a schema of this document: `{reference}`"));
        }
    };
    visit::references(&mut operation.clone(), &mut check);
    let reached = components::reachable(document, components::used_by(operation));
    for name in &reached {
        visit::references(&mut schemas[name].clone(), &mut check);
    }
    if let Some(reason) = unknown {
        return Err(reason);
    }
    let endless = reached.iter().find(|name| is_endless(schemas, &schemas[*name], &mut vec![(*name).clone()]));
    endless.map_or(Ok(()), |name| Err(format!("the schema `{name}` is defined only by itself")))
}

/// Whether a schema refers to itself without a property or an array in between.
fn is_endless(schemas: &Value, schema: &Value, above: &mut Vec<String>) -> bool {
    if let Some(name) = components::referenced(schema) {
        if above.iter().any(|known| known == name) {
            return true;
        }
        above.push(name.to_owned());
        let endless = is_endless(schemas, &schemas[name], above);
        above.pop();
        if endless {
            return true;
        }
    }
    let Some(members) = schema.as_object() else { return false };
    let conditions = ["not", "if", "then", "else"].iter().filter_map(|key| members.get(*key));
    visit::parts(members).chain(conditions).any(|part| is_endless(schemas, part, above))
}
