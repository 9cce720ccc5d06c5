//! Compares operations: parameters, bodies, responses and security.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Class;
use super::schema::default_note;
use super::walk::{Direction, Node, Walk, changed};
use crate::openapi::{METHODS, Operation, join, split};

type Parameters = BTreeMap<(String, String), Node>;

impl Walk<'_> {
    pub fn operation(&mut self, old: &Operation<'_>, new: &Operation<'_>) {
        let place = new.name();
        if old.path != new.path && old.key() == new.key() {
            self.add(Class::Compatible, &place, &new.pointer, format!(
                "path parameters renamed, was {}; requests stay the same, but the methods that set them in Rust have new names",
                old.path
            ));
        }
        let (before, after) = (parameters(self.old, old), parameters(self.new, new));
        self.parameters(&place, &before, &after);
        let node = |operation: &Operation<'_>| Node::new(operation.pointer.clone(), operation.value.clone());
        let (old_node, new_node) = (node(old), node(new));
        self.body(&place, &old_node, &new_node);
        self.responses(&place, &old_node, &new_node);
        self.security(&place, &old_node, &new_node);
        let servers = |root: &Value, operation: &Operation<'_>| {
            let own = operation.value.get("servers").or(operation.item.get("servers"));
            own.or(root.get("servers")).and_then(|servers| servers.pointer("/0/url")).cloned()
        };
        let own = |operation: &Operation<'_>| operation.value.get("servers").or(operation.item.get("servers")).cloned();
        // A change of the document's servers is reported once, not for each operation.
        if own(old) != own(new) && servers(self.old, old) != servers(self.new, new) {
            self.add(Class::Requests, &place, &new_node.member("servers"), "server changed");
        }
        let known = ["parameters", "requestBody", "responses", "security", "servers"];
        self.rest(&old_node, &new_node, &place, &known, false);
    }

    /// Compares webhooks. HeyGen sends their bodies, so they are compared as responses.
    pub fn webhooks(&mut self) {
        let list = |root: &Value| -> BTreeMap<String, Node> {
            let items = root.get("webhooks").and_then(Value::as_object).into_iter().flatten();
            let found = items.flat_map(|(name, item)| {
                let item = Node::at(root, join("/webhooks", name), item);
                let methods = METHODS.iter().filter_map(move |method| {
                    Some((format!("webhook `{name}`, {}", method.to_uppercase()), item.below(root, method)?))
                });
                methods.collect::<Vec<_>>()
            });
            found.collect()
        };
        let (before, mut after) = (list(self.old), list(self.new));
        for (place, one) in &before {
            let Some(other) = after.remove(place) else {
                self.add(Class::Responses, place, &one.pointer, "webhook removed");
                continue;
            };
            let body = |root: &Value, of: &Node| of.below(root, "requestBody").unwrap_or_default();
            let (old, new) = (body(self.old, one), body(self.new, &other));
            self.content_or_schema(place, &old, &new, Direction::Response);
            self.rest(&old, &new, place, &["content"], false);
            self.rest(one, &other, place, &["requestBody"], false);
        }
        for (place, added) in after {
            self.add(Class::Compatible, &place, &added.pointer, "webhook added");
        }
    }

    fn parameters(&mut self, place: &str, old: &Parameters, new: &Parameters) {
        for (key, one) in old {
            let place = format!("{place}, {} parameter `{}`", key.0, key.1);
            let Some(other) = new.get(key) else {
                self.add(Class::Requests, &place, &one.pointer, "parameter removed");
                continue;
            };
            self.required(&place, one, other, "parameter");
            for (keyword, default) in [("style", ""), ("explode", ""), ("allowReserved", "false")] {
                let (one_value, other_value) = (one.value.get(keyword), other.value.get(keyword));
                let text = |value: Option<&Value>| value.map_or_else(|| default.to_owned(), Value::to_string);
                if text(one_value) != text(other_value) {
                    let what = changed(keyword, one_value, other_value);
                    self.add(Class::Requests, &place, &other.member(keyword), what);
                }
            }
            self.is_text = true;
            self.content_or_schema(&place, one, other, Direction::Request);
            self.is_text = false;
            let known = ["name", "in", "required", "style", "explode", "allowReserved", "schema", "content"];
            self.rest(one, other, &place, &known, false);
        }
        for (key, other) in new.iter().filter(|(key, _)| !old.contains_key(*key)) {
            let place = format!("{place}, {} parameter `{}`", key.0, key.1);
            if required(other) {
                let note = other.value.get("schema").map(default_note).unwrap_or_default();
                self.add(Class::Requests, &place, &other.pointer, format!("new required parameter{note}"));
            } else {
                self.add(Class::Compatible, &place, &other.pointer, "new optional parameter");
            }
        }
    }

    fn required(&mut self, place: &str, old: &Node, new: &Node, what: &str) {
        match (required(old), required(new)) {
            (false, true) => {
                self.add(Class::Requests, place, &new.member("required"), format!("{what} is now required"))
            }
            (true, false) => self.add(Class::Compatible, place, &old.pointer, format!("{what} is now optional")),
            _ => {}
        }
    }

    fn body(&mut self, place: &str, old: &Node, new: &Node) {
        let place = format!("{place}, request");
        match (old.below(self.old, "requestBody"), new.below(self.new, "requestBody")) {
            (None, Some(body)) if required(&body) => {
                self.add(Class::Requests, &place, &body.pointer, "new required body");
            }
            (None, Some(body)) => self.add(Class::Compatible, &place, &body.pointer, "new optional body"),
            (Some(body), None) => self.add(Class::Requests, &place, &body.pointer, "body removed"),
            (Some(one), Some(other)) => {
                self.required(&place, &one, &other, "body");
                self.content_or_schema(&place, &one, &other, Direction::Request);
                self.rest(&one, &other, &place, &["required", "content"], false);
            }
            (None, None) => {}
        }
    }

    fn responses(&mut self, place: &str, old: &Node, new: &Node) {
        let (before, after) = (old.object("responses"), new.object("responses"));
        let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for status in keys {
            let place = format!("{place}, response {status}");
            let node = |root: &Value, of: &Node| of.below(root, "responses")?.below(root, status);
            let success = status.starts_with('2') || status == "default";
            match (node(self.old, old), node(self.new, new)) {
                (Some(one), Some(other)) => {
                    self.content_or_schema(&place, &one, &other, Direction::Response);
                    self.headers(&place, &one, &other);
                    self.rest(&one, &other, &place, &["content", "headers"], false);
                }
                (Some(gone), None) => {
                    let class = if success { Class::Responses } else { Class::Compatible };
                    self.add(class, &place, &gone.pointer, "response removed");
                }
                (None, Some(added)) => self.add(Class::Compatible, &place, &added.pointer, "response added"),
                (None, None) => {}
            }
        }
    }

    fn headers(&mut self, place: &str, old: &Node, new: &Node) {
        let (before, after) = (old.object("headers"), new.object("headers"));
        let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for name in keys {
            let place = format!("{place}, header `{name}`");
            let node = |root: &Value, of: &Node| of.below(root, "headers")?.below(root, name);
            match (node(self.old, old), node(self.new, new)) {
                (Some(one), Some(other)) => {
                    self.content_or_schema(&place, &one, &other, Direction::Response);
                    match (required(&one), required(&other)) {
                        (true, false) => self.add(Class::Responses, &place, &other.pointer, "header is now optional"),
                        (false, true) => self.add(Class::Compatible, &place, &other.pointer, "header is now required"),
                        _ => {}
                    }
                    self.rest(&one, &other, &place, &["schema", "content", "required"], false);
                }
                (Some(gone), None) => self.add(Class::Responses, &place, &gone.pointer, "header removed"),
                (None, Some(added)) => self.add(Class::Compatible, &place, &added.pointer, "header added"),
                (None, None) => {}
            }
        }
    }

    /// Compares the content of a parameter, body or response.
    fn content_or_schema(&mut self, place: &str, old: &Node, new: &Node, direction: Direction) {
        self.below(place, old, new, direction);
        let (before, after) = (old.object("content"), new.object("content"));
        let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for media in keys {
            let node = |root: &Value, of: &Node| of.below(root, "content")?.below(root, media);
            match (node(self.old, old), node(self.new, new)) {
                (Some(one), Some(other)) => {
                    self.below(place, &one, &other, direction);
                    if one.value.get("encoding") != other.value.get("encoding") {
                        let what = changed("encoding", one.value.get("encoding"), other.value.get("encoding"));
                        self.add(direction.other(), place, &other.member("encoding"), what);
                    }
                    self.rest(&one, &other, place, &["schema", "encoding"], false);
                }
                (Some(gone), None) => self.add(direction.other(), place, &gone.pointer, format!("`{media}` removed")),
                (None, Some(added)) => self.add(Class::Compatible, place, &added.pointer, format!("`{media}` added")),
                (None, None) => {}
            }
        }
    }

    /// Compares the schemas of two nodes. A missing schema allows every value.
    fn below(&mut self, place: &str, old: &Node, new: &Node, direction: Direction) {
        let any = Value::Bool(true);
        let (one, other) = (old.value.get("schema"), new.value.get("schema"));
        if one.is_none() && other.is_none() {
            return;
        }
        let node = |root: &Value, of: &Node, schema: Option<&Value>| {
            Node::schema(root, of.member("schema"), schema.unwrap_or(&any))
        };
        let (one, other) = (node(self.old, old, one), node(self.new, new, other));
        self.schema(place, "", &one, &other, direction);
    }

    /// Compares the security of an operation, or of the document if the operation has none.
    fn security(&mut self, place: &str, old: &Node, new: &Node) {
        let alternatives = |root: &Value, of: &Node| -> BTreeSet<String> {
            let list = of.value.get("security").or(root.get("security")).and_then(Value::as_array);
            list.into_iter().flatten().map(Value::to_string).collect()
        };
        let (before, after) = (alternatives(self.old, old), alternatives(self.new, new));
        let pointer = new.member("security");
        let open = |set: &BTreeSet<String>| set.is_empty() || set.contains("{}");
        if open(&after) && !open(&before) {
            self.add(Class::Compatible, place, &pointer, "security is no longer required");
        } else if open(&before) && !open(&after) {
            self.add(Class::Requests, place, &pointer, format!("security is now required: {}", join_all(&after)));
        } else if !open(&after) {
            for gone in before.difference(&after) {
                self.add(Class::Requests, place, &pointer, format!("security {gone} is no longer accepted"));
            }
            for added in after.difference(&before) {
                self.add(Class::Compatible, place, &pointer, format!("security {added} is now accepted"));
            }
        }
    }
}

