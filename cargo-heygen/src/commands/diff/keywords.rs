//! Compares the schema keywords that restrict values.

use std::collections::BTreeSet;

use heygen_api_codegen::keywords::{self, Rule};
use serde_json::{Value, json};

use super::Class;
use super::walk::{Direction, Node, Walk, changed};
use crate::openapi::has_same_value;

const ANNOTATIONS: &[Rule] = &[Rule::Place, Rule::PlaceData, Rule::Comment, Rule::CommentData];

/// Keywords with their own rule here or in schema.rs.
const OTHERS: &[&str] =
    &["required", "properties", "items", "additionalProperties", "prefixItems", "if", "then", "else", "$defs"];

/// The keywords that restrict values, but of which no value can be called stricter than another.
fn bounds() -> impl Iterator<Item = &'static str> {
    keywords::with_rule(&[Rule::Restriction, Rule::Schema, Rule::SchemaMap]).filter(|name| !OTHERS.contains(name))
}

/// Whether a keyword of the schema states a limit.
pub fn states_limit(schema: &Value) -> bool {
    keywords::with_rule(&[Rule::Maximum, Rule::Minimum]).any(|keyword| schema.get(keyword).is_some())
}

/// The class of a changed limit in the description of a request field. A limit is a number and whether it is a maximum.
pub fn limit_class(before: &[(bool, f64)], after: &[(bool, f64)]) -> Class {
    let looser = |(old, new): (&(bool, f64), &(bool, f64))| {
        old.0 == new.0 && (if old.0 { new.1 >= old.1 } else { new.1 <= old.1 })
    };
    if before == after {
        Class::Documentation
    } else if after.len() <= before.len() && before.iter().zip(after).all(looser) {
        Class::Compatible
    } else {
        Class::Requests
    }
}

/// All keywords that have a rule. The others are annotations.
pub fn with_rule() -> Vec<&'static str> {
    let annotation = |name: &str| keywords::has_rule(name, ANNOTATIONS);
    keywords::KEYWORDS.iter().map(|keyword| keyword.name).filter(|name| !annotation(name)).collect()
}

/// Whether a member of a schema restricts nothing.
pub fn is_annotation(name: &str) -> bool {
    name.starts_with("x-") || keywords::has_rule(name, ANNOTATIONS)
}

pub fn compare(walk: &mut Walk<'_>, place: &str, old: &Node, new: &Node, direction: Direction) {
    types(walk, place, old, new, direction);
    values(walk, place, old, new, direction);
    for (rule, larger_is_wider) in [(Rule::Maximum, true), (Rule::Minimum, false)] {
        for keyword in keywords::with_rule(&[rule]) {
            // A minimum length of 0 is no limit.
            let none = |value: &&Value| larger_is_wider || keyword.ends_with("imum") || **value != json!(0);
            let (one, other) = (old.value.get(keyword).filter(none), new.value.get(keyword).filter(none));
            let class = match (one, other) {
                (None, Some(_)) => direction.narrower(),
                (Some(_), None) => direction.wider(),
                (Some(one), Some(other)) if !has_same_value(one, other) => match (one.as_f64(), other.as_f64()) {
                    (Some(one), Some(other)) if (other > one) == larger_is_wider => direction.wider(),
                    (Some(_), Some(_)) => direction.narrower(),
                    // In OpenAPI 3.0 `exclusiveMaximum` is a boolean.
                    _ => direction.other(),
                },
                _ => continue,
            };
            report(walk, class, place, new, keyword, one, other);
        }
    }
    for keyword in bounds() {
        let (one, other) = (old.value.get(keyword), new.value.get(keyword));
        // A value that allows everything.
        let none = |value: Option<&Value>| {
            value.is_none_or(|value| {
                *value == Value::Bool(keyword != "uniqueItems") || keyword != "not" && *value == json!({})
            })
        };
        let same = one.zip(other).is_some_and(|(one, other)| has_same_value(one, other));
        if one != other && !same && !(none(one) && none(other)) {
            report(walk, direction.class(none(one), none(other)), place, new, keyword, one, other);
        }
    }
    // `if` without `then` or `else` restricts nothing.
    let condition =
        |node: &Node| node.value.get("if").is_some() && (node.value.get("then").or(node.value.get("else"))).is_some();
    for keyword in ["if", "then", "else"] {
        let (one, other) = (old.value.get(keyword), new.value.get(keyword));
        if one != other {
            let class = match (condition(old), condition(new)) {
                (false, false) => Class::Documentation,
                (true, true) if keyword != "if" => direction.class(one.is_none(), other.is_none()),
                (before, after) => direction.class(!before, !after),
            };
            report(walk, class, place, new, keyword, one, other);
        }
    }
    let (one, other) = (old.value.get("discriminator"), new.value.get("discriminator"));
    if one != other {
        // It is an annotation: the branches decide which values are allowed.
        let class = if one.is_none() || other.is_none() { Class::Compatible } else { direction.other() };
        report(walk, class, place, new, "discriminator", one, other);
    }
    // References that lead to nothing, or to another document.
    for keyword in ["$ref", "$dynamicRef"] {
        let (one, other) = (old.value.get(keyword), new.value.get(keyword));
        if one != other {
            report(walk, direction.other(), place, new, keyword, one, other);
        }
    }
}

