//! The client has each of HeyGen's descriptions once, and no other documentation.

use serde_json::json;

use crate::fixtures::{self, DOCUMENT_TEXT, OVERLAY_TEXT, client, document, get_item, object, post_item};

#[test]
fn descriptions_stand_once_and_names_are_not_repeated_as_documentation() {
    let schema = object(json!({
        "title": { "type": "string", "description": "The video's title." },
        "type": { "type": "string" },
        "orientation": { "type": "string", "enum": ["portrait", "as-is"] },
    }));
    let mut send = post_item("sends", schema.clone());
    send["post"]["parameters"] = json!([
        { "name": "limit", "in": "query", "description": "How many.", "schema": { "type": "integer" } },
        { "name": "page-token", "in": "query", "schema": { "type": "string" } },
    ]);
    let paths = json!({ "/a": send, "/b": get_item("reads", schema) });
    let rust = client(&document(paths, json!({}))).rust;
    // One is sent, and one is received.
    assert_eq!(rust.matches("The video's title.").count(), 2, "{rust}");
    assert_eq!(rust.matches("- `limit`: How many.").count(), 1, "{rust}");
    for code in [
        "# [serde (rename = \"type\" , skip_serializing_if = \"Option::is_none\")] pub type_",
        "pub enum SendsRequestOrientation { Portrait , AsIs , }",
        "# [non_exhaustive] # [serde (crate = \"::heygen_api::runtime::serde\")] pub struct SendsRequest",
        "} pub fn limit <",
        "{ pub fn new (",
    ] {
        assert!(rust.contains(code), "{code:?} is not in:\n{rust}");
    }
}

/// The lines of one text that the other does not have.
fn changed_lines(one: &str, other: &str) -> Vec<String> {
    let mut left: Vec<&str> = other.lines().collect();
    one.lines()
        .filter(|line| left.iter().position(|other| other == line).map(|at| left.remove(at)).is_none())
        .map(str::to_owned)
        .collect()
}

#[test]
fn an_optional_field_of_a_response_is_at_most_four_lines() {
    let rust = |text: &str| {
        let options = heygen_api_codegen::Options::new().mocks(true).json_schema(true).both_directions(true);
        let options = options.feature_gates(true);
        let generated = options.generate(&[fixtures::add_looks(text, OVERLAY_TEXT)]).unwrap();
        prettyplease::unparse(&syn::parse_file(&generated.rust).unwrap())
    };
    let added = r#""background_sound_effect": {"type": ["string", "null"], "description": "New."}, "is_motion": {"#;
    let bumped = DOCUMENT_TEXT.replacen(r#""is_motion": {"#, &added.replace("background_sound_effect", "newField"), 1);
    assert_ne!(bumped, DOCUMENT_TEXT);
    let (before, after) = (rust(DOCUMENT_TEXT), rust(&bumped));
    let (gone, new) = (changed_lines(&before, &after), changed_lines(&after, &before));
    assert!(gone.is_empty() && (1..=4).contains(&new.len()), "{gone:#?} {new:#?}");
}
