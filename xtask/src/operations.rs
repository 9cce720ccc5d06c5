//! The operations of a document as HeyGen wrote it.

use serde_json::Value;

use heygen_api_codegen::document::visit::{METHODS, join};

/// One operation.
#[derive(Clone)]
pub struct Operation<'a> {
    pub path: String,
    pub method: &'static str,
    pub pointer: String,
    pub value: &'a Value,
    /// The path item that it stands in.
    pub item: &'a Value,
}

impl Operation<'_> {
    /// `POST /v2/…`
    pub fn name(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.path)
    }

    /// What the service tells apart: the names of path parameters do not count.
    pub fn key(&self) -> (String, &'static str) {
        let mut key = String::new();
        let mut within = false;
        for c in self.path.chars() {
            match c {
                '{' => within = true,
                '}' => within = false,
                _ if within => continue,
                _ => {}
            }
            key.push(c);
        }
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
