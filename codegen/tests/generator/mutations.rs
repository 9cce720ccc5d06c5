//! The generator never panics. If nodes of a document are removed or replaced, the result is a client or a
//! readable error.

use proptest::prelude::*;
use serde_json::{Value, json};
use serde_json_path::JsonPath;

use crate::fixtures::{self, DOCUMENT_TEXT, external_api, source, video_status};
use heygen_api_codegen::document::pointer::split;
use heygen_api_codegen::generate;

fn document(index: usize) -> Value {
    let documents = [external_api, video_status, || source(fixtures::DOCUMENT, DOCUMENT_TEXT)];
    documents[index]().published().unwrap()
}

/// The pointers of all nodes.
fn pointers(document: &Value) -> Vec<String> {
    let below = JsonPath::parse("$..*").unwrap();
    let below =
        below.query_located(document).locations().map(|location| location.to_json_pointer()).collect::<Vec<_>>();
    [vec![String::new()], below].concat()
}

/// What a node becomes.
#[derive(Clone, Debug)]
enum Mutation {
    Removed,
    Value(Value),
    Copy(prop::sample::Index),
}

fn mutation() -> impl Strategy<Value = (prop::sample::Index, Mutation)> {
    let Value::Array(values) = json!([
        null, true, false, -1, 1.5, 1e300, "", "string", "é{}", "#/components/schemas/Video", [], [null], ["a", "a"], {},
        { "type": "null" }, { "$ref": "#/components/schemas/Video" }, { "$ref": "#" }, { "": {} }, { "enum": [] },
        { "allOf": [] }, { "not": {} }, { "type": "object", "nullable": 1 },
    ]) else {
        unreachable!()
    };
    let kind = prop_oneof![
        Just(Mutation::Removed),
        prop::sample::select(values).prop_map(Mutation::Value),
        any::<prop::sample::Index>().prop_map(Mutation::Copy)
    ];
    (any::<prop::sample::Index>(), kind)
}

fn mutate(document: &mut Value, at: &prop::sample::Index, mutation: &Mutation) {
    let all = pointers(document);
    let pointer = at.get(&all).as_str();
    let value = match mutation {
        Mutation::Value(value) => value.clone(),
        Mutation::Copy(other) => document.pointer(other.get::<String>(&all)).unwrap().clone(),
        Mutation::Removed => {
            let Some((parent, key)) = split(pointer) else { return };
            return match document.pointer_mut(parent) {
                Some(Value::Object(members)) => drop(members.remove(&key)),
                Some(Value::Array(entries)) => drop(entries.remove(key.parse().unwrap())),
                _ => {}
            };
        }
    };
    *document.pointer_mut(pointer).unwrap() = value;
}

proptest! {
    #![proptest_config(fixtures::case_count(64))]
    #[test]
    fn a_mutated_document_is_a_client_or_a_readable_error(
        index in 0..3_usize,
        mutations in prop::collection::vec(mutation(), 1..4),
    ) {
        let mut mutated = document(index);
        for (at, mutation) in &mutations {
            mutate(&mut mutated, at, mutation);
        }
        match generate(&[source("mutated.json", &mutated.to_string())]) {
            Ok(generated) => prop_assert!(syn::parse_file(&generated.rust).is_ok()),
            Err(diagnostic) => {
                let text = diagnostic.to_string();
                prop_assert!(!text.contains("panicked"), "{text}");
                prop_assert!(text.contains("help: ") && diagnostic.message.len() > 5, "{text}");
            }
        }
    }
}
