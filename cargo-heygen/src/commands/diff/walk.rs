//! The state of a comparison: the two documents, a node in each, and the changes found so far.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde_json::{Map, Value, json};

use super::{Change, Class, Text, all_of, keywords};
use crate::findings::prose::limits;
use crate::openapi::{has_same_value, join};

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
            let key = if node.value["$ref"].is_string() { "$ref" } else { "$dynamicRef" };
            let Some(target) = node.value[key].as_str().and_then(|to| to.strip_prefix('#')) else { break };
            let target = target.replace("%7B", "{").replace("%7D", "}");
            let anchor = (key == "$dynamicRef").then(|| find_anchor(root, &target, String::new())).flatten();
            let target = anchor.unwrap_or(target);
            let Some(found) = root.pointer(&target) else { break };
            let beside = std::mem::replace(&mut node.value, found.clone());
            node.pointer = target;
            node.add_beside(beside, key);
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
            let null = |part: &Value| part["type"] == "null";
            if let Some([one, other]) = node.value.get(key).and_then(Value::as_array).map(Vec::as_slice)
                && null(one) != null(other)
            {
                let part = Self::at(
                    root,
                    join(&node.member(key), if null(one) { "1" } else { "0" }),
                    if null(one) { other } else { one },
                );
                node.replace_with(part, key);
                node.null = true;
            }
        }
        if node.value["nullable"] == true
            && let Value::Object(members) = &mut node.value
        {
            members.remove("nullable");
            node.null = true;
        }
        all_of::merge(root, &mut node, depth);
        node.inclusive_bounds();
        if let (true, Value::Object(members)) = (node.null, &mut node.value) {
            nullable(members);
        }
        node
    }

    /// Takes the keywords of a part of the list `key`, and keeps the members beside it.
    fn replace_with(&mut self, part: Self, key: &str) {
        let beside = std::mem::replace(&mut self.value, part.value);
        self.pointer = part.pointer;
        self.beside.extend(part.beside);
        self.fields.extend(part.fields);
        self.null |= part.null;
        self.add_beside(beside, key);
    }

    /// A list with one schema is that schema, unless it is compared with a longer list.
    pub fn without_single_parts(&self, root: &Value, other: &Self) -> Self {
        let mut node = self.clone();
        for key in ["anyOf", "oneOf", "allOf"] {
            let list = |node: &Self| node.value.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
            if let ([only], true) = (list(self).as_slice(), list(other).len() < 2) {
                let part = Self::schema(root, join(&node.member(key), "0"), only);
                if !node.restricts_like(&part, key) {
                    node.replace_with(part, key);
                }
            }
        }
        node
    }

    /// Whether both have a keyword that restricts values, so that neither may replace the other.
    fn restricts_like(&self, part: &Self, list: &str) -> bool {
        let rules = keywords::with_rule();
        let members = self.value.as_object().into_iter().flatten().map(|(key, _)| key.as_str());
        members.filter(|key| *key != list && rules.contains(key)).any(|key| part.value.get(key).is_some())
    }

    /// Writes the exclusive bounds of an integer as inclusive ones.
    fn inclusive_bounds(&mut self) {
        let Value::Object(members) = &mut self.value else { return };
        if !matches!(members.get("type"), Some(name) if *name == "integer" || *name == json!(["integer", "null"])) {
            return;
        }
        for (from, to, step) in [("exclusiveMinimum", "minimum", 1.0), ("exclusiveMaximum", "maximum", -1.0)] {
            let bound = members.get(from).and_then(Value::as_f64).filter(|bound| bound.fract() == 0.0);
            if let (Some(bound), false) = (bound, members.contains_key(to)) {
                members.remove(from);
                members.insert(to.to_owned(), json!(bound + step));
            }
        }
    }

    /// The node without null, which URLs and headers cannot carry.
    pub fn without_null(&self) -> Self {
        let mut node = Self { null: false, ..self.clone() };
        if let Some(Value::Array(types)) = node.value.get_mut("type") {
            types.retain(|name| name != "null");
            if let [only] = types.as_slice() {
                node.value["type"] = only.clone();
            }
        }
        if let Some(Value::Array(values)) = node.value.get_mut("enum") {
            values.retain(|value| !value.is_null());
        }
        node
    }

    pub fn object(&self, key: &str) -> Map<String, Value> {
        self.value.get(key).and_then(Value::as_object).cloned().unwrap_or_default()
    }
}

/// The pointer of the schema with this `$dynamicAnchor`.
fn find_anchor(node: &Value, anchor: &str, pointer: String) -> Option<String> {
    match node {
        Value::Object(members) if members.get("$dynamicAnchor").is_some_and(|name| name == anchor) => Some(pointer),
        Value::Object(members) => {
            members.iter().find_map(|(key, value)| find_anchor(value, anchor, join(&pointer, key)))
        }
        Value::Array(entries) => entries
            .iter()
            .enumerate()
            .find_map(|(index, value)| find_anchor(value, anchor, join(&pointer, &index.to_string()))),
        _ => None,
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
    /// The pairs of schemas that were compared, with the changes found in them. Schemas can refer to themselves.
    pub seen: BTreeMap<(String, String, Direction), Range<usize>>,
    /// Whether the values are sent as text, in a URL or a header.
    pub is_text: bool,
}

impl<'a> Walk<'a> {
    pub fn new(old: &'a Value, new: &'a Value, file: &'a str) -> Self {
        Self { old, new, file, changes: Vec::new(), seen: BTreeMap::new(), is_text: false }
    }

    pub fn add(&mut self, class: Class, place: &str, pointer: &str, what: impl Into<String>) {
        self.push(class, place, pointer, what.into(), None);
    }

    pub fn push(&mut self, class: Class, place: &str, pointer: &str, what: String, text: Option<Text>) {
        let (place, pointer) = (place.to_owned(), pointer.to_owned());
        let file = self.file.to_owned();
        let change = Change { class, file, place, pointer, what, text, uses: Vec::new() };
        Change::add_to(&mut self.changes, change);
    }

    /// Compares the members that have no specific rule: descriptions, extensions and unknown members.
    pub fn rest(&mut self, old: &Node, new: &Node, place: &str, known: &[&str], is_schema: bool) {
        let empty = Map::new();
        let (before, after) = (old.value.as_object().unwrap_or(&empty), new.value.as_object().unwrap_or(&empty));
        let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for key in keys {
            let (one, other) = (before.get(key), after.get(key));
            let same = one.zip(other).is_some_and(|(one, other)| has_same_value(one, other));
            if one == other || same || known.contains(&key.as_str()) {
                continue;
            }
            let pointer = if other.is_some() { new.member(key) } else { old.member(key) };
            let class = match key.as_str() {
                "deprecated" | "default" | "operationId" => Class::Compatible,
                // Elsewhere, members that restrict nothing are the rule.
                key if is_schema && !keywords::is_annotation(key) => Class::Unknown,
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
