//! Checks every example and default against its schema, with JSON Schema 2020-12.

use anyhow::Result;
use jsonschema::{Draft, Registry, ValidationError};
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

/// A value that contradicts its schema.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Example {
    pub pointer: String,
    pub value: Value,
    #[serde(skip)]
    pub nature: Nature,
}

/// The kind of a value that contradicts the schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Nature {
    Example,
    /// A default, with its pointer.
    Default(String),
}

struct Sample {
    schema: String,
    place: String,
    value: Value,
    nature: Nature,
}

const URI: &str = "urn:heygen:document";

/// Counts the examples and defaults of a document, and finds the keywords that they contradict.
pub fn contradictions(file: &str, document: &Value) -> Result<(usize, Vec<Contradiction>)> {
    let samples = samples(document);
    let old = document["openapi"].as_str().is_some_and(|version| version.starts_with("3.0"));
    let mut validated = document.clone();
    openapi::own_definitions(&mut validated);
    let validated = if old { as_2020_12(validated) } else { validated };
    let registry = Registry::new().draft(Draft::Draft202012).add(URI, &validated)?.prepare()?;
    let mut found: Vec<Contradiction> = Vec::new();
    for sample in &samples {
        let uri = format!("{URI}#{}", encode(&sample.schema));
        let built = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .with_registry(&registry)
            .build(&json!({ "$ref": uri }));
        let validator = match built {
            Ok(validator) => validator,
            // The reference leads to another document, or to nothing.
            Err(error) => {
                let expected = json!(error.to_string());
                let example = Example {
                    pointer: sample.place.clone(),
                    value: sample.value.clone(),
                    nature: sample.nature.clone(),
                };
                let (file, pointer, keyword) = (file.to_owned(), sample.schema.clone(), "$ref".to_owned());
                let examples = vec![example];
                found.push(Contradiction { file, pointer, keyword, expected, examples, actions: Vec::new() });
                continue;
            }
        };
        for error in validator.iter_errors(&sample.value) {
            let keyword = location(&error).unwrap_or_else(|| sample.schema.clone());
            let new = contradiction(file, document, sample, &error, &keyword);
            match found.iter_mut().find(|one| one.pointer == new.pointer && one.keyword == new.keyword) {
                Some(known) => {
                    let more: Vec<_> =
                        new.examples.into_iter().filter(|example| !known.examples.contains(example)).collect();
                    known.examples.extend(more);
                }
                None => found.push(new),
            }
        }
    }
    for one in &mut found {
        one.actions = actions::all(document, std::slice::from_ref(one));
    }
    Ok((samples.len(), found))
}

fn contradiction(
    file: &str,
    document: &Value,
    sample: &Sample,
    error: &ValidationError<'_>,
    at: &str,
) -> Contradiction {
    let mut keyword = error.kind().keyword().to_owned();
    if keyword == "falseSchema" {
        // The keyword whose value is `false`, such as `additionalProperties`.
        keyword = split(at).map_or(keyword, |(_, step)| step);
    }
    // jsonschema gives the location of the keyword, or that of the schema.
    let pointer = split(at).filter(|(_, step)| *step == keyword).map_or(at, |(parent, _)| parent);
    let expected = document.pointer(&join(pointer, &keyword)).cloned().unwrap_or(Value::Null);
    let example = Example {
        pointer: format!("{}{}", sample.place, error.instance_path()),
        value: error.instance().clone().into_owned(),
        nature: sample.nature.clone(),
    };
    let (file, pointer, examples) = (file.to_owned(), pointer.to_owned(), vec![example]);
    Contradiction { file, pointer, keyword, expected, examples, actions: Vec::new() }
}

/// The pointer of the keyword in the document.
fn location(error: &ValidationError<'_>) -> Option<String> {
    let uri = error.absolute_keyword_location()?.as_str();
    let (base, fragment) = uri.split_once('#')?;
    (base == URI).then(|| decode(fragment))
}

