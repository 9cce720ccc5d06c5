//! Compares operations: parameters, bodies, responses and security.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Class;
use super::node::Node;
use super::walk::{Direction, Walk};
use crate::openapi::{Operation, join, server_url, split};

/// The alternative of a `security` that requires nothing.
const NO_SECURITY: &str = "{}";

type Parameters = BTreeMap<(String, String), Node>;

impl Walk<'_> {
    pub fn compare_operation(&mut self, old: &Operation<'_>, new: &Operation<'_>) {
        let place = new.name();
        if old.path != new.path && old.key() == new.key() {
            self.add_change(Class::Compatible, &place, &new.pointer, format!(
                "path parameters renamed, was {}; requests stay the same, but the methods that set them in Rust have new names",
                old.path
            ));
        }
        self.compare_parameters(&place, &parameters(self.old, old), &parameters(self.new, new));
        let node = |operation: &Operation<'_>| Node::new(operation.pointer.clone(), operation.value.clone());
        let (old_node, new_node) = (node(old), node(new));
        self.compare_body(&place, &old_node, &new_node);
        self.compare_responses(&place, &old_node, &new_node);
        self.compare_security(&place, &old_node, &new_node);
        let own = |one: &Operation<'_>| one.value.get("servers").or(one.item.get("servers")).cloned();
        let url = |root: &Value, one| own(one).as_ref().or(root.get("servers")).and_then(server_url);
        // A change of the document's servers is reported once, not for each operation.
        if own(old) != own(new) && url(self.old, old) != url(self.new, new) {
            self.add_change(Class::Requests, &place, &new_node.member_pointer("servers"), "server changed");
        }
        self.compare_rest(
            &place,
            &old_node,
            &new_node,
            &["parameters", "requestBody", "responses", "security", "servers"],
        );
    }

    fn compare_parameters(&mut self, place: &str, old: &Parameters, new: &Parameters) {
        let keys: BTreeSet<_> = old.keys().chain(new.keys()).collect();
        for key in keys {
            let place = format!("{place}, {} parameter `{}`", key.0, key.1);
            let pair = (old.get(key).cloned(), new.get(key).cloned());
            let Some((one, other)) = self.pair_required(&place, "parameter", pair, Direction::Request) else {
                continue;
            };
            for keyword in ["style", "explode", "allowReserved"] {
                // `false` is the default of the last one.
                let is_set =
                    |value: Option<&Value>| value.is_some_and(|value| keyword != "allowReserved" || value == true);
                self.compare_member(&place, keyword, &one, &other, |one, other| match is_set(one) || is_set(other) {
                    true => Class::Requests,
                    false => Class::Documentation,
                });
            }
            self.is_text = true;
            self.compare_content(&place, &one, &other, Direction::Request);
            self.is_text = false;
            let known = ["name", "in", "required", "style", "explode", "allowReserved", "schema", "content"];
            self.compare_rest(&place, &one, &other, &known);
        }
    }

    fn compare_body(&mut self, place: &str, old: &Node, new: &Node) {
        let place = format!("{place}, request");
        let pair = (old.resolved_member(self.old, "requestBody"), new.resolved_member(self.new, "requestBody"));
        let Some((one, other)) = self.pair_required(&place, "body", pair, Direction::Request) else { return };
        self.compare_content(&place, &one, &other, Direction::Request);
        self.compare_rest(&place, &one, &other, &["required", "content"]);
    }

    fn compare_responses(&mut self, place: &str, old: &Node, new: &Node) {
        for (status, one, other) in self.paired_members("responses", old, new) {
            let place = format!("{place}, response {status}");
            let is_success = status.starts_with('2') || status == "default";
            let gone = if is_success { Class::Responses } else { Class::Compatible };
            let (gone, added) = ((gone, "response removed"), (Class::Compatible, "response added"));
            let Some((one, other)) = self.pair_or_report(&place, (one, other), gone, added) else { continue };
            self.compare_content(&place, &one, &other, Direction::Response);
            self.compare_headers(&place, &one, &other);
            self.compare_rest(&place, &one, &other, &["content", "headers"]);
        }
    }

    fn compare_headers(&mut self, place: &str, old: &Node, new: &Node) {
        for (name, one, other) in self.paired_members("headers", old, new) {
            let place = format!("{place}, header `{name}`");
            let Some((one, other)) = self.pair_required(&place, "header", (one, other), Direction::Response) else {
                continue;
            };
            self.compare_content(&place, &one, &other, Direction::Response);
            self.compare_rest(&place, &one, &other, &["schema", "content", "required"]);
        }
    }

    /// Compares the schema of a parameter or header, and the content of a parameter, body or response.
    fn compare_content(&mut self, place: &str, old: &Node, new: &Node, direction: Direction) {
        self.compare_media_schema(place, old, new, direction);
        for (media, one, other) in self.paired_members("content", old, new) {
            let what = format!("`{media}`");
            let Some((one, other)) = self.pair_required(place, &what, (one, other), direction) else { continue };
            self.compare_media_schema(place, &one, &other, direction);
            self.compare_member(place, "encoding", &one, &other, |_, _| direction.other());
            self.compare_rest(place, &one, &other, &["schema", "encoding"]);
        }
    }

    /// Compares the schemas of two nodes. A missing schema allows every value.
    fn compare_media_schema(&mut self, place: &str, old: &Node, new: &Node, direction: Direction) {
        let any = Value::Bool(true);
        let schema = |root: &Value, of: &Node| {
            Node::resolve_schema(root, of.member_pointer("schema"), of.value.get("schema").unwrap_or(&any))
        };
        if old.value.get("schema").or(new.value.get("schema")).is_some() {
            self.compare_schema(place, "", &schema(self.old, old), &schema(self.new, new), direction);
        }
    }

    /// Compares the security of an operation, or of the document if the operation has none.
    fn compare_security(&mut self, place: &str, old: &Node, new: &Node) {
        let alternatives = |root: &Value, of: &Node| -> BTreeSet<String> {
            let list = of.value.get("security").or(root.get("security")).and_then(Value::as_array);
            let list: BTreeSet<_> = list.into_iter().flatten().map(Value::to_string).collect();
            if list.is_empty() { [NO_SECURITY.to_owned()].into() } else { list }
        };
        let (before, after) = (alternatives(self.old, old), alternatives(self.new, new));
        let pointer = new.member_pointer("security");
        if after.contains(NO_SECURITY) {
            if !before.contains(NO_SECURITY) {
                self.add_change(Class::Compatible, place, &pointer, "security is no longer required");
            }
            return;
        }
        for gone in before.difference(&after) {
            let what = match gone == NO_SECURITY {
                true => format!("security is now required: {}", after.iter().cloned().collect::<Vec<_>>().join(" or ")),
                false => format!("security {gone} is no longer accepted"),
            };
            self.add_change(Class::Requests, place, &pointer, what);
        }
        for added in after.difference(&before).filter(|_| !before.contains(NO_SECURITY)) {
            self.add_change(Class::Compatible, place, &pointer, format!("security {added} is now accepted"));
        }
    }
}

/// The parameters of an operation, including those of its path item. The key of a path parameter is its position, because its name
/// is not sent. The key of a header is its name in lower case.
fn parameters(root: &Value, operation: &Operation<'_>) -> Parameters {
    let mut found = Parameters::new();
    let item = split(&operation.pointer).map_or("", |(parent, _)| parent);
    for (holder, pointer) in [(operation.item, item), (operation.value, operation.pointer.as_str())] {
        let list = holder.get("parameters").and_then(Value::as_array);
        for (index, value) in list.into_iter().flatten().enumerate() {
            let node = Node::resolve(root, join(&join(pointer, "parameters"), &index.to_string()), value);
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
