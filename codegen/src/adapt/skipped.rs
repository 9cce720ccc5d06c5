//! What is skipped of the client: operations, with a warning that names each and the reason.

use serde_json::{Value, json};

use crate::diagnostic::{Diagnostic, Result, Stage};
use crate::document::direction;
use crate::document::merge::Named;
use crate::document::visit;

/// The overlay's extension for an operation that src/ is written for.
const REQUIRED_BY_CRATE: &str = "x-required-by-crate";

/// An operation as messages name it.
pub fn operation_label(pointer: &str, method: &str, operation: &Value) -> String {
    let path = visit::unescape(pointer.split('/').nth(2).unwrap_or_default());
    let name = operation["operationId"].as_str().map(|name| format!(" (`{name}`)")).unwrap_or_default();
    format!("{} {path}{name}", method.to_uppercase())
}

/// Removes the operation at this pointer.
pub fn remove(document: &mut Value, pointer: &str) {
    if let Some((path, method)) = pointer.rsplit_once('/')
        && let Some(item) = document.pointer_mut(path).and_then(Value::as_object_mut)
    {
        item.remove(method);
    }
}

/// Whether src/ is written for an operation of this path item.
pub fn is_needed(item: &Value) -> bool {
    visit::METHODS
        .iter()
        .any(|method| item.get(*method).is_some_and(|operation| operation[REQUIRED_BY_CRATE] == json!(true)))
}

/// The operations that the crate is written for, as their overlays say.
fn required(documents: &[Named]) -> Vec<String> {
    let mut found = Vec::new();
    for Named { document, .. } in documents {
        let mut document = document.clone();
        found.extend(
            visit::operations(&mut document)
                .filter(|(.., operation)| operation[REQUIRED_BY_CRATE] == json!(true))
                .map(|(pointer, ..)| pointer),
        );
    }
    found
}

/// Refuses a client without an operation that src/ is written for: what left it out is then no warning, but the error.
pub fn ensure_required_operations(documents: &[Named], prepared: &Value, warnings: &[Diagnostic]) -> Result<()> {
    let required = required(documents);
    let Some(missing) = required.iter().find(|pointer| prepared.pointer(pointer).is_none()) else { return Ok(()) };
    let method = missing.rsplit('/').next().unwrap_or_default();
    let told = operation_label(missing, method, &Value::Null);
    let why = warnings.iter().find(|problem| problem.message.starts_with(&told)).cloned();
    Err(why.unwrap_or_else(|| warning(missing, format!("{told} is missing"))))
}

pub fn warning(pointer: &str, what: String) -> Diagnostic {
    let remedy = "nothing, if you do not need it; otherwise rewrite it in words that progenitor knows with an overlay";
    Diagnostic::new(Stage::Generating, pointer, what, remedy)
}

/// Leaves out the operations that reach a schema that was refused; where these are all, that is the error.
pub fn reaching(document: &mut Value, refused: &[Diagnostic]) -> Result<Vec<Diagnostic>> {
    let Some(first) = refused.first() else { return Ok(Vec::new()) };
    let mut warnings = Vec::new();
    let copy = document.clone();
    for (pointer, method, operation) in visit::operations(&mut copy.clone()) {
        let reached = direction::closure(&copy, direction::names(operation));
        let its = refused.iter().find(|problem| match problem.pointer.strip_prefix("/components/schemas/") {
            Some(rest) => rest.split('/').next().is_some_and(|name| reached.contains(&visit::unescape(name))),
            None => problem.pointer.strip_prefix(&pointer).is_some_and(|rest| rest.starts_with('/')),
        });
        if let Some(problem) = its {
            let told = operation_label(&pointer, &method, operation);
            warnings.push(Diagnostic { message: format!("{told} is skipped: {}", problem.message), ..problem.clone() });
            remove(document, &pointer);
        }
    }
    if visit::operations(document).next().is_none() {
        return Err(first.clone());
    }
    direction::prune(document);
    Ok(warnings)
}
