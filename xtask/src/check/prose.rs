//! Sentences that state a limit which no keyword of the schema states.

use std::sync::LazyLock;

use anyhow::Result;
use regex::Regex;
use serde::Serialize;
use serde_json::{Value, json};

use crate::corrections::Corrected;
use crate::path::json_path;
use heygen_api_codegen::document::resolve;
use heygen_api_codegen::document::visit::{DATA, join};

/// A limit in prose with no machine-readable twin.
#[derive(Clone, Debug, Serialize)]
pub struct Limit {
    pub file: String,
    /// What has the description.
    pub pointer: String,
    pub sentence: String,
    /// What the schema says in its place, if it says anything.
    pub says: Option<String>,
    /// An action that would say it; `None` where the keyword is not plain.
    pub action: Option<Value>,
}

/// How a sentence bounds a number.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Max,
    Min,
}

const MAX: &[&str] = &["maxItems", "maxLength", "maximum", "exclusiveMaximum", "maxProperties"];
const MIN: &[&str] = &["minItems", "minLength", "minimum", "exclusiveMinimum", "minProperties"];
const WORDS: &[&str] = &["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// Phrases with one number or two.
static PHRASES: LazyLock<Vec<(Regex, &[Side])>> = LazyLock::new(|| {
    const N: &str = r"(-?\d+(?:,\d{3})*(?:\.\d+)?|zero|one|two|three|four|five|six|seven|eight|nine|ten)\b";
    let of = r"(?: (?:number|length|size|value|count|total|duration))?(?: allowed)?(?: of| is|:| =)*";
    [
        (format!(r"\bbetween {N} ?[a-z%]* ?(?:and|to|-) ?{N}"), &[Side::Min, Side::Max][..]),
        (format!(r"\b(?:from|range[sd]?(?: of| is| from|:)*) {N} ?(?:to|and|-|–) ?{N}"), &[Side::Min, Side::Max]),
        (format!(r"\b{N} ?(?:to|-|–) ?{N} (?:characters|items|images|seconds|entries)\b"), &[Side::Min, Side::Max]),
        (format!(r"\bmax(?:imum|\.)?{of} {N}"), &[Side::Max]),
        (format!(r"\b(?:at most|up to|(?:no|not) (?:more|longer|larger|greater) than|exceed(?:ing|s)?|fewer than|less than(?: or equal to)?|limit(?:ed)?(?: of| to| is)+) {N}"), &[Side::Max]),
        (format!(r"\b{N} \w+ (?:max(?:imum)?\b|or (?:fewer|less)\b)"), &[Side::Max]),
        (format!(r"\bmin(?:imum|\.)?{of} {N}"), &[Side::Min]),
        (format!(r"\b(?:at least|(?:no|not) (?:fewer|less|shorter) than|greater than(?: or equal to)?) {N}"), &[Side::Min]),
        (format!(r"\b{N} (?:\w+ )?or more\b"), &[Side::Min]),
    ]
    .into_iter()
    .filter_map(|(pattern, sides)| Some((Regex::new(&format!("(?i){pattern}")).ok()?, sides)))
    .collect()
});

/// The limits of a document's descriptions that neither its schemas nor a guard of its overlay knows.
pub fn without_twin(file: &str, corrected: &Corrected) -> Result<Vec<Limit>> {
    let document = &corrected.document;
    let mut found = Vec::new();
    described(document, "", &mut |pointer, node, description| {
        for (sentence, side, number) in stated(description) {
            let quoted = corrected.quotes.iter().any(|(place, quote)| place == pointer && quote.contains(sentence));
            let mut keywords = Vec::new();
            machine_readable(document, node, 0, &mut keywords);
            let twins = if side == Side::Max { MAX } else { MIN };
            let says: Vec<_> = keywords.into_iter().filter(|(keyword, _)| twins.contains(&keyword.as_str())).collect();
            let settled = says.iter().any(|(_, value)| value.as_f64() == Some(number));
            if quoted && says.is_empty() || settled {
                continue;
            }
            let action = keyword(node, sentence, side).map(|keyword| {
                let number = if number.fract() == 0.0 { json!(number as i64) } else { json!(number) };
                json!({
                    "target": json_path(document, pointer),
                    "description": "The limit stands in prose only.",
                    "x-upstream": { "description": sentence },
                    "update": { keyword: number },
                })
            });
            let says = says.iter().map(|(keyword, value)| format!("`{keyword}`: {value}")).collect::<Vec<_>>();
            let says = (!says.is_empty()).then(|| says.join(", "));
            found.push(Limit {
                file: file.to_owned(),
                pointer: pointer.to_owned(),
                sentence: sentence.to_owned(),
                says,
                action,
            });
        }
    });
    found.dedup_by(|one, other| {
        one.pointer == other.pointer
            && one.sentence == other.sentence
            && one.action == other.action
            && one.says == other.says
    });
    Ok(found)
}

/// The limits that a text states: sentence, side, number.
fn stated(text: &str) -> Vec<(&str, Side, f64)> {
    let mut found = Vec::new();
    for sentence in sentences(text) {
        let mut taken: Vec<std::ops::Range<usize>> = Vec::new();
        for (phrase, sides) in PHRASES.iter() {
            for captures in phrase.captures_iter(sentence) {
                let Some(whole) = captures.get(0) else { continue };
                if taken.iter().any(|range| range.start < whole.end() && whole.start() < range.end) {
                    continue;
                }
                taken.push(whole.range());
                let numbers = captures.iter().skip(1).flatten().zip(*sides);
                found.extend(numbers.filter_map(|(number, side)| Some((sentence, *side, value(number.as_str())?))));
            }
        }
    }
    found
}

/// The limits that a text states, as far as they differ: numbers, and whether each is the most.
pub fn limits(text: &str) -> Vec<(bool, f64)> {
    stated(text).into_iter().map(|(_, side, number)| (side == Side::Max, number)).collect()
}

fn value(text: &str) -> Option<f64> {
    let word = WORDS.iter().position(|word| text.eq_ignore_ascii_case(word)).map(|index| index as f64);
    word.or_else(|| text.replace(',', "").parse().ok())
}

/// The sentences of a text: they end with a full stop and a space, or with a line.
pub fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| {
        let mut rest = line;
        std::iter::from_fn(move || {
            if rest.trim().is_empty() {
                return None;
            }
            let end = rest.find(". ").map_or(rest.len(), |at| at + 1);
            let (sentence, more) = rest.split_at(end);
            rest = more;
            Some(sentence.trim())
        })
    })
}

