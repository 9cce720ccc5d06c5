//! Compares documents: first all operations, even if they moved to another document, then the rest.

use std::collections::BTreeMap;

use serde_json::Value;

use super::node::Node;
use super::walk::Walk;
use super::{Change, Class, Version};
use crate::openapi::{Operation, operations, server_url, state};

/// An operation that only the new documents have.
pub const ADDED: &str = "operation added";
/// An operation that only the old documents have.
pub const REMOVED: &str = "operation removed";

/// A document, as published or corrected: its file, and its value.
pub type Document<'a> = (&'a str, &'a Value);

/// Identifies an operation by its path and method.
type Key<'a> = (String, &'a str);

type Found<'a> = BTreeMap<Key<'a>, (&'a Document<'a>, Operation<'a>)>;

/// All changes.
pub fn compare_documents(old: &[Document<'_>], new: &[Document<'_>]) -> Vec<Change> {
    let mut changes = Vec::new();
    let (before, mut after) = (find_operations(old), find_operations(new));
    let moved = find_moved(&before, &after);
    for (key, (document, operation)) in &before {
        let Some((now, operation_now)) = after.remove(moved.get(key).unwrap_or(key)) else {
            changes.push(Change::new(Class::Requests, document.0, &operation.name(), &operation.pointer, REMOVED));
            continue;
        };
        let mut walk = Walk::new(document.1, now.1, now.0);
        if moved.contains_key(key) {
            let what = format!("operation moved from {}", operation.name());
            walk.add_change(Class::Requests, &operation_now.name(), &operation_now.pointer, what);
        }
        walk.compare_operation(operation, &operation_now);
        walk.changes.into_iter().for_each(|change| change.add_to(&mut changes));
    }
    for (document, operation) in after.values() {
        changes.push(Change::new(Class::Compatible, document.0, &operation.name(), &operation.pointer, ADDED));
    }
    for (old, new) in pair_documents(old, new).into_iter().filter_map(|(old, new)| old.zip(new)) {
        let mut walk = Walk::new(old.1, new.1, new.0);
        walk.compare_document(&changes);
        changes.append(&mut walk.changes);
    }
    changes
}

/// `info.version` of each document, before and after.
pub fn versions(old: &[Document<'_>], new: &[Document<'_>]) -> Vec<Version> {
    let version =
        |document: Option<&Document<'_>>| Some(document?.1["info"]["version"].as_str().unwrap_or_default().to_owned());
    let versions = pair_documents(old, new).into_iter().filter_map(|(old, new)| {
        let file = new.or(old)?.0.to_owned();
        Some(Version { file, before: version(old), after: version(new) })
    });
    versions.collect()
}

fn find_operations<'a>(documents: &'a [Document<'a>]) -> Found<'a> {
    let all = documents
        .iter()
        .flat_map(|document| operations(document.1).map(move |operation| (operation.key(), (document, operation))));
    all.collect()
}

/// Operations that moved: exactly one removed and one added operation have the same `operationId`.
fn find_moved<'a>(before: &Found<'a>, after: &Found<'a>) -> BTreeMap<Key<'a>, Key<'a>> {
    let without = |one: &Found<'a>, other: &Found<'a>| -> Vec<_> {
        let found = one.iter().filter(|(key, _)| !other.contains_key(*key));
        found.filter_map(|(key, (_, it))| Some((it.value["operationId"].as_str()?.to_owned(), key.clone()))).collect()
    };
    let (gone, new) = (without(before, after), without(after, before));
    let pairs = gone.into_iter().filter_map(|(id, key)| {
        let mut same = new.iter().filter(|(other, _)| *other == id);
        let (_, now) = same.next()?;
        same.next().is_none().then(|| (key, now.clone()))
    });
    pairs.collect()
}

type Pair<'a> = (Option<&'a Document<'a>>, Option<&'a Document<'a>>);

/// Pairs documents with the same slug. If both states have a single document, these two are a pair.
fn pair_documents<'a>(old: &'a [Document<'a>], new: &'a [Document<'a>]) -> Vec<Pair<'a>> {
    if let ([one], [other]) = (old, new) {
        return vec![(Some(one), Some(other))];
    }
    let mut pairs: BTreeMap<&str, Pair<'a>> = BTreeMap::new();
    for document in old {
        pairs.entry(state::slug(document.0)).or_default().0 = Some(document);
    }
    for document in new {
        pairs.entry(state::slug(document.0)).or_default().1 = Some(document);
    }
    pairs.into_values().collect()
}

impl Walk<'_> {
    /// Compares everything outside operations. `changes` has those found in operations.
    fn compare_document(&mut self, changes: &[Change]) {
        let root = |value: &Value| Node::new(String::new(), value.clone());
        let (old, new) = (root(self.old), root(self.new));
        self.compare_rest("", &old, &new, &["info", "servers", "security", "components", "paths"]);
        let part = |root: &Value, node: &Node, key: &str| node.resolved_member(root, key).unwrap_or_default();
        self.compare_rest("info", &part(self.old, &old, "info"), &part(self.new, &new, "info"), &[]);
        let server = |root: &Value| root.get("servers").and_then(server_url);
        let class = if server(self.old) == server(self.new) { Class::Documentation } else { Class::Requests };
        self.compare_member("", "servers", &old, &new, |_, _| class);
        let (old, new) = (part(self.old, &old, "components"), part(self.new, &new, "components"));
        self.compare_schemes(&old, &new);
        if self.changes.is_empty() && !changes.iter().any(|change| change.file == self.file) && self.old != self.new {
            let what = "only the layout, the references, or components that no operation uses changed";
            self.add_change(Class::Documentation, "", "", what);
        }
    }

    /// Compares security schemes by name. The operations that use them are reported separately.
    fn compare_schemes(&mut self, old: &Node, new: &Node) {
        for (name, one, other) in self.paired_members("securitySchemes", old, new) {
            let place = format!("security scheme `{name}`");
            let (gone, added) = ((Class::Documentation, "scheme removed"), (Class::Compatible, "scheme added"));
            let Some((one, other)) = self.pair_or_report(&place, (one, other), gone, added) else { continue };
            self.compare_members(&place, &one, &other, |key| match key {
                "type" | "in" | "name" | "scheme" => Some(Class::Requests),
                _ => Some(Class::Documentation),
            });
        }
    }
}