fn join_all(set: &BTreeSet<String>) -> String {
    set.iter().cloned().collect::<Vec<_>>().join(" or ")
}

fn required(node: &Node) -> bool {
    node.value["required"] == true
}

/// The parameters of an operation, including those of its path item. The key of a path parameter is its position, because its name
/// is not sent. The key of a header is its name in lower case.
fn parameters(root: &Value, operation: &Operation<'_>) -> Parameters {
    let mut found = Parameters::new();
    let item = split(&operation.pointer).map_or("", |(parent, _)| parent);
    for (holder, pointer) in [(operation.item, item), (operation.value, operation.pointer.as_str())] {
        let list = holder.get("parameters").and_then(Value::as_array);
        for (index, value) in list.into_iter().flatten().enumerate() {
            let node = Node::at(root, join(&join(pointer, "parameters"), &index.to_string()), value);
            let text = |key: &str| node.value[key].as_str().unwrap_or_default().to_owned();
            let (place, mut name) = (text("in"), text("name"));
            if place == "header" {
                name.make_ascii_lowercase();
            } else if place == "path" {
                let position = operation.path.split('{').skip(1).position(|part| part.split('}').next() == Some(&name));
                name = position.map_or(name, |index| format!("{}", index + 1));
            }
            found.insert((place, name), node);
        }
    }
    found
}
