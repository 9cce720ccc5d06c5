//! Converts YAML 1.2 to JSON with the core schema. Members keep their order, and what is quoted stays a string.

use anyhow::{Result, bail};
use saphyr::{Scalar, YamlLoader, YamlOwned};
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError};
use serde_json::{Map, Number, Value};

/// The recursion limit of serde_json.
const MAX_DEPTH: usize = 127;

/// Converts a text with one document.
pub fn to_json(text: &str) -> Result<Value> {
    reject_unsupported(text)?;
    let mut loader = YamlLoader::<YamlOwned>::default();
    // Keys keep their text: `200:` is "200", and `1.0:` is "1.0".
    loader.early_parse(false);
    Parser::new_from_str(text).load(&mut loader, true).map_err(at_line)?;
    if let Some(error) = loader.error() {
        return Err(at_line(error.clone()));
    }
    match loader.into_documents().as_slice() {
        [document] => convert_node(document),
        _ => bail!("no YAML document"),
    }
}

/// Rejects what JSON cannot express, with its line: merge keys, several documents, and deep nesting.
fn reject_unsupported(text: &str) -> Result<()> {
    let (mut depth, mut documents) = (0, 0);
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(at_line)?;
        match event {
            Event::DocumentStart(_) if documents == 1 => bail!(at_place("a second YAML document", span.start)),
            Event::DocumentStart(_) => documents += 1,
            Event::SequenceStart(..) | Event::MappingStart(..) if depth == MAX_DEPTH => {
                bail!(at_place("nesting deeper than 127 levels", span.start))
            }
            Event::SequenceStart(..) | Event::MappingStart(..) => depth += 1,
            Event::SequenceEnd | Event::MappingEnd => depth -= 1,
            Event::Scalar(name, ScalarStyle::Plain, ..) if name == "<<" => {
                bail!(at_place("a merge key (`<<`), which YAML 1.2 does not have", span.start))
            }
            _ => {}
        }
    }
    Ok(())
}

fn convert_node(node: &YamlOwned) -> Result<Value> {
    Ok(match node {
        YamlOwned::Representation(text, style, tag) => {
            if let Some(tag) = tag.as_ref().filter(|tag| !tag.is_yaml_core_schema()) {
                bail!("the tag {tag} is not supported");
            }
            match text.parse::<u64>() {
                Ok(number) if *style == ScalarStyle::Plain && tag.is_none() => number.into(),
                _ => convert_scalar(
                    Scalar::parse_from_cow_and_metadata(
                        text.into(),
                        *style,
                        tag.clone().map(std::borrow::Cow::Owned).as_ref(),
                    ),
                    text,
                )?,
            }
        }
        YamlOwned::Sequence(entries) => entries.iter().map(convert_node).collect::<Result<_>>()?,
        YamlOwned::Mapping(members) => {
            let mut object = Map::new();
            for (key, value) in members {
                let YamlOwned::Representation(key, ..) = key else { bail!("a key is not a scalar") };
                if object.insert(key.clone(), convert_node(value)?).is_some() {
                    bail!("the key {key:?} occurs twice in one mapping");
                }
            }
            object.into()
        }
        YamlOwned::Tagged(tag, _) => bail!("the tag {tag} is not supported"),
        _ => bail!("an alias refers to itself, or to an anchor that does not exist"),
    })
}

fn convert_scalar(scalar: Option<Scalar<'_>>, text: &str) -> Result<Value> {
    Ok(match scalar {
        Some(Scalar::Null) => Value::Null,
        Some(Scalar::Boolean(value)) => value.into(),
        Some(Scalar::Integer(value)) => value.into(),
        Some(Scalar::String(text)) => text.into_owned().into(),
        Some(Scalar::FloatingPoint(value)) => match Number::from_f64(value.0) {
            Some(number) => number.into(),
            None => bail!("JSON has no number {text}"),
        },
        None => bail!("the tag of {text:?} is not supported"),
    })
}

fn at_line(error: ScanError) -> anyhow::Error {
    anyhow::Error::msg(at_place(error.info(), *error.marker()))
}

fn at_place(what: &str, at: Marker) -> String {
    format!("{what} at line {} column {}", at.line(), at.col() + 1)
}
