//! The state of a comparison: the two documents, a node in each, and the changes found so far.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{Change, Class, Text, all_of};
use crate::findings::prose::limits;
use crate::openapi::join;

/// Whether a schema is part of a request or of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    Request,
    Response,
}

impl Direction {
    /// The class if fewer values are allowed than before.
    pub fn narrower(self) -> Class {
        if self == Self::Request { Class::Requests } else { Class::Compatible }
    }

    /// The class if more values are allowed than before.
    pub fn wider(self) -> Class {
        if self == Self::Request { Class::Compatible } else { Class::Responses }
    }

    /// The class of a constraint that was added, removed or changed.
    pub fn class(self, none_before: bool, none_after: bool) -> Class {
        match (none_before, none_after) {
            (true, _) => self.narrower(),
            (_, true) => self.wider(),
            _ => self.other(),
        }
    }

    /// The class if different values are allowed than before.
    pub fn other(self) -> Class {
        if self == Self::Request { Class::Requests } else { Class::Responses }
    }
}

/// A node of a document, with its references resolved.
#[derive(Clone, Debug, Default)]
pub struct Node {
    /// The pointer of the referenced node.
    pub pointer: String,
    /// The pointer of the place with the reference.
    place: String,
    /// The members beside the reference.
    beside: BTreeSet<String>,
    /// The pointers of fields that come from parts of an `allOf`.
    pub fields: BTreeMap<String, String>,
    /// Whether null is allowed, however the schema expresses it.
    pub null: bool,
    pub value: Value,
}

impl Node {
    pub fn new(pointer: String, value: Value) -> Self {
        Self { place: pointer.clone(), pointer, value, ..Self::default() }
    }

    pub fn below(&self, root: &Value, key: &str) -> Option<Self> {
        Some(Self::at(root, self.member(key), self.value.get(key)?))
    }

    /// The pointer of a member.
    pub fn member(&self, key: &str) -> String {
        join(if self.beside.contains(key) { &self.place } else { &self.pointer }, key)
    }

    /// The identity of the node. With members beside its reference, a schema is different at each place.
    pub fn key(&self) -> String {
        if self.beside.is_empty() && !self.null { &self.pointer } else { &self.place }.clone()
    }

    /// Resolves references. Members beside a reference override those of the referenced node.
    pub fn at(root: &Value, pointer: String, value: &Value) -> Self {
        let mut node = Self::new(pointer, value.clone());
        for _ in 0..16 {
            let Some(target) = node.value["$ref"].as_str().and_then(|to| to.strip_prefix('#')) else { break };
            let target = target.replace("%7B", "{").replace("%7D", "}");
            let Some(found) = root.pointer(&target) else { break };
            let beside = std::mem::replace(&mut node.value, found.clone());
            node.pointer = target;
            node.add_beside(beside, "$ref");
        }
        node
    }

    fn add_beside(&mut self, beside: Value, but: &str) {
        if let (Value::Object(members), Value::Object(mut beside)) = (&mut self.value, beside) {
            beside.remove(but);
            self.beside.extend(beside.keys().cloned());
            members.extend(beside);
        }
    }

    /// The pointer of a field.
    pub fn field(&self, name: &str) -> String {
        self.fields.get(name).cloned().unwrap_or_else(|| join(&self.member("properties"), name))
    }

    /// A schema in normal form: booleans become objects, null is expressed in one way, and an `allOf` of fields is merged.
    pub fn schema(root: &Value, pointer: String, value: &Value) -> Self {
        Self::schema_below(root, pointer, value, 0)
    }

    /// Like [`Node::schema`], inside `depth` nested `allOf`.
    pub fn schema_below(root: &Value, pointer: String, value: &Value, depth: usize) -> Self {
        let mut node = Self::at(root, pointer, value);
        match node.value {
            Value::Bool(true) => node.value = json!({}),
            Value::Bool(false) => node.value = json!({ "not": {} }),
            _ => {}
        }
        for key in ["anyOf", "oneOf"] {
            let Some([one, other]) = node.value.get(key).and_then(Value::as_array).map(Vec::as_slice) else { continue };
            let null = |branch: &Value| branch["type"] == "null";
            let branch = if null(other) { one } else { other };
            if null(one) == null(other) {
                continue;
            }
            let pointer = join(&node.member(key), if null(other) { "0" } else { "1" });
            let found = Self::at(root, pointer, branch);
            let beside = std::mem::replace(&mut node.value, found.value);
            node.pointer = found.pointer;
            node.beside.extend(found.beside);
            node.add_beside(beside, key);
            node.null = true;
        }
        if node.value["nullable"] == true
            && let Value::Object(members) = &mut node.value
        {
            members.remove("nullable");
            node.null = true;
        }
        all_of::merge(root, &mut node, depth);
        if let (true, Value::Object(members)) = (node.null, &mut node.value) {
            nullable(members);
        }
        node
    }

