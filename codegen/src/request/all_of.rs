//! Inheritance in requests: `allOf` of plain objects as one object.
//!
//! typify merges `allOf` itself, but without an end where a property that two parts have leads back to them. What it
//! would never come back from is refused here.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::diagnostic::{Diagnostic, Stage};
use crate::document::direction::Direction;
use crate::document::resolve;
use crate::document::visit::{self, PARTS, is_place};

type Schema = Map<String, Value>;

/// Keywords that a plain object may have.
const PLAIN: &[&str] = &["properties", "required", "additionalProperties", "minProperties", "maxProperties"];

/// Makes one object of each `allOf` of plain objects; what no type can be made of is returned.
pub fn requests(document: &mut Value, sides: &Direction) -> Vec<Diagnostic> {
    let components = document["components"]["schemas"].clone();
    each(document, sides, |_, schema| {
        if let Some(one) = one(schema, &components) {
            *schema = Value::Object(one);
        }
    });
    let components = document["components"]["schemas"].clone();
    let mut refused = Vec::new();
    each(document, sides, |pointer, schema| {
        if endless(schema, &components) {
            let what = "parts of an `allOf` lead back to themselves by a property that both have";
            let remedy = "make one plain object of the parts with an overlay action";
            refused.push(Diagnostic::new(Stage::Lowering, pointer, what, remedy));
        }
    });
    refused
}

fn each(document: &mut Value, sides: &Direction, mut visit: impl FnMut(&str, &mut Value)) {
    let walked = visit::schemas(document, "", &mut |pointer, schema| {
        if !sides.answers(pointer) {
            visit(pointer, schema);
        }
        Ok(())
    });
    debug_assert!(walked.is_ok(), "the visitor has no errors");
}

/// The object that an `allOf` of plain objects is.
fn one(schema: &Value, components: &Value) -> Option<Schema> {
    let members = schema.as_object()?;
    members.get("allOf")?;
    let mut parts = Vec::new();
    // A reference with a description beside it is a type already.
    if !plain(schema, components, &mut BTreeSet::new(), &mut parts) || parts.len() < 2 {
        return None;
    }
    let mut merged: Schema =
        members.iter().filter(|(key, _)| is_place(key)).map(|(key, value)| (key.clone(), value.clone())).collect();
    merged.insert("type".into(), "object".into());
    let mut properties = Map::new();
    let mut required: Vec<Value> = Vec::new();
    for part in parts {
        for (name, property) in part.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let narrowed = properties.remove(name).map(|present| narrower(present, property.clone()));
            properties.insert(name.clone(), narrowed.unwrap_or_else(|| property.clone()));
        }
        for name in part.get("required").and_then(Value::as_array).into_iter().flatten() {
            if !required.contains(name) {
                required.push(name.clone());
            }
        }
        for key in ["additionalProperties", "minProperties", "maxProperties"] {
            if let Some(value) = part.get(key) {
                merged.insert(key.into(), value.clone());
            }
        }
    }
    if !properties.is_empty() {
        merged.insert("properties".into(), Value::Object(properties));
    }
    if !required.is_empty() {
        merged.insert("required".into(), Value::Array(required));
    }
    Some(merged)
}

/// Collects the plain objects that a schema is made of; false, where it is made of something else too.
fn plain(schema: &Value, components: &Value, seen: &mut BTreeSet<String>, parts: &mut Vec<Schema>) -> bool {
    let Some(members) = schema.as_object() else { return false };
    if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
        let Some(name) = resolve::name(reference) else { return false };
        return seen.insert(name.to_owned()) && plain(&components[name], components, seen, parts);
    }
    if members.get("type").is_some_and(|of| of != "object")
        || !members.keys().all(|key| {
            matches!(key.as_str(), "type" | "allOf" | "discriminator") || PLAIN.contains(&key.as_str()) || is_place(key)
        })
    {
        return false;
    }
    for part in members.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        if !plain(part, components, seen, parts) {
            return false;
        }
    }
    if members.keys().any(|key| PLAIN.contains(&key.as_str())) {
        parts.push(members.clone());
    }
    true
}