/// All examples and defaults of a document, each with its schema.
fn samples(document: &Value) -> Vec<Sample> {
    let mut found = Vec::new();
    outside(document, document, "", &mut found);
    let mut copy = document.clone();
    openapi::schemas(&mut copy, "", &mut |pointer, schema| {
        let sample = |key: &str, value: &Value, nature| Sample {
            schema: pointer.to_owned(),
            place: join(pointer, key),
            value: value.clone(),
            nature,
        };
        if let Some(value) = schema.get("default") {
            found.push(sample("default", value, Nature::Default(join(pointer, "default"))));
        }
        if let Some(value) = schema.get("example") {
            found.push(sample("example", value, Nature::Example));
        }
        for (index, value) in schema.get("examples").and_then(Value::as_array).into_iter().flatten().enumerate() {
            let place = join(&join(pointer, "examples"), &index.to_string());
            found.push(Sample { place, ..sample("examples", value, Nature::Example) });
        }
    });
    found
}

/// Finds the examples beside a `schema`: in media types, parameters and headers.
fn outside(document: &Value, node: &Value, pointer: &str, found: &mut Vec<Sample>) {
    match node {
        Value::Object(members) => {
            if members.contains_key("schema") {
                let mut add = |place: String, value: &Value| {
                    let schema = join(pointer, "schema");
                    found.push(Sample { schema, place, value: value.clone(), nature: Nature::Example });
                };
                if let Some(value) = members.get("example") {
                    add(join(pointer, "example"), value);
                }
                for (name, example) in members.get("examples").and_then(Value::as_object).into_iter().flatten() {
                    let place = join(&join(&join(pointer, "examples"), name), "value");
                    if let Ok(example) = follow(document, example)
                        && let Some(value) = example.get("value")
                    {
                        add(place, value);
                    }
                }
            }
            for (key, value) in members {
                let skipped = key == "schema"
                    || key == "schemas" && pointer == "/components"
                    || is_data(key)
                    || key.starts_with("x-");
                if !skipped {
                    outside(document, value, &join(pointer, key), found);
                }
            }
        }
        Value::Array(entries) => {
            for (index, value) in entries.iter().enumerate() {
                outside(document, value, &join(pointer, &index.to_string()), found);
            }
        }
        _ => {}
    }
}

/// Converts the schemas of OpenAPI 3.0 to JSON Schema 2020-12.
fn as_2020_12(mut document: Value) -> Value {
    openapi::schemas(&mut document, "", &mut |_, schema| {
        let Some(members) = schema.as_object_mut() else { return };
        for (flag, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
            if let Some(Value::Bool(exclusive)) = members.get(flag).cloned() {
                members.remove(flag);
                if exclusive && let Some(value) = members.remove(bound) {
                    members.insert(flag.into(), value);
                }
            }
        }
        if members.remove("nullable") == Some(json!(true)) {
            if let Some(name) = members.get("type").cloned() {
                members.insert("type".into(), json!([name, "null"]));
            }
            if let Some(Value::Array(values)) = members.get_mut("enum") {
                values.push(Value::Null);
            }
        }
    });
    document
}

/// A pointer as the fragment of a URI.
fn encode(pointer: &str) -> String {
    const PLAIN: &[u8] = b"-._~/!$&'()*+,;=:@";
    pointer.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || PLAIN.contains(&byte) {
            out.push(char::from(byte));
        } else {
            out += &format!("%{byte:02X}");
        }
        out
    })
}

fn decode(fragment: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = fragment.as_bytes();
    while let [first, more @ ..] = rest {
        let hex = more.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match hex.and_then(|two| u8::from_str_radix(two, 16).ok()).filter(|_| *first == b'%') {
            Some(byte) => (bytes.push(byte), rest = &more[2..]),
            None => (bytes.push(*first), rest = more),
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