fn report(
    walk: &mut Walk<'_>,
    class: Class,
    place: &str,
    new: &Node,
    keyword: &str,
    old_value: Option<&Value>,
    new_value: Option<&Value>,
) {
    walk.add(class, place, &new.member(keyword), changed(keyword, old_value, new_value));
}

/// The names in `type`; `None` means any type.
fn names(node: &Node) -> Option<BTreeSet<&str>> {
    match node.value.get("type")? {
        Value::Array(names) => Some(names.iter().filter_map(Value::as_str).collect()),
        name => Some(name.as_str().into_iter().collect()),
    }
}

fn types(walk: &mut Walk<'_>, place: &str, old: &Node, new: &Node, direction: Direction) {
    let (before, after) = (names(old), names(new));
    if before == after {
        // A schema without `type` can still allow null or not.
        if before.is_none() && old.null != new.null {
            let (class, what) = if new.null {
                (direction.wider(), "null is now allowed")
            } else {
                (direction.narrower(), "null is no longer allowed")
            };
            walk.add(class, place, &new.pointer, what);
        }
        return;
    }
    // Every integer is also a number.
    let within = |one: &Option<BTreeSet<&str>>, other: &Option<BTreeSet<&str>>| match (one, other) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(one), Some(other)) => {
            one.iter().all(|name| other.contains(name) || *name == "integer" && other.contains("number"))
        }
    };
    let class = match (within(&before, &after), within(&after, &before)) {
        (true, _) => direction.wider(),
        (_, true) => direction.narrower(),
        _ => direction.other(),
    };
    report(walk, class, place, new, "type", old.value.get("type"), new.value.get("type"));
}

/// Compares `enum`, and `const` as an `enum` with one value.
fn values(walk: &mut Walk<'_>, place: &str, old: &Node, new: &Node, direction: Direction) {
    let list = |node: &Node| -> Option<Vec<Value>> {
        match (node.value.get("const"), node.value.get("enum")) {
            (Some(only), _) => Some(vec![only.clone()]),
            (None, values) => values?.as_array().cloned(),
        }
    };
    let keyword = if new.value.get("const").is_some() { "const" } else { "enum" };
    let pointer = new.member(keyword);
    match (list(old), list(new)) {
        (None, Some(values)) => {
            let what = format!("now limited to {}", listed(&values));
            walk.add(direction.narrower(), place, &pointer, what);
        }
        (Some(values), None) => {
            let what = format!("no longer limited to {}", listed(&values));
            walk.add(direction.wider(), place, &pointer, what);
        }
        (Some(before), Some(after)) => {
            let without = |one: &[Value], other: &[Value]| -> Vec<Value> {
                one.iter().filter(|value| !other.iter().any(|other| has_same_value(value, other))).cloned().collect()
            };
            let (gone, added) = (without(&before, &after), without(&after, &before));
            if !gone.is_empty() {
                walk.add(direction.narrower(), place, &pointer, format!("values removed: {}", listed(&gone)));
            }
            if !added.is_empty() {
                walk.add(direction.wider(), place, &pointer, format!("values added: {}", listed(&added)));
            }
        }
        (None, None) => {}
    }
}

fn listed(values: &[Value]) -> String {
    values.iter().map(Value::to_string).collect::<Vec<_>>().join(", ")
}
