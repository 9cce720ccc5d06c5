//! JSON Schemas of requests, which tools take as their inputs.

use clients::fixtures::types;
use serde_json::{Value, json};

/// Checks a schema and those in it.
fn check(schema: &Value, place: &str, objects: &mut usize) {
    let members = schema.as_object().unwrap_or_else(|| panic!("{place} is {schema}"));
    if schema["type"] == "object" || members.contains_key("properties") {
        assert!(members.contains_key("additionalProperties"), "{place} is open: {schema}");
        *objects += 1;
    }
    for (key, value) in members {
        let place = format!("{place}/{key}");
        match (key.as_str(), value) {
            ("properties" | "$defs", Value::Object(parts)) => {
                parts.iter().for_each(|(name, part)| check(part, &format!("{place}/{name}"), objects));
            }
            ("anyOf" | "oneOf" | "allOf", Value::Array(parts)) => {
                parts.iter().for_each(|part| check(part, &place, objects));
            }
            ("items", part) => check(part, &place, objects),
            _ => {}
        }
    }
}

#[test]
fn every_schema_is_an_object_and_every_object_says_whether_it_is_closed() {
    let schemas = include!(concat!(env!("OUT_DIR"), "/schemas.rs"));
    let mut objects = 0;
    schemas.iter().for_each(|schema| check(schema.as_value(), "", &mut objects));
    assert!(schemas.len() >= 10 && objects >= 20, "{} schemas with {objects} objects", schemas.len());
}

#[test]
fn the_branches_of_a_tagged_union_require_their_tags_and_are_closed() {
    let schema = schemars::schema_for!(types::PhotoAvatarRequestFile).to_value();
    let branches = schema["anyOf"].as_array().unwrap();
    assert!(branches.len() >= 2, "{schema}");
    for branch in branches {
        let branch = schema.pointer(&branch["$ref"].as_str().unwrap()[1..]).unwrap();
        assert_eq!(branch["additionalProperties"], json!(false), "{branch}");
        assert!(branch["required"].as_array().unwrap().contains(&json!("type")), "{branch}");
        let tag = schema.pointer(&branch["properties"]["type"]["$ref"].as_str().unwrap()[1..]).unwrap();
        assert!(tag["enum"].as_array().is_some_and(|values| values.len() == 1), "{tag}");
    }
}
