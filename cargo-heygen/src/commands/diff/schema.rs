//! Compares schemas by the values that they allow: first their keywords, then their parts.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Class;
use super::keywords;
use super::walk::{Direction, Node, Walk, changed};
use crate::findings::prose::limits;
use crate::openapi::join;

/// An entry of a list of schemas: its name, empty if it has none, and the schema.
type Branch = (String, Node);

impl Walk<'_> {
    /// Compares two schemas. `field` is the path of the field, empty for a whole body.
    pub fn schema(&mut self, place: &str, field: &str, old: &Node, new: &Node, direction: Direction) {
        let here = if field.is_empty() { place.to_owned() } else { format!("{place}, `{field}`") };
        let key = (old.key(), new.key(), direction);
        if let Some(range) = self.seen.get(&key) {
            self.changes[range.clone()].iter_mut().for_each(|change| change.add_use(&here));
            return;
        }
        let start = self.changes.len();
        self.seen.insert(key.clone(), start..start);
        let (old, new) = (&old.without_single_parts(self.old, new), &new.without_single_parts(self.new, old));
        let (old, new) = if self.is_text { (&old.without_null(), &new.without_null()) } else { (old, new) };
        keywords::compare(self, &here, old, new, direction);
        self.properties(place, field, old, new, direction);
        for (key, step) in [("items", "[]"), ("additionalProperties", ".*")] {
            self.part(place, &format!("{field}{step}"), key, old, new, direction);
        }
        for key in ["anyOf", "oneOf", "allOf", "prefixItems"] {
            self.branches(place, field, key, old, new, direction);
        }
        self.annotations(&here, old, new, direction);
        self.seen.insert(key, start..self.changes.len());
    }

    /// Compares annotations. In requests, this includes defaults, and limits that only the description states.
    fn annotations(&mut self, here: &str, old: &Node, new: &Node, direction: Direction) {
        let mut known = keywords::with_rule();
        // `other_way` marks a field that is not sent in this direction.
        let (other_way, this_way) = match direction {
            Direction::Request => ("readOnly", "writeOnly"),
            Direction::Response => ("writeOnly", "readOnly"),
        };
        let one_way = |node: &Node, key: &str| node.value.get(key) == Some(&Value::Bool(true));
        let (one, other) = (old.value.get(other_way), new.value.get(other_way));
        if one_way(old, other_way) != one_way(new, other_way) {
            let class = if one_way(new, other_way) { direction.other() } else { Class::Compatible };
            self.add(class, here, &new.member(other_way), changed(other_way, one, other));
        }
        known.extend([other_way, this_way]);
        let before = self.changes.len();
        if direction == Direction::Request {
            let (one, other) = (old.value.get("default"), new.value.get("default"));
            if one != other {
                self.add(Class::Behaviour, here, &new.member("default"), changed("default", one, other));
            }
            known.push("default");
        }
        self.rest(old, new, here, &known, true);
        let stated = |node: &Node| keywords::states_limit(&node.value);
        if direction == Direction::Request && !stated(old) && !stated(new) {
            for change in self.changes.iter_mut().skip(before) {
                if let (Some(text), true) = (&change.text, change.pointer.ends_with("/description")) {
                    change.class = keywords::limit_class(&limits(&text.before), &limits(&text.after));
                }
            }
        }
    }

    fn properties(&mut self, place: &str, field: &str, old: &Node, new: &Node, direction: Direction) {
        let (before, after) = (old.object("properties"), new.object("properties"));
        let required = |node: &Node| -> BTreeSet<String> {
            let list = node.value["required"].as_array();
            list.into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned)).collect()
        };
        let (was, is) = (required(old), required(new));
        let path = |name: &str| if field.is_empty() { name.to_owned() } else { format!("{field}.{name}") };
        let at = |node: &Node, name: &str| node.field(name);
        let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for name in names {
            let here = format!("{place}, `{}`", path(name));
            match (before.get(name), after.get(name)) {
                (Some(one), Some(other)) => {
                    let required = new.member("required");
                    match (was.contains(name), is.contains(name)) {
                        (false, true) => {
                            let what = format!("field is now required{}", default_note(other));
                            self.add(direction.narrower(), &here, &required, what);
                        }
                        (true, false) => self.add(direction.wider(), &here, &required, "field is no longer required"),
                        _ => {}
                    }
                    let one = Node::schema(self.old, at(old, name), one);
                    let other = Node::schema(self.new, at(new, name), other);
                    self.schema(place, &path(name), &one, &other, direction);
                }
                (Some(_), None) => self.add(direction.other(), &here, &at(old, name), "field removed"),
                (None, Some(added)) if direction == Direction::Request && is.contains(name) => {
                    let what = format!("new required field{}", default_note(added));
                    self.add(Class::Requests, &here, &at(new, name), what);
                }
                (None, Some(_)) => self.add(Class::Compatible, &here, &at(new, name), "new field"),
                (None, None) => {}
            }
        }
        // A required field need not be in `properties`.
        let known = |name: &String| before.contains_key(name) || after.contains_key(name);
        for name in is.difference(&was).filter(|name| !known(name)) {
            let here = format!("{place}, `{}`", path(name));
            self.add(direction.narrower(), &here, &new.member("required"), "field is now required");
        }
        for name in was.difference(&is).filter(|name| !known(name)) {
            let here = format!("{place}, `{}`", path(name));
            self.add(direction.wider(), &here, &old.member("required"), "field is no longer required");
        }
    }

    /// Compares a keyword whose value is one schema. Without the keyword, every value is allowed.
    fn part(&mut self, place: &str, field: &str, key: &str, old: &Node, new: &Node, direction: Direction) {
        let any = Value::Bool(true);
        // The empty schema allows every value, too.
        let schema = |node: &'_ Node| node.value.get(key).filter(|schema| **schema != json!({})).cloned();
        let (one, other) = (schema(old), schema(new));
        let (one, other) = (one.as_ref(), other.as_ref());
        if one.unwrap_or(&any) == other.unwrap_or(&any) && one.is_none_or(|schema| !schema.is_object()) {
            return;
        }
        let here = format!("{place}, `{field}`");
        let pointer = new.member(key);
        match (one.unwrap_or(&any), other.unwrap_or(&any)) {
            (Value::Bool(true), _) => self.add(direction.narrower(), &here, &pointer, changed(key, one, other)),
            (_, Value::Bool(true)) => self.add(direction.wider(), &here, &pointer, changed(key, one, other)),
            (Value::Bool(false), _) => self.add(direction.wider(), &here, &pointer, changed(key, one, other)),
            (_, Value::Bool(false)) => self.add(direction.narrower(), &here, &pointer, changed(key, one, other)),
            (one, other) => {
                let one = Node::schema(self.old, old.member(key), one);
                let other = Node::schema(self.new, pointer, other);
                self.schema(place, field, &one, &other, direction);
            }
        }
    }

    /// Compares a keyword whose value is a list of schemas. Equal schemas are paired first, then those with the same name, then the
    /// rest in order.
    fn branches(&mut self, place: &str, field: &str, key: &str, old: &Node, new: &Node, direction: Direction) {
        let list = |root: &Value, node: &Node| -> Vec<Branch> {
            let entries = node.value.get(key).and_then(Value::as_array).into_iter().flatten().enumerate();
            let named = entries.map(|(index, value)| {
                let pointer = join(&node.member(key), &index.to_string());
                let name = value["$ref"].as_str().or(value["title"].as_str()).map(str::to_owned);
                (name.unwrap_or_default(), Node::schema(root, pointer, value))
            });
            named.collect()
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
            self.schema(place, field, &one, &other, direction);
        }
        let here = if field.is_empty() { place.to_owned() } else { format!("{place}, `{field}`") };
        // A part of `allOf` or `prefixItems` restricts values; a branch of a union allows more.
        let union = matches!(key, "anyOf" | "oneOf");
        let (had, has) = (old.value.get(key).is_some(), new.value.get(key).is_some());
        for (_, gone) in &before {
            let class = if union && has || !union && !had { direction.narrower() } else { direction.wider() };
            self.add(class, &here, &gone.pointer, format!("part of `{key}` removed"));
        }
        for (_, added) in &after {
            let class = if union && had { direction.wider() } else { direction.narrower() };
            self.add(class, &here, &added.pointer, format!("part of `{key}` added"));
        }
    }
}

/// Says that HeyGen documents a default for what is now required.
pub fn default_note(schema: &Value) -> String {
    schema.get("default").map_or_else(String::new, |default| format!("; HeyGen documents the default {default}"))
}
