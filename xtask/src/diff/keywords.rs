//! The keywords of a schema that bound its values.

use std::collections::BTreeSet;

use serde_json::Value;

use super::walk::{Direction, Node, Walk, changed};

const MAX: &[&str] = &["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains"];
const MIN: &[&str] = &["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains"];

/// Each of them takes away values, and two of them are not to be compared.
const BOUNDS: &[&str] = &[
    "format",
    "pattern",
    "multipleOf",
    "uniqueItems",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "patternProperties",
    "propertyNames",
    "dependentRequired",
    "dependentSchemas",
    "unevaluatedProperties",
    "unevaluatedItems",
    "contains",
    "not",
    "if",
    "then",
    "else",
];

/// What has a rule, here or in schema.rs: all other members of a schema annotate.
pub const RULED: &[&str] = &[
    "type",
    "enum",
    "const",
    "properties",
    "required",
    "items",
    "additionalProperties",
    "anyOf",
    "oneOf",
    "allOf",
    "prefixItems",
    "discriminator",
    "$defs",
    "$ref",
    "maximum",
    "exclusiveMaximum",
    "maxLength",
    "maxItems",
    "maxProperties",
    "maxContains",
    "minimum",
    "exclusiveMinimum",
    "minLength",
    "minItems",
    "minProperties",
    "minContains",
    "format",
    "pattern",
    "multipleOf",
    "uniqueItems",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "patternProperties",
    "propertyNames",
    "dependentRequired",
    "dependentSchemas",
    "unevaluatedProperties",
    "unevaluatedItems",
    "contains",
    "not",
    "if",
    "then",
    "else",
];

pub fn compare(walk: &mut Walk<'_>, place: &str, old: &Node, new: &Node, direction: Direction) {
    types(walk, place, old, new, direction);
    values(walk, place, old, new, direction);
    for (keywords, larger_is_wider) in [(MAX, true), (MIN, false)] {
        for keyword in keywords {
            let (one, other) = (old.value.get(*keyword), new.value.get(*keyword));
            let class = match (one, other) {
                (None, Some(_)) => direction.narrower(),
                (Some(_), None) => direction.wider(),
                (Some(one), Some(other)) if one != other => match (one.as_f64(), other.as_f64()) {
                    (Some(one), Some(other)) if (other > one) == larger_is_wider => direction.wider(),
                    (Some(_), Some(_)) => direction.narrower(),
                    // `exclusiveMaximum` of 3.0 is a flag.
                    _ => direction.other(),
                },
                _ => continue,
            };
            tell(walk, class, place, new, keyword, one, other);
        }
    }
    for keyword in BOUNDS {
        let (one, other) = (old.value.get(*keyword), new.value.get(*keyword));
        let none = |value: Option<&Value>| value.is_none_or(|value| *value == Value::Bool(*keyword != "uniqueItems"));
        if one == other || none(one) && none(other) {
            continue;
        }
        let class = if none(one) {
            direction.narrower()
        } else if none(other) {
            direction.wider()
        } else {
            direction.other()
        };
        tell(walk, class, place, new, keyword, one, other);
    }
    for keyword in ["discriminator", "$ref"] {
        let (one, other) = (old.value.get(keyword), new.value.get(keyword));
        if one != other {
            tell(walk, direction.other(), place, new, keyword, one, other);
        }
    }
}

fn tell(
    walk: &mut Walk<'_>,
    class: super::Class,
    place: &str,
    new: &Node,
    keyword: &str,
    old_value: Option<&Value>,
    new_value: Option<&Value>,
) {
    walk.add(class, place, &new.member(keyword), changed(keyword, old_value, new_value));
}

/// The names of a `type`; `None` is every type.
fn names(node: &Node) -> Option<BTreeSet<&str>> {
    match node.value.get("type")? {
        Value::Array(names) => Some(names.iter().filter_map(Value::as_str).collect()),
        name => Some(name.as_str().into_iter().collect()),
    }
}

fn types(walk: &mut Walk<'_>, place: &str, old: &Node, new: &Node, direction: Direction) {
    let (before, after) = (names(old), names(new));
    if before == after {
        // A schema without `type`, with "or null" about it.
        if before.is_none() && old.null != new.null {
            let (class, what) = if new.null {
                (direction.wider(), "null is a value now")
            } else {
                (direction.narrower(), "null is no value any more")
            };
            walk.add(class, place, &new.pointer, what);
        }
        return;
    }
    // Every integer is a number.
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
    tell(walk, class, place, new, "type", old.value.get("type"), new.value.get("type"));
}

/// `enum`, and `const` as one of a single value.
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
            let what = format!("only these values now: {}", said(&values));
            walk.add(direction.narrower(), place, &pointer, what);
        }
        (Some(values), None) => {
            let what = format!("other values now than {}", said(&values));
            walk.add(direction.wider(), place, &pointer, what);
        }
        (Some(before), Some(after)) => {
            let without = |one: &[Value], other: &[Value]| -> Vec<Value> {
                one.iter().filter(|value| !other.contains(value)).cloned().collect()
            };
            let (gone, added) = (without(&before, &after), without(&after, &before));
            if !gone.is_empty() {
                walk.add(direction.narrower(), place, &pointer, format!("values removed: {}", said(&gone)));
            }
            if !added.is_empty() {
                walk.add(direction.wider(), place, &pointer, format!("values added: {}", said(&added)));
            }
        }
        (None, None) => {}
    }
}

fn said(values: &[Value]) -> String {
    values.iter().map(Value::to_string).collect::<Vec<_>>().join(", ")
}
