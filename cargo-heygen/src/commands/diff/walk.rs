//! The state of a comparison: the two documents, and the changes found so far.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde_json::Value;

use super::node::Node;
use super::{Change, Class, Text};
use crate::findings::prose::limits;
use crate::openapi::has_same_value;

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

    /// The class if different values are allowed than before.
    pub fn other(self) -> Class {
        if self == Self::Request { Class::Requests } else { Class::Responses }
    }

    /// The class of a constraint that was added, removed or changed.
    pub fn of_constraint(self, old: Option<&Value>, new: Option<&Value>) -> Class {
        match (old, new) {
            (None, _) => self.narrower(),
            (_, None) => self.wider(),
            _ => self.other(),
        }
    }
}

/// A node in the old and in the new document.
pub type Pair = (Option<Node>, Option<Node>);

/// A comparison of two documents.
pub struct Walk<'a> {
    pub old: &'a Value,
    pub new: &'a Value,
    pub file: &'a str,
    pub changes: Vec<Change>,
    /// The pairs of schemas that were compared, with the changes found in them. Schemas can refer to themselves.
    pub seen: BTreeMap<(String, String, Direction), Range<usize>>,
    /// Whether the values are sent as text, in a URL or a header, which cannot carry null.
    pub is_text: bool,
}

impl<'a> Walk<'a> {
    pub fn new(old: &'a Value, new: &'a Value, file: &'a str) -> Self {
        Self { old, new, file, changes: Vec::new(), seen: BTreeMap::new(), is_text: false }
    }

    pub fn add_change(&mut self, class: Class, place: &str, pointer: &str, what: impl Into<String>) {
        Change::new(class, self.file, place, pointer, what).add_to(&mut self.changes);
    }

    /// The members of two maps, paired by name.
    pub fn paired_members(&self, key: &str, old: &Node, new: &Node) -> Vec<(String, Option<Node>, Option<Node>)> {
        let map = |root, node: &Node| node.resolved_member(root, key).unwrap_or_default();
        let (old, new) = (map(self.old, old), map(self.new, new));
        let names = names(&old.value, &new.value);
        let pair = |name: String| (old.resolved_member(self.old, &name), new.resolved_member(self.new, &name), name);
        names.into_iter().map(pair).map(|(one, other, name)| (name, one, other)).collect()
    }

    /// Both nodes, if both documents have it. Otherwise reports that one is `gone` or `added`.
    pub fn pair_or_report(
        &mut self,
        place: &str,
        pair: Pair,
        gone: (Class, &str),
        added: (Class, &str),
    ) -> Option<(Node, Node)> {
        match pair {
            (Some(one), Some(other)) => return Some((one, other)),
            (Some(one), None) => self.add_change(gone.0, place, &one.pointer, gone.1),
            (None, Some(other)) => self.add_change(added.0, place, &other.pointer, added.1),
            (None, None) => {}
        }
        None
    }

    /// Like [`Walk::pair_or_report`], for what has a member `required`.
    pub fn pair_required(&mut self, place: &str, what: &str, pair: Pair, direction: Direction) -> Option<(Node, Node)> {
        let required = [&pair.0, &pair.1].map(|node| match node {
            Some(node) => (node.value["required"] == true, node.member_pointer("required")),
            None => (false, String::new()),
        });
        self.pair_with_requirement(place, what, pair, required, direction)
    }

    /// Like [`Walk::pair_or_report`]. Also reports what became required or optional: `required` has that, and the pointer of the
    /// keyword.
    pub fn pair_with_requirement(
        &mut self,
        place: &str,
        what: &str,
        pair: Pair,
        required: [(bool, String); 2],
        direction: Direction,
    ) -> Option<(Node, Node)> {
        let value = pair.1.as_ref().map(|new| new.value.get("schema").unwrap_or(&new.value));
        let default = value.and_then(|schema| schema.get("default"));
        let note = default.map_or_else(String::new, |default| format!("; HeyGen documents the default {default}"));
        let [(was, old), (is, new)] = required;
        if pair.0.is_some() == pair.1.is_some() {
            match (was, is) {
                (false, true) => {
                    self.add_change(direction.narrower(), place, &new, format!("{what} is now required{note}"));
                }
                (true, false) => self.add_change(direction.wider(), place, &old, format!("{what} is now optional")),
                _ => {}
            }
        }
        let added = match direction {
            Direction::Request if is => (Class::Requests, format!("new required {what}{note}")),
            _ => (Class::Compatible, format!("new {what}")),
        };
        self.pair_or_report(place, pair, (direction.other(), &format!("{what} removed")), (added.0, &added.1))
    }

    /// Compares a member. `class` gets its old and new value.
    pub fn compare_member(
        &mut self,
        place: &str,
        key: &str,
        old: &Node,
        new: &Node,
        class: impl FnOnce(Option<&Value>, Option<&Value>) -> Class,
    ) {
        let (one, other) = (old.value.get(key), new.value.get(key));
        if one == other || one.zip(other).is_some_and(|(one, other)| has_same_value(one, other)) {
            return;
        }
        let pointer = if other.is_some() { new.member_pointer(key) } else { old.member_pointer(key) };
        let (mut what, mut text) = (changed(key, one, other), None);
        if let ("description" | "summary", Some(Value::String(one)), Some(Value::String(other))) = (key, one, other) {
            let how = if limits(one) == limits(other) { "reworded" } else { "states a different limit" };
            what = format!("`{key}` {how}");
            text = Some(Text { before: one.clone(), after: other.clone() });
        }
        let change = Change { text, ..Change::new(class(one, other), self.file, place, &pointer, what) };
        change.add_to(&mut self.changes);
    }

    /// Compares the members to which `class` gives a class. The others have a rule of their own.
    pub fn compare_members(&mut self, place: &str, old: &Node, new: &Node, class: impl Fn(&str) -> Option<Class>) {
        for key in &names(&old.value, &new.value) {
            if let Some(class) = class(key) {
                self.compare_member(place, key, old, new, |_, _| match key.as_str() {
                    "deprecated" | "default" | "operationId" => Class::Compatible,
                    _ => class,
                });
            }
        }
    }

    /// Compares the members that are not in `known`, and restrict nothing.
    pub fn compare_rest(&mut self, place: &str, old: &Node, new: &Node, known: &[&str]) {
        self.compare_members(place, old, new, |key| (!known.contains(&key)).then_some(Class::Documentation));
    }
}

/// The names of the members of two objects.
pub fn names(old: &Value, new: &Value) -> BTreeSet<String> {
    let members = [old, new].into_iter().filter_map(Value::as_object);
    members.flatten().map(|(name, _)| name.clone()).collect()
}

/// Describes the change of a member. Short values are shown.
fn changed(key: &str, old: Option<&Value>, new: Option<&Value>) -> String {
    let short = |value: Option<&Value>| Some(value?.to_string()).filter(|text| text.chars().count() <= 60);
    match (old.is_some(), new.is_some(), short(old), short(new)) {
        (true, true, Some(old), Some(new)) => format!("`{key}`: {old} → {new}"),
        (true, true, ..) => format!("`{key}` changed"),
        (true, false, Some(old), _) => format!("`{key}` removed, was {old}"),
        (true, false, ..) => format!("`{key}` removed"),
        (_, _, _, Some(new)) => format!("`{key}` added: {new}"),
        _ => format!("`{key}` added"),
    }
}