/// A property that two parts have: scalars are held to the keywords of both, else the later part refines the earlier.
fn narrower(earlier: Value, later: Value) -> Value {
    let scalar = |schema: &Value| matches!(schema["type"].as_str(), Some("string" | "integer" | "number" | "boolean"));
    match (earlier, later) {
        (Value::Object(mut both), Value::Object(later))
            if both.get("type") == later.get("type") && scalar(&Value::Object(later.clone())) =>
        {
            both.extend(later);
            Value::Object(both)
        }
        (_, later) => later,
    }
}

/// Whether typify would merge the parts of a schema without an end.
fn endless(schema: &Value, components: &Value) -> bool {
    let Some(members) = schema.as_object() else { return false };
    let parts: Vec<&Value> = PARTS.iter().filter_map(|key| members.get(*key)?.as_array()).flatten().collect();
    let inherits = members.contains_key("allOf") || members.contains_key("properties");
    if !inherits || parts.len() < 2 && !members.contains_key("properties") {
        return false;
    }
    let mut done = BTreeSet::new();
    let mut merge = Merge { components, above: Vec::new(), done: &mut done };
    let mut ends = true;
    for (index, left) in parts.iter().enumerate() {
        for right in &parts[index + 1..] {
            ends = ends && merge.ends(left, right);
        }
        // What stands beside the lists is a part too.
        ends = ends && merge.own(members, left);
    }
    !ends
}

/// typify's merge of two schemas, as far as it recurses: `typify_impl::merge::try_merge_schema`.
struct Merge<'a> {
    components: &'a Value,
    above: Vec<(*const Value, *const Value)>,
    done: &'a mut BTreeSet<(*const Value, *const Value)>,
}

impl Merge<'_> {
    fn ends(&mut self, left: &Value, right: &Value) -> bool {
        let pair = (std::ptr::from_ref(left), std::ptr::from_ref(right));
        if self.above.contains(&pair) {
            return false;
        }
        if !self.done.insert(pair) {
            return true;
        }
        self.above.push(pair);
        let ends = self.parts(left, right);
        self.above.pop();
        ends
    }

    fn parts(&mut self, left: &Value, right: &Value) -> bool {
        let name = |schema: &Value| schema["$ref"].as_str().and_then(resolve::name).map(str::to_owned);
        let components = self.components;
        match (name(left), name(right)) {
            (Some(left), Some(right)) if left == right => true,
            (Some(left), _) => self.ends(&components[left.as_str()], right),
            (_, Some(right)) => self.ends(left, &components[right.as_str()]),
            (None, None) => {
                let (Some(one), Some(other)) = (left.as_object(), right.as_object()) else { return true };
                self.own(one, right)
                    && PARTS
                        .iter()
                        .filter_map(|key| one.get(*key)?.as_array())
                        .flatten()
                        .all(|part| self.ends(part, right))
                    && PARTS
                        .iter()
                        .filter_map(|key| other.get(*key)?.as_array())
                        .flatten()
                        .all(|part| self.ends(left, part))
            }
        }
    }

    /// What two objects or arrays have in common.
    fn own(&mut self, one: &Schema, other: &Value) -> bool {
        let name = other["$ref"].as_str().and_then(resolve::name);
        let other = name.map_or(other, |name| &self.components[name]);
        for key in ["items", "additionalProperties"] {
            if let (Some(one), Some(other)) = (one.get(key), other.get(key))
                && !self.ends(one, other)
            {
                return false;
            }
        }
        let properties = one.get("properties").and_then(Value::as_object).into_iter().flatten();
        for (name, property) in properties {
            if let Some(same) = other["properties"].get(name)
                && !self.ends(property, same)
            {
                return false;
            }
        }
        true
    }
}
