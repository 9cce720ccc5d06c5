//! The two sides of a document: what goes to HeyGen is strict, what comes from HeyGen is read with tolerance.
//!
//! A component that stands on both sides gets a body for each: the request's is named `NAMEInput`.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToPascalCase;
use serde_json::{Map, Value, json};

use crate::diagnostic::Result;
use crate::document::resolve;
use crate::document::visit::{self, SCHEMAS};

/// Names that the generated code uses as Rust's prelude has them.
const PRELUDE: &[&str] =
    &["Default", "Err", "From", "Into", "None", "Ok", "Option", "Result", "Self", "Some", "String", "Vec"];

/// Which components stand in responses.
pub struct Direction {
    answers: BTreeSet<String>,
}

impl Direction {
    /// The sides of a document that [`split`] has split.
    pub fn of(document: &Value) -> Self {
        Self { answers: reached(document, true) }
    }

    /// Whether a schema at this pointer stands in a response.
    pub fn answers(&self, pointer: &str) -> bool {
        match pointer.strip_prefix("/components/schemas/") {
            Some(rest) => rest.split('/').next().is_some_and(|name| self.answers.contains(name)),
            None => pointer.contains("/responses/"),
        }
    }
}

/// Gives every component one side and a name that no other has in Rust, and removes those that no operation needs.
pub fn split(mut document: Value) -> Result<Value> {
    let (asked, answered) = (reached(&document, false), reached(&document, true));
    let bodies = match document.pointer_mut("/components/schemas").map(Value::take) {
        Some(Value::Object(bodies)) => bodies,
        _ => Map::new(),
    };
    let mut taken = BTreeSet::new();
    let mut unique = |name: String| {
        let mut name = if name.is_empty() { "Schema".to_owned() } else { name };
        if PRELUDE.contains(&name.as_str()) {
            name.push_str("Value");
        }
        while !taken.insert(name.clone()) {
            name.push('2');
        }
        name
    };
    let mut answer_names = BTreeMap::new();
    let mut ask_names = BTreeMap::new();
    for name in bodies.keys() {
        let base = pascal(name);
        if answered.contains(name) {
            answer_names.insert(name.clone(), unique(base.clone()));
        }
        if asked.contains(name) {
            let suffix = if answered.contains(name) { "Input" } else { "" };
            ask_names.insert(name.clone(), unique(format!("{base}{suffix}")));
        }
    }
    let mut components = Map::new();
    for (names, side) in [(&answer_names, true), (&ask_names, false)] {
        for (old, new) in names {
            let mut body = bodies.get(old).cloned().unwrap_or_default();
            visit::references(&mut body, &mut |reference| rename(reference, names));
            components.insert(new.clone(), body);
        }
        sides(&mut document, side, &mut |part| visit::references(part, &mut |reference| rename(reference, names)));
    }
    document["components"] = json!({ "schemas": components });
    Ok(document)
}

/// The name of a Rust type.
pub fn pascal(name: &str) -> String {
    let name = name.to_pascal_case();
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("_{name}") } else { name }
}

fn rename(reference: &mut String, names: &BTreeMap<String, String>) {
    if let Some(new) = resolve::name(reference).and_then(|old| names.get(old)) {
        *reference = format!("{SCHEMAS}{new}");
    }
}

/// Visits the parts of each operation that stand on one side.
fn sides(document: &mut Value, answer: bool, visit: &mut dyn FnMut(&mut Value)) {
    for (_, _, operation) in visit::operations(document) {
        for (key, part) in operation.as_object_mut().into_iter().flatten() {
            if (key == "responses") == answer {
                visit(part);
            }
        }
    }
}

/// The components that one side reaches.
fn reached(document: &Value, answer: bool) -> BTreeSet<String> {
    let mut copy = document.clone();
    let mut todo = Vec::new();
    sides(&mut copy, answer, &mut |part| todo.extend(names(part)));
    closure(document, todo)
}

/// Removes the components that no operation needs.
pub fn prune(document: &mut Value) {
    let mut needed = reached(document, true);
    needed.extend(reached(document, false));
    if let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
        schemas.retain(|name, _| needed.contains(name));
    }
}

/// The components that these reach, themselves among them.
pub fn closure(document: &Value, mut todo: Vec<String>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    while let Some(name) = todo.pop() {
        if let Some(mut body) = document["components"]["schemas"].get(&name).cloned()
            && found.insert(name)
        {
            todo.extend(names(&mut body));
        }
    }
    found
}

/// The components that a part refers to.
pub fn names(part: &mut Value) -> Vec<String> {
    let mut found = Vec::new();
    visit::references(part, &mut |reference| found.extend(resolve::name(reference).map(str::to_owned)));
    found
}
