//! Checks every example and default against its schema, with JSON Schema 2020-12.

use anyhow::Result;
use jsonschema::{Draft, Registry, ValidationError};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::Serialize;
use serde_json::{Value, json};

use heygen_api_codegen::keywords::is_data;

use super::actions;
use crate::openapi::{self, follow, join, split};

/// A keyword of a schema that an example in the same document contradicts.
#[derive(Clone, Debug, Serialize)]
pub struct Contradiction {
    pub file: String,
    /// The schema that contains `keyword`.
    pub pointer: String,
    pub keyword: String,
    /// The value of the keyword.
    pub expected: Value,
    pub examples: Vec<Example>,
    /// The overlay actions that resolve it; none if you have to write them.
    pub actions: Vec<Value>,
}

/// A value in a document, or a part of one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Example {
    pub pointer: String,
    pub value: Value,
    /// The pointer of the default that it is, or is a part of.
    #[serde(skip)]
    pub default_at: Option<String>,
}

const URI: &str = "urn:heygen:document";
/// The characters of a JSON pointer that the fragment of a URI cannot have.
const POINTER: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'~');

/// Counts the examples and defaults of a document, and finds the keywords that they contradict.
pub fn contradictions(file: &str, document: &Value) -> Result<(usize, Vec<Contradiction>)> {
    let samples = samples(document);
    let mut validated = document.clone();
    openapi::own_definitions(&mut validated);
    let registry = Registry::new().draft(Draft::Draft202012).add(URI, &validated)?.prepare()?;
    let mut found: Vec<Contradiction> = Vec::new();
    for (schema, sample) in &samples {
        let uri = format!("{URI}#{}", utf8_percent_encode(schema, POINTER));
        let options = jsonschema::options().with_draft(Draft::Draft202012).with_registry(&registry);
        let wrong: Vec<(String, String, Value, Example)> = match options.build(&json!({ "$ref": uri })) {
            Ok(validator) => validator
                .iter_errors(&sample.value)
                .map(|error| contradicted(document, schema, sample, &error))
                .collect(),
            // The reference leads to another document, or to nothing.
            Err(error) => vec![(schema.clone(), "$ref".to_owned(), json!(error.to_string()), sample.clone())],
        };
        for (pointer, keyword, expected, example) in wrong {
            match found.iter_mut().find(|one| one.pointer == pointer && one.keyword == keyword) {
                Some(known) if known.examples.contains(&example) => {}
                Some(known) => known.examples.push(example),
                None => {
                    let (file, examples) = (file.to_owned(), vec![example]);
                    found.push(Contradiction { file, pointer, keyword, expected, examples, actions: Vec::new() });
                }
            }
        }
    }
    for one in &mut found {
        one.actions = actions::resolve(document, one);
    }
    Ok((samples.len(), found))
}

/// The schema, the keyword and its value that an error is about, and the part of the sample.
fn contradicted(
    document: &Value,
    schema: &str,
    sample: &Example,
    error: &ValidationError<'_>,
) -> (String, String, Value, Example) {
    let at = location(error).unwrap_or_else(|| schema.to_owned());
    let mut keyword = error.kind().keyword().to_owned();
    if keyword == "falseSchema" {
        // The keyword whose value is `false`, such as `additionalProperties`.
        keyword = split(&at).map_or(keyword, |(_, step)| step);
    }
    // jsonschema gives the location of the keyword, or that of the schema.
    let pointer = split(&at).filter(|(_, step)| *step == keyword).map_or(at.as_str(), |(parent, _)| parent).to_owned();
    let expected = document.pointer(&join(&pointer, &keyword)).cloned().unwrap_or(Value::Null);
    let example = Example {
        pointer: format!("{}{}", sample.pointer, error.instance_path()),
        value: error.instance().clone().into_owned(),
        default_at: sample.default_at.clone(),
    };
    (pointer, keyword, expected, example)
}

/// The pointer of the keyword in the document.
fn location(error: &ValidationError<'_>) -> Option<String> {
    let uri = error.absolute_keyword_location()?.as_str();
    let (base, fragment) = uri.split_once('#')?;
    (base == URI).then(|| percent_decode_str(fragment).decode_utf8_lossy().into_owned())
}

/// All examples and defaults of a document, each with the pointer of its schema.
fn samples(document: &Value) -> Vec<(String, Example)> {
    let mut found = Vec::new();
    add_media_examples(document, document, "", &mut found);
    openapi::schemas(&mut document.clone(), "", &mut |pointer, schema| {
        let mut add = |place: String, value: &Value, default_at| {
            found.push((pointer.to_owned(), Example { pointer: place, value: value.clone(), default_at }));
        };
        let place = |key: &str| join(pointer, key);
        if let Some(value) = schema.get("default") {
            add(place("default"), value, Some(place("default")));
        }
        if let Some(value) = schema.get("example") {
            add(place("example"), value, None);
        }
        for (index, value) in schema.get("examples").and_then(Value::as_array).into_iter().flatten().enumerate() {
            add(join(&place("examples"), &index.to_string()), value, None);
        }
    });
    found
}

/// Adds the examples beside a `schema`: in media types, parameters and headers.
fn add_media_examples(document: &Value, node: &Value, pointer: &str, found: &mut Vec<(String, Example)>) {
    if let Value::Object(members) = node
        && members.contains_key("schema")
    {
        let mut add = |place: String, value: &Value| {
            let example = Example { pointer: place, value: value.clone(), default_at: None };
            found.push((join(pointer, "schema"), example));
        };
        if let Some(value) = members.get("example") {
            add(join(pointer, "example"), value);
        }
        for (name, example) in members.get("examples").and_then(Value::as_object).into_iter().flatten() {
            if let Ok(example) = follow(document, example)
                && let Some(value) = example.get("value")
            {
                add(join(&join(&join(pointer, "examples"), name), "value"), value);
            }
        }
    }
    for (key, place, value) in openapi::children(node, pointer) {
        let is_schema = key == "schema" || key == "schemas" && pointer == "/components";
        if !is_schema && !is_data(&key) && !key.starts_with("x-") {
            add_media_examples(document, value, &place, found);
        }
    }
}
