//! Updates a limit if HeyGen changed only the number in the sentence that states it.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Value, json};

use heygen_api_codegen::keywords::{Rule, with_rule};
use heygen_api_codegen::overlay::Action;

use super::Edit;
use crate::findings::prose::{self, StatedLimit};
use crate::openapi::corrections::{Status, acknowledges};

/// A number in a sentence.
static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(&format!(r"(?i)\b{}", prose::NUMBER)).ok());

/// Replaces the old number in the quoted sentence and in the keyword.
pub(super) fn renumber(document: &Value, action: &Action<'_>, status: &Status, written: &Value) -> Option<Edit> {
    let [pointer] = status.open.as_slice() else { return None };
    if status.guard_holds {
        return None;
    }
    let sentence = action.guard?["description"].as_str()?;
    let node = document.pointer(pointer)?;
    let new_sentence = counterpart(sentence, node["description"].as_str()?)?;
    let mut new = written.clone();
    new["x-upstream"]["description"] = json!(new_sentence);
    let (before, after) = (prose::limits(sentence), prose::limits(&new_sentence));
    let ((rule, old), (_, number)) = changed_limit(&before, &after)?;
    if !acknowledges(action) {
        let keyword = limit_keyword(&new["update"], rule, old)?;
        new["update"][keyword.as_str()] = if number.fract() == 0.0 { json!(number as i64) } else { json!(number) };
    }
    // The rest of the guard must hold, and the limits must not exclude every value.
    if !guard_holds(node, &new["x-upstream"]) || is_empty(&new["update"]) {
        return None;
    }
    Some(Edit::replace(new, format!("HeyGen's limit is now {number}; it was {old}.")))
}

/// The limit that differs, if it is the only one.
fn changed_limit(before: &[StatedLimit], after: &[StatedLimit]) -> Option<(StatedLimit, StatedLimit)> {
    let same_bounds = before.len() == after.len() && before.iter().zip(after).all(|(one, other)| one.0 == other.0);
    let differ: Vec<_> =
        before.iter().copied().zip(after.iter().copied()).filter(|(one, other)| one != other).collect();
    differ.first().copied().filter(|_| same_bounds && differ.len() == 1)
}

/// The only keyword of an update that states this limit.
fn limit_keyword(update: &Value, rule: Rule, number: f64) -> Option<String> {
    let rules = [rule];
    let mut stated = with_rule(&rules).filter(|keyword| update[*keyword].as_f64() == Some(number));
    let found = stated.next()?.to_owned();
    stated.next().is_none().then_some(found)
}

/// The only sentence of a text that equals this one except for numbers.
fn counterpart(sentence: &str, text: &str) -> Option<String> {
    let words: Vec<String> = NUMBER.as_ref()?.split(sentence).map(regex::escape).collect();
    let pattern = Regex::new(&format!(r"(?i)\b{}", words.join(prose::NUMBER))).ok()?;
    let mut found = pattern.find_iter(text);
    let first = found.next()?.as_str().to_owned();
    found.next().is_none().then_some(first)
}

fn guard_holds(node: &Value, guard: &Value) -> bool {
    let rest = guard.as_object().into_iter().flatten();
    let mut rest = rest.filter(|(key, _)| *key != "description");
    rest.all(|(key, part)| node.get(key) == Some(part))
}

/// Whether a minimum exceeds its maximum.
fn is_empty(update: &Value) -> bool {
    let mut pairs = with_rule(&[Rule::Minimum]).zip(with_rule(&[Rule::Maximum]));
    pairs.any(|(min, max)| update[min].as_f64().zip(update[max].as_f64()).is_some_and(|(min, max)| min > max))
}
