//! The operation in HeyGen's document.

use std::sync::LazyLock;

use serde_json::Value;

/// Its path and itself.
pub static OPERATION: LazyLock<(String, Value)> = LazyLock::new(|| {
    let document = include_str!("../../../openapi/add-looks-to-photo-avatar-group.json");
    let mut document: Value = serde_json::from_str(document).unwrap();
    let (path, item) = document["paths"].as_object_mut().unwrap().iter_mut().next().unwrap();
    (path.clone(), item["post"].take())
});

/// The example of a response.
pub fn document_example() -> Value {
    OPERATION.1.pointer("/responses/200/content/application~1json/examples/Result/value").unwrap().clone()
}
