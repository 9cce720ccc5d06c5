//! Finds limits that a description states, but no keyword of the schema.

use std::sync::LazyLock;

use anyhow::Result;
use regex::Regex;
use serde::Serialize;
use serde_json::{Value, json};

use heygen_api_codegen::keywords::{Rule, has_rule, with_rule};

use crate::openapi::corrections::Corrected;
use crate::openapi::{follow, json_path, visit_nodes};

/// A limit that only a description states.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Limit {
    pub file: String,
    /// The node that has the description.
    pub pointer: String,
    pub sentence: String,
    /// The keywords of the schema that state a different limit.
    pub in_schema: Option<String>,
    /// An action that adds the keyword, or acknowledges the sentence if it is not clear which one.
    pub action: Value,
}

/// A limit in a text: `Rule::Maximum` or `Rule::Minimum`, and its number.
pub type StatedLimit = (Rule, f64);

const WORDS: &[&str] = &["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// A number in a text.
pub const NUMBER: &str = r"(-?\d+(?:,\d{3})*(?:\.\d+)?|zero|one|two|three|four|five|six|seven|eight|nine|ten)\b";

/// Phrases that state a limit, with the rule of each number in them.
static PHRASES: LazyLock<Vec<(Regex, &[Rule])>> = LazyLock::new(|| {
    const N: &str = NUMBER;
    let of = r"(?: (?:number|length|size|value|count|total|duration))?(?: allowed)?(?: of| is|:| =)*";
    [
        (format!(r"\bbetween {N} ?[a-z%]* ?(?:and|to|-) ?{N}"), &[Rule::Minimum, Rule::Maximum][..]),
        (format!(r"\b(?:from|range[sd]?(?: of| is| from|:)*) {N} ?(?:to|and|-|–) ?{N}"), &[Rule::Minimum, Rule::Maximum]),
        (format!(r"\b{N} ?(?:to|-|–) ?{N} (?:characters|items|images|seconds|entries)\b"), &[Rule::Minimum, Rule::Maximum]),
        (format!(r"\bmax(?:imum|\.)?{of} {N}"), &[Rule::Maximum]),
        (format!(r"\b(?:at most|up to|(?:no|not) (?:more|longer|larger|greater) than|exceed(?:ing|s)?|fewer than|less than(?: or equal to)?|limit(?:ed)?(?: of| to| is)+) {N}"), &[Rule::Maximum]),
        (format!(r"\b{N} \w+ (?:max(?:imum)?\b|or (?:fewer|less)\b)"), &[Rule::Maximum]),
        (format!(r"\bmin(?:imum|\.)?{of} {N}"), &[Rule::Minimum]),
        (format!(r"\b(?:at least|(?:no|not) (?:fewer|less|shorter) than|greater than(?: or equal to)?) {N}"), &[Rule::Minimum]),
        (format!(r"\b{N} (?:\w+ )?or more\b"), &[Rule::Minimum]),
    ]
    .into_iter()
    .filter_map(|(pattern, rules)| Some((Regex::new(&format!("(?i){pattern}")).ok()?, rules)))
    .collect()
});

/// The limits in descriptions that the schema does not state and no guard quotes.
pub fn unstated(file: &str, corrected: &Corrected) -> Result<Vec<Limit>> {
    let document = &corrected.document;
    let mut found = Vec::new();
    visit_nodes(document, "", &mut |pointer, node| {
        for (sentence, rule, number) in stated_limits(node["description"].as_str().unwrap_or_default()) {
            let mut quotes =
                corrected.quotes.iter().filter(|one| one.pointer == pointer && one.text.contains(sentence));
            let quote = quotes.next();
            if quote.is_some_and(|quote| quote.acknowledges) {
                continue;
            }
            let mut keywords = Vec::new();
            machine_readable(document, node, 0, &mut keywords);
            let stated: Vec<_> = keywords.into_iter().filter(|(keyword, _)| has_rule(keyword, &[rule])).collect();
            let is_stated = stated.iter().any(|(_, value)| value.as_f64() == Some(number));
            if quote.is_some() && stated.is_empty() || is_stated {
                continue;
            }
            let number = if number.fract() == 0.0 { json!(number as i64) } else { json!(number) };
            let keyword = limit_keyword(node, sentence, rule);
            let action = json!({
                "target": json_path::of_pointer(document, pointer),
                "description": "Only the description states the limit.",
                "x-upstream": { "description": sentence },
                "update": keyword.map_or_else(|| json!({}), |keyword| json!({ keyword: number })),
            });
            let stated = stated.iter().map(|(keyword, value)| format!("`{keyword}`: {value}")).collect::<Vec<_>>();
            let in_schema = (!stated.is_empty()).then(|| stated.join(", "));
            found.push(Limit {
                file: file.to_owned(),
                pointer: pointer.to_owned(),
                sentence: sentence.to_owned(),
                in_schema,
                action,
            });
        }
    });
    found.dedup();
    Ok(found)
}

/// The limits in a text: sentence, rule and number.
fn stated_limits(text: &str) -> Vec<(&str, Rule, f64)> {
    let mut found = Vec::new();
    for sentence in sentences(text) {
        let mut taken: Vec<std::ops::Range<usize>> = Vec::new();
        for (phrase, rules) in PHRASES.iter() {
            for captures in phrase.captures_iter(sentence) {
                let Some(whole) = captures.get(0) else { continue };
                if taken.iter().any(|range| range.start < whole.end() && whole.start() < range.end) {
                    continue;
                }
                taken.push(whole.range());
                let numbers = captures.iter().skip(1).flatten().zip(*rules);
                found.extend(
                    numbers.filter_map(|(number, rule)| Some((sentence, *rule, number_value(number.as_str())?))),
                );
            }
        }
    }
    found
}

/// The limits in a text.
pub fn limits(text: &str) -> Vec<StatedLimit> {
    stated_limits(text).into_iter().map(|(_, rule, number)| (rule, number)).collect()
}

fn number_value(text: &str) -> Option<f64> {
    let word = WORDS.iter().position(|word| text.eq_ignore_ascii_case(word)).map(|index| index as f64);
    word.or_else(|| text.replace(',', "").parse().ok())
}

/// The sentences of a text. A sentence ends at a full stop with a space, or at the end of a line.
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

/// Collects the limits that a schema states for itself and its items, or for a parameter or media type.
fn machine_readable(document: &Value, node: &Value, depth: usize, found: &mut Vec<(String, Value)>) {
    let Ok(node) = follow(document, node) else { return };
    for keyword in with_rule(&[Rule::Maximum, Rule::Minimum]) {
        found.extend(node.get(keyword).map(|value| (keyword.to_owned(), value.clone())));
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

/// The keyword for the limit in a sentence.
fn limit_keyword(node: &Value, sentence: &str, rule: Rule) -> Option<&'static str> {
    let max = rule == Rule::Maximum;
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
