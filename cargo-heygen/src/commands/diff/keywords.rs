//! Compares the schema keywords that restrict values.

use std::collections::BTreeSet;

use heygen_api_codegen::keywords::{self, Rule};
use serde_json::{Map, Value, json};

use super::Class;
use super::node::Node;
use super::walk::{Direction, Walk};
use crate::findings::actions::type_names;
use crate::findings::prose::StatedLimit;
use crate::openapi::has_same_value;

/// Keywords with their own rule in schema.rs.
const OTHERS: &[&str] = &["required", "properties", "items", "additionalProperties", "$defs"];

/// Whether a member of a schema restricts nothing.
pub fn is_annotation(name: &str) -> bool {
    name.starts_with("x-")
        || keywords::has_rule(name, &[Rule::Place, Rule::PlaceData, Rule::Comment, Rule::CommentData])
}

/// Whether a member of a schema is a keyword that restricts values.
pub fn restricts(name: &str) -> bool {
    keywords::find(name).is_some() && !is_annotation(name)
}

/// Removes the keywords that allow every value, writes the exclusive bounds of an integer as inclusive ones, and adds the type of
/// listed strings.
pub fn normalize(members: &mut Map<String, Value>) {
    members.retain(|key, value| match key.as_str() {
        "not" | "if" => true,
        "uniqueItems" => *value != json!(false),
        "minLength" | "minItems" | "minProperties" => *value != json!(0),
        key => !restricts(key) || *value != json!({}) && *value != json!(true),
    });
    let values = ["const", "enum"].iter().find_map(|key| members.get(*key));
    let is_string =
        |value: &Value| value.as_array().map_or(value.is_string(), |list| list.iter().all(Value::is_string));
    if !members.contains_key("type") && values.is_some_and(is_string) {
        members.insert("type".to_owned(), json!("string"));
    }
    if !members.contains_key("then") && !members.contains_key("else") {
        members.remove("if");
    }
    if !members.contains_key("if") {
        members.remove("then");
        members.remove("else");
    }
    if members.get("type").is_some_and(|name| *name == "integer" || *name == json!(["integer", "null"])) {
        for (from, to, step) in [("exclusiveMinimum", "minimum", 1.0), ("exclusiveMaximum", "maximum", -1.0)] {
            let bound = members.get(from).and_then(Value::as_f64).filter(|bound| bound.fract() == 0.0);
            if let (Some(bound), false) = (bound, members.contains_key(to)) {
                members.remove(from);
                members.insert(to.to_owned(), json!(bound + step));
            }
        }
    }
}

/// The strings that a schema allows: none are listed if it allows all of them. `None` if it allows or restricts anything else.
pub fn strings(schema: &Value) -> Option<Vec<Value>> {
    let mut members = schema.as_object()?.clone();
    normalize(&mut members);
    let is_known = |name: &String| matches!(name.as_str(), "type" | "const" | "enum") || is_annotation(name);
    (members.get("type")? == "string" && members.keys().all(is_known)).then(|| values_of(schema).unwrap_or_default())
}

/// The values of `enum`, and of `const` as an `enum` with one value.
fn values_of(schema: &Value) -> Option<Vec<Value>> {
    match schema.get("const") {
        Some(only) => Some(vec![only.clone()]),
        None => schema.get("enum")?.as_array().cloned(),
    }
}

/// The class of a changed limit in the description of a request field.
pub fn limit_class(before: &[StatedLimit], after: &[StatedLimit]) -> Class {
    let looser = |(old, new): (&StatedLimit, &StatedLimit)| {
        old.0 == new.0 && (if old.0 == Rule::Maximum { new.1 >= old.1 } else { new.1 <= old.1 })
    };
    if before == after {
        Class::Documentation
    } else if after.len() <= before.len() && before.iter().zip(after).all(looser) {
        Class::Compatible
    } else {
        Class::Requests
    }
}

