//! Skips operations that cannot be generated, with a warning for each.

use serde_json::{Value, json};

use crate::diagnostic::{Diagnostic, Result};
use crate::document::pointer::split;
use crate::document::{Corrected, METHODS, components, operations};

/// The overlay's extension for an operation that src/ calls.
const REQUIRED_BY_CRATE: &str = "x-required-by-crate";

/// Whether the crate requires an operation of this path item.
pub(crate) fn is_required(item: &Value) -> bool {
    METHODS.iter().any(|method| item.get(*method).is_some_and(|operation| operation[REQUIRED_BY_CRATE] == json!(true)))
}

/// Removes the operation at this pointer.
pub(crate) fn remove_operation(document: &mut Value, pointer: &str) {
    if let Some((item, method)) = split(pointer)
        && let Some(item) = document.pointer_mut(item).and_then(Value::as_object_mut)
    {
        item.remove(&method);
    }
}

/// Skips the operations that use a schema with one of these errors.
///
/// # Errors
/// Returns the first error if no operation is left.
pub(crate) fn skip_users(document: &mut Value, errors: &[Diagnostic], warnings: &mut Vec<Diagnostic>) -> Result<()> {
    let mut skipped = Vec::new();
    for operation in operations(document).filter(|_| !errors.is_empty()) {
        let needed = components::reachable(document, components::used_by(operation.value));
        let reason = errors.iter().find(|error| match components::containing(&error.pointer) {
            Some(component) => needed.contains(&component),
            None => error.pointer.strip_prefix(&operation.pointer).is_some_and(|rest| rest.starts_with('/')),
        });
        if let Some(error) = reason {
            warnings.push(error.clone().of_operation(operation.label(), " is skipped: "));
            skipped.push((operation.pointer, error));
        }
    }
    skipped.iter().for_each(|(pointer, _)| remove_operation(document, pointer));
    match skipped.first() {
        Some((_, error)) if operations(document).next().is_none() => return Err((*error).clone()),
        Some(_) => components::prune(document),
        None => {}
    }
    Ok(())
}

/// Checks that the client has every operation that the crate requires.
///
/// # Errors
/// Returns the warning about the first one that is missing.
pub(crate) fn ensure_required_operations(
    documents: &[Corrected],
    prepared: &Value,
    warnings: &[Diagnostic],
) -> Result<()> {
    for Corrected { document, .. } in documents {
        let missing = operations(document).find(|operation| {
            operation.value[REQUIRED_BY_CRATE] == json!(true) && prepared.pointer(&operation.pointer).is_none()
        });
        if let Some(operation) = missing {
            let name = operation.name();
            let reason = warnings.iter().find(|warning| warning.message.starts_with(&format!("{name} "))).cloned();
            let missing = || Diagnostic::warning(&operation.pointer, format!("{name} is missing"));
            return Err(reason.unwrap_or_else(missing));
        }
    }
    Ok(())
}
