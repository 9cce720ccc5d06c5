//! Compares schemas by the values that they allow: first their keywords, then their parts.

use heygen_api_codegen::keywords::{Rule, with_rule};
use serde_json::Value;

use super::Class;
use super::keywords;
use super::node::Node;
use super::walk::{Direction, Walk, names};
use crate::findings::prose::limits;

/// An entry of a list of schemas: its name, empty if it has none, and the schema.
type Branch = (String, Node);

impl Walk<'_> {
    /// Compares two schemas. `field` is the path of the field, empty for a whole body.
    pub fn compare_schema(&mut self, place: &str, field: &str, old: &Node, new: &Node, direction: Direction) {
        let here = field_place(place, field);
        let key = (old.identity(), new.identity(), direction);
        if let Some(range) = self.seen.get(&key) {
            self.changes[range.clone()].iter_mut().for_each(|change| change.add_use(&here));
            return;
        }
        let start = self.changes.len();
        self.seen.insert(key.clone(), start..start);
        let (old, new) = (&old.without_single_parts(self.old, new), &new.without_single_parts(self.new, old));
        keywords::compare_keywords(self, &here, old, new, direction);
        self.compare_properties(place, field, old, new, direction);
        for (key, step) in [("items", "[]"), ("additionalProperties", ".*")] {
            self.compare_part(place, &format!("{field}{step}"), key, old, new, direction);
        }
        for key in ["anyOf", "oneOf", "allOf", "prefixItems"] {
            self.compare_branches(place, field, key, old, new, direction);
        }
        self.compare_annotations(&here, old, new, direction);
        self.seen.insert(key, start..self.changes.len());
    }

    /// Compares annotations. In requests, this includes defaults, and limits that only the description states.
    fn compare_annotations(&mut self, here: &str, old: &Node, new: &Node, direction: Direction) {
        // `other_way` marks a field that is not sent in this direction.
        let (other_way, this_way) = match direction {
            Direction::Request => ("readOnly", "writeOnly"),
            Direction::Response => ("writeOnly", "readOnly"),
        };
        self.compare_member(here, other_way, old, new, |_, new| match new {
            Some(Value::Bool(true)) => direction.other(),
            _ => Class::Compatible,
        });
        let is_request = direction == Direction::Request;
        if is_request {
            self.compare_member(here, "default", old, new, |_, _| Class::Behaviour);
        }
        let start = self.changes.len();
        self.compare_members(here, old, new, |key| match key {
            "default" if is_request => None,
            key if key == other_way || key == this_way || keywords::restricts(key) => None,
            key if keywords::is_annotation(key) => Some(Class::Documentation),
            _ => Some(Class::Unknown),
        });
        let stated = |node: &Node| with_rule(&[Rule::Maximum, Rule::Minimum]).any(|key| node.value.get(key).is_some());
        if is_request && !stated(old) && !stated(new) {
            for change in &mut self.changes[start..] {
                if let Some(text) = &change.text {
                    change.class = keywords::limit_class(&limits(&text.before), &limits(&text.after));
                }
            }
        }
    }

    fn compare_properties(&mut self, place: &str, field: &str, old: &Node, new: &Node, direction: Direction) {
        let is_required = |node: &Node, name: &str| node.list("required").iter().any(|one| one == name);
        let mut all = names(&old.value["properties"], &new.value["properties"]);
        // A required field need not be in `properties`.
        let required = old.list("required").iter().chain(new.list("required"));
        all.extend(required.filter_map(|name| name.as_str().map(str::to_owned)));
        for name in &all {
            let path = if field.is_empty() { name.clone() } else { format!("{field}.{name}") };
            let here = field_place(place, &path);
            let node = |root: &Value, of: &Node| {
                Some(Node::resolve_schema(root, of.field_pointer(name), of.value.get("properties")?.get(name)?))
            };
            let pair = (node(self.old, old), node(self.new, new));
            let required = [old, new].map(|of| (is_required(of, name), of.member_pointer("required")));
            if let Some((one, other)) = self.pair_with_requirement(&here, "field", pair, required, direction) {
                self.compare_schema(place, &path, &one, &other, direction);
            }
        }
    }

    /// Compares a keyword whose value is one schema. Without the keyword, every value is allowed.
    fn compare_part(&mut self, place: &str, field: &str, key: &str, old: &Node, new: &Node, direction: Direction) {
        match (old.value.get(key), new.value.get(key)) {
            (Some(one @ Value::Object(_)), Some(other @ Value::Object(_))) => {
                let one = Node::resolve_schema(self.old, old.member_pointer(key), one);
                let other = Node::resolve_schema(self.new, new.member_pointer(key), other);
                self.compare_schema(place, field, &one, &other, direction);
            }
            (one, other) => {
                // `false` allows no value.
                let is_wider = other.is_none() || one == Some(&Value::Bool(false));
                let class = if is_wider { direction.wider() } else { direction.narrower() };
                self.compare_member(&field_place(place, field), key, old, new, |_, _| class);
            }
        }
    }

    /// Compares a keyword whose value is a list of schemas. Equal schemas are paired first, then those with the same name, then the
    /// rest in order.
    fn compare_branches(&mut self, place: &str, field: &str, key: &str, old: &Node, new: &Node, direction: Direction) {
        let list = |root: &Value, node: &Node| -> Vec<Branch> {
            let entries = node.list(key).iter().enumerate().map(|(index, value)| {
                let name = value["$ref"].as_str().or(value["title"].as_str()).unwrap_or_default();
                (name.to_owned(), Node::resolve_schema(root, node.entry_pointer(key, index), value))
            });
            entries.collect()
        };
        let (mut before, mut after) = (list(self.old, old), list(self.new, new));
        let mut pairs = Vec::new();
        let same: [fn(&Branch, &Branch) -> bool; 2] =
            [|one, other| one.1.value == other.1.value, |one, other| !one.0.is_empty() && one.0 == other.0];
        for same in same {
            let mut left = Vec::new();
            for one in before {
                match after.iter().position(|other| same(&one, other)) {
                    Some(index) => pairs.push((one, after.remove(index))),
                    None => left.push(one),
                }
            }
            before = left;
        }
        if before.len() == after.len() {
            pairs.extend(before.drain(..).zip(after.drain(..)));
        }
        for ((_, one), (_, other)) in pairs {
            self.compare_schema(place, field, &one, &other, direction);
        }
        // A part of `allOf` or `prefixItems` restricts values; a branch of a union allows more.
        let union = matches!(key, "anyOf" | "oneOf");
        let (had, has) = (!old.list(key).is_empty(), !new.list(key).is_empty());
        let gone = if union && has || !union && !had { direction.narrower() } else { direction.wider() };
        let added = if union && had { direction.wider() } else { direction.narrower() };
        for (list, class, how) in [(before, gone, "removed"), (after, added, "added")] {
            for (_, part) in list {
                self.add_change(class, &field_place(place, field), &part.pointer, format!("part of `{key}` {how}"));
            }
        }
    }
}

fn field_place(place: &str, field: &str) -> String {
    if field.is_empty() { place.to_owned() } else { format!("{place}, `{field}`") }
}