    pub fn object(&self, key: &str) -> Map<String, Value> {
        self.value.get(key).and_then(Value::as_object).cloned().unwrap_or_default()
    }
}

fn nullable(members: &mut Map<String, Value>) {
    match members.get_mut("type") {
        Some(Value::Array(types)) if !types.contains(&json!("null")) => types.push(json!("null")),
        Some(name @ Value::String(_)) => *name = json!([name, "null"]),
        _ => {}
    }
    if let Some(Value::Array(values)) = members.get_mut("enum")
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
}

/// A comparison of two documents.
pub struct Walk<'a> {
    pub old: &'a Value,
    pub new: &'a Value,
    pub file: &'a str,
    pub changes: Vec<Change>,
    /// The pairs of schemas that were compared. Schemas can refer to themselves.
    pub seen: BTreeSet<(String, String, Direction)>,
}

impl<'a> Walk<'a> {
    pub fn new(old: &'a Value, new: &'a Value, file: &'a str) -> Self {
        Self { old, new, file, changes: Vec::new(), seen: BTreeSet::new() }
    }

    pub fn add(&mut self, class: Class, place: &str, pointer: &str, what: impl Into<String>) {
        self.push(class, place, pointer, what.into(), None);
    }

    pub fn push(&mut self, class: Class, place: &str, pointer: &str, what: String, text: Option<Text>) {
        let (place, pointer) = (place.to_owned(), pointer.to_owned());
        let change = Change { class, file: self.file.to_owned(), place, pointer, what, text };
        // Report a schema once, even if it is used in many places.
        let known =
            |one: &Change| one.pointer == change.pointer && one.what == change.what && one.class == change.class;
        if !self.changes.iter().any(known) {
            self.changes.push(change);
        }
    }

    /// Compares the members that have no specific rule: descriptions, extensions and unknown members.
    pub fn rest(&mut self, old: &Node, new: &Node, place: &str, known: &[&str]) {
        let empty = Map::new();
        let (before, after) = (old.value.as_object().unwrap_or(&empty), new.value.as_object().unwrap_or(&empty));
        let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for key in keys {
            let (one, other) = (before.get(key), after.get(key));
            if one == other || known.contains(&key.as_str()) {
                continue;
            }
            let pointer = if other.is_some() { new.member(key) } else { old.member(key) };
            let class = match key.as_str() {
                "deprecated" | "default" | "operationId" => Class::Compatible,
                _ => Class::Documentation,
            };
            let text = match (one, other) {
                (Some(Value::String(one)), Some(Value::String(other))) if class == Class::Documentation => {
                    Some(Text { before: one.clone(), after: other.clone() })
                }
                _ => None,
            };
            let what = match &text {
                Some(Text { before, after }) if limits(before) != limits(after) => {
                    format!("`{key}` states a different limit")
                }
                Some(_) => format!("`{key}` reworded"),
                None => changed(key, one, other),
            };
            self.push(class, place, &pointer, what, text);
        }
    }
}

/// Describes the change of a member. Short values are shown.
pub fn changed(key: &str, old: Option<&Value>, new: Option<&Value>) -> String {
    let short = |value: &Value| {
        let text = value.to_string();
        (text.chars().count() <= 60).then_some(text)
    };
    match (old, new) {
        (None, Some(new)) => format!("`{key}` added{}", short(new).map(|text| format!(": {text}")).unwrap_or_default()),
        (Some(old), None) => {
            format!("`{key}` removed{}", short(old).map(|text| format!(", was {text}")).unwrap_or_default())
        }
        (Some(old), Some(new)) => match (short(old), short(new)) {
            (Some(old), Some(new)) => format!("`{key}`: {old} → {new}"),
            _ => format!("`{key}` changed"),
        },
        (None, None) => format!("`{key}`"),
    }
}