pub fn compare_keywords(walk: &mut Walk<'_>, place: &str, old: &Node, new: &Node, direction: Direction) {
    compare_types(walk, place, old, new, direction);
    compare_values(walk, place, old, new, direction);
    let number = |value: Option<&Value>| value.and_then(Value::as_f64);
    for (rule, larger_is_wider) in [(Rule::Maximum, true), (Rule::Minimum, false)] {
        for keyword in keywords::with_rule(&[rule]) {
            walk.compare_member(place, keyword, old, new, |one, other| match (number(one), number(other)) {
                (Some(one), Some(other)) if (other > one) == larger_is_wider => direction.wider(),
                (Some(_), Some(_)) => direction.narrower(),
                _ => direction.of_constraint(one, other),
            });
        }
    }
    // No value of these can be called stricter than another.
    let others = keywords::with_rule(&[Rule::Restriction, Rule::Schema, Rule::SchemaMap]);
    for keyword in others.filter(|name| !OTHERS.contains(name)) {
        walk.compare_member(place, keyword, old, new, |one, other| direction.of_constraint(one, other));
    }
    // It is an annotation: the branches decide which values are allowed.
    walk.compare_member(place, "discriminator", old, new, |one, other| match (one, other) {
        (Some(one), Some(other)) if !only_adds_mappings(one, other) => direction.other(),
        _ => Class::Compatible,
    });
    // References that lead to nothing, or to another document.
    for keyword in ["$ref", "$dynamicRef"] {
        walk.compare_member(place, keyword, old, new, |_, _| direction.other());
    }
}

fn only_adds_mappings(old: &Value, new: &Value) -> bool {
    let mut mapping = old["mapping"].as_object().into_iter().flatten();
    old["propertyName"] == new["propertyName"]
        && mapping.all(|(value, target)| new["mapping"].get(value) == Some(target))
}

fn compare_types(walk: &mut Walk<'_>, place: &str, old: &Node, new: &Node, direction: Direction) {
    let is_text = walk.is_text;
    // `None` means any type.
    let names = |node: &Node| -> Option<BTreeSet<String>> {
        let names = type_names(node.value.get("type")?).into_iter();
        Some(names.filter(|name| !is_text || *name != "null").map(str::to_owned).collect())
    };
    let (before, after) = (names(old), names(new));
    // Every integer is also a number.
    let within = |one: &Option<BTreeSet<String>>, other: &Option<BTreeSet<String>>| match (one, other) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(one), Some(other)) => {
            one.iter().all(|name| other.contains(name) || name == "integer" && other.contains("number"))
        }
    };
    let class = match (within(&before, &after), within(&after, &before)) {
        // A schema without `type` can still allow null or not.
        (true, true) if before.is_none() && old.null != new.null && !is_text => {
            let (class, what) = match new.null {
                true => (direction.wider(), "null is now allowed"),
                false => (direction.narrower(), "null is no longer allowed"),
            };
            return walk.add_change(class, place, &new.pointer, what);
        }
        (true, true) => return,
        (true, _) => direction.wider(),
        (_, true) => direction.narrower(),
        _ => direction.other(),
    };
    walk.compare_member(place, "type", old, new, |_, _| class);
}

fn compare_values(walk: &mut Walk<'_>, place: &str, old: &Node, new: &Node, direction: Direction) {
    let is_text = walk.is_text;
    let list = |node: &Node| -> Option<Vec<Value>> {
        let mut values = values_of(&node.value)?;
        values.retain(|value| !is_text || !value.is_null());
        Some(values)
    };
    let without = |one: &[Value], other: &[Value]| -> Vec<Value> {
        one.iter().filter(|value| !other.iter().any(|other| has_same_value(value, other))).cloned().collect()
    };
    let (narrower, wider) = (direction.narrower(), direction.wider());
    let changes = match (list(old), list(new)) {
        (None, Some(values)) => vec![(narrower, "now limited to", values)],
        (Some(values), None) => vec![(wider, "no longer limited to", values)],
        (Some(before), Some(after)) => vec![
            (narrower, "values removed:", without(&before, &after)),
            (wider, "values added:", without(&after, &before)),
        ],
        (None, None) => Vec::new(),
    };
    let pointer = new.member_pointer(if new.value.get("const").is_some() { "const" } else { "enum" });
    for (class, what, values) in changes.into_iter().filter(|(.., values)| !values.is_empty()) {
        let values = values.iter().map(Value::to_string).collect::<Vec<_>>().join(", ");
        walk.add_change(class, place, &pointer, format!("{what} {values}"));
    }
}
