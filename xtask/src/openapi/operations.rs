//! The operations of a document as HeyGen wrote it.

use serde_json::Value;

use super::{METHODS, join};

/// One operation.
#[derive(Clone)]
pub struct Operation<'a> {
    pub path: String,
    pub method: &'static str,
    pub pointer: String,
    pub value: &'a Value,
    /// Its path item.
    pub item: &'a Value,
}

impl Operation<'_> {
    /// `POST /v2/…`
    pub fn name(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.path)
    }

    /// What identifies the operation on the wire: its method, and its path without the names of parameters.
    pub fn key(&self) -> (String, &'static str) {
        let mut parts = self.path.split('{');
        let first = parts.next().unwrap_or_default().to_owned();
        let key = parts.fold(first, |key, part| key + "{" + &part[part.find('}').unwrap_or(0)..]);
        (key, self.method)
    }
}

/// The operations of a document, in the order of their paths.
pub fn list(document: &Value) -> Vec<Operation<'_>> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for method in METHODS {
            if let Some(value) = item.get(*method) {
                let pointer = join(&join("/paths", path), method);
                found.push(Operation { path: path.clone(), method, pointer, value, item });
            }
        }
    }
    found
}
