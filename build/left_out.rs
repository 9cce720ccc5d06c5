//! What is left out of the client: operations, with a warning that names each and the reason.

use serde_json::{Value, json};

use super::merge::Named;
use super::problem::{Problem, Result, Stage};
use super::{sides, walk};

/// The overlay's extension for an operation that src/ is written for.
const NEEDED: &str = "x-needed";

/// An operation as messages name it.
pub fn told(pointer: &str, method: &str, operation: &Value) -> String {
    let path = walk::unescape(pointer.split('/').nth(2).unwrap_or_default());
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
    walk::METHODS.iter().any(|method| item.get(*method).is_some_and(|operation| operation[NEEDED] == json!(true)))
}

/// The operations that src/ is written for, as their overlays say.
pub fn needed(documents: &[Named]) -> Vec<String> {
    let mut found = Vec::new();
    for Named { document, .. } in documents {
        let mut document = document.clone();
        found.extend(
            walk::operations(&mut document)
                .filter(|(.., operation)| operation[NEEDED] == json!(true))
                .map(|(pointer, ..)| pointer),
        );
    }
    found
}

/// Refuses a client without an operation that src/ is written for: what left it out is then no warning, but the error.
pub fn none_is_missing(needed: &[String], prepared: &Value, warnings: &[Problem]) -> Result<()> {
    let Some(missing) = needed.iter().find(|pointer| prepared.pointer(pointer).is_none()) else { return Ok(()) };
    let method = missing.rsplit('/').next().unwrap_or_default();
    let told = told(missing, method, &Value::Null);
    let why = warnings.iter().find(|problem| problem.what.starts_with(&told)).cloned();
    Err(why.unwrap_or_else(|| warning(missing, format!("{told} is missing"))))
}

pub fn warning(pointer: &str, what: String) -> Problem {
    let remedy = "nothing, if you do not need it; otherwise rewrite it in words that progenitor knows with an overlay";
    Problem::new(Stage::Generating, pointer, what, remedy)
}

/// Leaves out the operations that reach a schema that was refused; where these are all, that is the error.
pub fn reaching(document: &mut Value, refused: &[Problem]) -> Result<Vec<Problem>> {
    let Some(first) = refused.first() else { return Ok(Vec::new()) };
    let mut warnings = Vec::new();
    let copy = document.clone();
    for (pointer, method, operation) in walk::operations(&mut copy.clone()) {
        let reached = sides::closure(&copy, sides::names(operation));
        let its = refused.iter().find(|problem| match problem.place.strip_prefix("/components/schemas/") {
            Some(rest) => rest.split('/').next().is_some_and(|name| reached.contains(&walk::unescape(name))),
            None => problem.place.strip_prefix(&pointer).is_some_and(|rest| rest.starts_with('/')),
        });
        if let Some(problem) = its {
            let told = told(&pointer, &method, operation);
            warnings.push(Problem { what: format!("{told} is left out: {}", problem.what), ..problem.clone() });
            remove(document, &pointer);
        }
    }
    if walk::operations(document).next().is_none() {
        return Err(first.clone());
    }
    sides::prune(document);
    Ok(warnings)
}
