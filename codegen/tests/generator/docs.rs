//! What HeyGen documents stands in the client, once. Nothing else is documented.

use serde_json::json;

use crate::fixtures::{document, generated, get, object, post, source};

#[test]
fn descriptions_stand_once_and_names_are_not_repeated_as_documentation() {
    let schema = object(json!({
        "title": { "type": "string", "description": "The video's title." },
        "type": { "type": "string" },
        "orientation": { "type": "string", "enum": ["portrait", "as-is"] },
    }));
    let mut send = post("sends", schema.clone());
    send["post"]["parameters"] = json!([
        { "name": "limit", "in": "query", "description": "How many.", "schema": { "type": "integer" } },
        { "name": "page-token", "in": "query", "schema": { "type": "string" } },
    ]);
    let paths = json!({ "/a": send, "/b": get("reads", schema) });
    let rust = generated(&[source("a.json", &document(paths, json!({})).to_string())]).rust;
    // One is sent, and one is received.
    assert_eq!(rust.matches("The video's title.").count(), 2, "{rust}");
    assert_eq!(rust.matches("- `limit`: How many.").count(), 1, "{rust}");
    for code in [
        "pub r#type",
        r#"# [serde (rename = "as-is")] AsIs"#,
        "# [non_exhaustive] # [serde (crate = \"::heygen_api::runtime::serde\")] pub struct SendsRequest",
        "} pub fn limit <",
        "{ pub fn new (",
    ] {
        let code = code.replace(
            "pub r#type",
            "# [serde (rename = \"type\" , skip_serializing_if = \"Option::is_none\")] pub type_",
        );
        assert!(rust.contains(&code), "{code:?} is not in:\n{rust}");
    }
}
