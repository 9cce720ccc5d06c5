//! The operations of a document.

use serde_json::Value;

use super::pointer::join;

/// The members of a path item that are operations.
pub const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// One operation.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Operation<'d> {
    /// Its path.
    pub path: &'d str,
    /// Its method, in lower case as OpenAPI writes it.
    pub method: &'d str,
    /// Its JSON pointer.
    pub pointer: String,
    /// The operation itself.
    pub value: &'d Value,
    /// The path item that it belongs to.
    pub item: &'d Value,
}

impl<'d> Operation<'d> {
    /// `POST /v3/videos`
    pub fn name(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.path)
    }

    /// The name of the operation in messages: "POST /v3/videos (`createVideo`)".
    pub fn label(&self) -> String {
        let id = self.value["operationId"].as_str().map(|id| format!(" (`{id}`)")).unwrap_or_default();
        self.name() + &id
    }

    /// Identifies the operation on the wire: its method, and its path without the names of parameters.
    pub fn key(&self) -> (String, &'d str) {
        let mut parts = self.path.split('{');
        let first = parts.next().unwrap_or_default().to_owned();
        let key = parts.fold(first, |key, part| key + "{" + &part[part.find('}').unwrap_or(0)..]);
        (key, self.method)
    }
}

/// The operations of a document, in its order. A `$ref` of a path item is not followed.
pub fn operations(document: &Value) -> impl Iterator<Item = Operation<'_>> {
    let paths = document.get("paths").and_then(Value::as_object).into_iter().flatten();
    paths.flat_map(|(path, item)| {
        let members = item.as_object().into_iter().flatten();
        members.filter(|(method, _)| METHODS.contains(&method.as_str())).map(move |(method, value)| Operation {
            path,
            method,
            pointer: join(&join("/paths", path), method),
            value,
            item,
        })
    })
}

/// The operations of a document, mutable, with their pointers.
pub(crate) fn operations_mut(document: &mut Value) -> impl Iterator<Item = (String, &mut Value)> {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut).into_iter().flatten();
    paths.flat_map(|(path, item)| {
        let pointer = join("/paths", path);
        let members = item.as_object_mut().into_iter().flatten();
        members
            .filter(|(method, _)| METHODS.contains(&method.as_str()))
            .map(move |(method, operation)| (join(&pointer, method), operation))
    })
}