/// Visits what has a description.
fn described<'a>(node: &'a Value, pointer: &str, visit: &mut dyn FnMut(&str, &'a Value, &'a str)) {
    match node {
        Value::Object(members) => {
            if let Some(description) = members.get("description").and_then(Value::as_str) {
                visit(pointer, node, description);
            }
            for (key, value) in members {
                if !DATA.contains(&key.as_str()) && !key.starts_with("x-") {
                    described(value, &join(pointer, key), visit);
                }
            }
        }
        Value::Array(entries) => {
            for (index, value) in entries.iter().enumerate() {
                described(value, &join(pointer, &index.to_string()), visit);
            }
        }
        _ => {}
    }
}

/// The limits that a schema states of itself and of its entries, or that of a parameter or media type.
fn machine_readable(document: &Value, node: &Value, depth: usize, found: &mut Vec<(String, Value)>) {
    let Ok(node) = resolve::follow(document, node) else { return };
    for keyword in MAX.iter().chain(MIN) {
        found.extend(node.get(*keyword).map(|value| ((*keyword).to_owned(), value.clone())));
    }
    if depth > 4 {
        return;
    }
    let ones = ["schema", "items"].iter().filter_map(|key| node.get(*key));
    let lists = ["anyOf", "oneOf", "allOf"].iter().filter_map(|key| node.get(*key)?.as_array()).flatten();
    for part in ones.chain(lists) {
        machine_readable(document, part, depth + 1, found);
    }
}

/// The keyword that a sentence most likely means.
fn keyword(node: &Value, sentence: &str, side: Side) -> Option<&'static str> {
    let max = side == Side::Max;
    let text = sentence.to_lowercase();
    match node["type"].as_str()? {
        "array" => Some(if max { "maxItems" } else { "minItems" }),
        "string" if text.contains("character") || text.contains("length") => {
            Some(if max { "maxLength" } else { "minLength" })
        }
        "integer" | "number" => Some(if max { "maximum" } else { "minimum" }),
        _ => None,
    }
}
