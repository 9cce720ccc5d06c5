//! Every public item of a client has documentation: `client.rs` compiles it with the lint `missing_docs`. These tests
//! check what it says.

use serde_json::json;

use crate::fixtures::{document, generated, get, object, post, source};

#[test]
fn setters_have_the_description_of_what_they_set() {
    let schema = object(json!({
        "title": { "type": "string", "description": "The video's title." },
        "type": { "type": "string" },
        "orientation": { "type": "string", "enum": ["portrait", "as-is"] },
    }));
    let mut send = post("sends", schema.clone());
    send["post"]["requestBody"]["description"] = json!("What to send.");
    send["post"]["parameters"] = json!([
        { "name": "limit", "in": "query", "description": "How many.", "schema": { "type": "integer" } },
        { "name": "page-token", "in": "query", "schema": { "type": "string" } },
    ]);
    let paths = json!({ "/a": send, "/b": get("reads", schema) });
    let rust = generated(&[source("a.json", &document(paths, json!({})).to_string())]).rust;
    for expected in [
        r#"# [doc = "The video's title."] pub fn title <"#,
        r#"# [doc = "Sets `type_`."] pub fn type_ <"#,
        r#"# [doc = "What to send."] pub fn body <"#,
        r#"# [doc = "How many."] pub fn limit <"#,
        r#"# [doc = "Sets `page_token`."] pub fn page_token <"#,
        r#"# [doc = "Creates a builder for this type."] pub fn builder ("#,
        r#"# [doc = "The property `type`."] # [serde"#,
        r#"# [doc = "`as-is`"] # [serde (rename = "as-is")] AsIs"#,
        r#"# [doc = "Adds a mock of `sends`."] fn sends <"#,
    ] {
        assert!(rust.contains(expected), "{expected:?} is not in:\n{rust}");
    }
}
