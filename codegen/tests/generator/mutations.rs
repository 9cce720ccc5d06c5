//! The generator never panics. If nodes of a document are dropped, swapped or retyped, the result is a client or a
//! readable error.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::fixtures::{self, DOCUMENT_TEXT, external_api, source, video_status};
use heygen_api_codegen::document::pointer::{join, unescape};
use heygen_api_codegen::generate;

fn document(index: usize) -> Value {
    let documents = [external_api, video_status, || source(fixtures::DOCUMENT, DOCUMENT_TEXT)];
    documents[index]().published().unwrap()
}

fn pointers(node: &Value, here: &str, all: &mut Vec<String>) {
    all.push(here.to_owned());
    match node {
        Value::Object(members) => {
            for (key, value) in members {
                pointers(value, &join(here, key), all);
            }
        }
        Value::Array(entries) => {
            for (index, value) in entries.iter().enumerate() {
                pointers(value, &join(here, &index.to_string()), all);
            }
        }
        _ => {}
    }
}

#[derive(Clone, Debug)]
enum Mutation {
    Drop,
    Retype(Value),
    Swap(prop::sample::Index),
}

fn mutation() -> impl Strategy<Value = (prop::sample::Index, Mutation)> {
    let other = prop::sample::select(vec![
        json!(null),
        json!(true),
        json!(false),
        json!(-1),
        json!(1.5),
        json!(1e300),
        json!(""),
        json!("string"),
        json!("é{}"),
        json!("#/components/schemas/Video"),
        json!([]),
        json!([null]),
        json!(["a", "a"]),
        json!({}),
        json!({ "type": "null" }),
        json!({ "$ref": "#/components/schemas/Video" }),
        json!({ "$ref": "#" }),
        json!({ "": {} }),
        json!({ "enum": [] }),
        json!({ "allOf": [] }),
        json!({ "not": {} }),
        json!({ "type": "object", "nullable": 1 }),
    ]);
    let kind = prop_oneof![
        Just(Mutation::Drop),
        other.prop_map(Mutation::Retype),
        any::<prop::sample::Index>().prop_map(Mutation::Swap)
    ];
    (any::<prop::sample::Index>(), kind)
}

fn mutate(document: &mut Value, at: &prop::sample::Index, mutation: &Mutation) {
    let mut all = Vec::new();
    pointers(document, "", &mut all);
    let pointer = at.get(&all).clone();
    match mutation {
        Mutation::Drop => {
            let Some((parent, key)) = pointer.rsplit_once('/') else { return };
            match document.pointer_mut(parent) {
                Some(Value::Object(members)) => drop(members.remove(&unescape(key))),
                Some(Value::Array(entries)) => drop(entries.remove(key.parse().unwrap())),
                _ => {}
            }
        }
        Mutation::Retype(value) => *document.pointer_mut(&pointer).unwrap() = value.clone(),
        Mutation::Swap(other) => {
            let other = other.get(&all);
            let (here, there) = (document.pointer(&pointer).unwrap().clone(), document.pointer(other).unwrap().clone());
            *document.pointer_mut(&pointer).unwrap() = there;
            if let Some(node) = document.pointer_mut(other) {
                *node = here;
            }
        }
    }
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
