//! Compares documents: first all operations, even if they moved to another document, then the rest.

use std::collections::BTreeMap;

use serde_json::Value;

use super::walk::{Node, Walk, changed};
use super::{Change, Class, Version};
use crate::openapi::{Operation, join, operations, state};

/// An operation that only the new documents have.
pub const ADDED: &str = "operation added";

/// A document, as published or corrected.
pub struct Document<'a> {
    pub file: &'a str,
    pub value: &'a Value,
}

/// Identifies an operation by its path and method.
type Key<'a> = (String, &'a str);

type Found<'a> = BTreeMap<Key<'a>, (&'a Document<'a>, Operation<'a>)>;

/// All changes, sorted by class.
pub fn compare(old: &[Document<'_>], new: &[Document<'_>]) -> Vec<Change> {
    let mut changes = Vec::new();
    let (before, mut after) = (found(old), found(new));
    let moved = moved(&before, &after);
    for (key, (document, operation)) in &before {
        match after.remove(moved.get(key).unwrap_or(key)) {
            Some((now, operation_now)) => {
                let mut walk = Walk::new(document.value, now.value, now.file);
                if moved.contains_key(key) {
                    let what = format!("operation moved from {}", operation.name());
                    walk.add(Class::Requests, &operation_now.name(), &operation_now.pointer, what);
                }
                walk.operation(operation, &operation_now);
                walk.changes.into_iter().for_each(|change| Change::add_to(&mut changes, change));
            }
            None => {
                let mut walk = Walk::new(document.value, document.value, document.file);
                walk.add(Class::Requests, &operation.name(), &operation.pointer, "operation removed");
                changes.append(&mut walk.changes);
            }
        }
    }
    for (document, operation) in after.values() {
        let mut walk = Walk::new(document.value, document.value, document.file);
        walk.add(Class::Compatible, &operation.name(), &operation.pointer, ADDED);
        changes.append(&mut walk.changes);
    }
    for (old, new) in pairs(old, new) {
        match (old, new) {
            (Some(old), Some(new)) => {
                let mut walk = Walk::new(old.value, new.value, new.file);
                let reached = changes.iter().filter(|change| change.file == new.file).cloned().collect();
                walk.document(reached);
                changes.append(&mut walk.changes);
            }
            (Some(gone), None) => changes.push(whole(gone.file, "document removed")),
            (None, Some(added)) => changes.push(whole(added.file, "document added")),
            (None, None) => {}
        }
    }
    changes.sort_by(|one, other| one.class.cmp(&other.class).then_with(|| one.pointer.cmp(&other.pointer)));
    changes
}

fn whole(file: &str, what: &str) -> Change {
    let (place, pointer) = (String::new(), String::new());
    Change {
        class: Class::Documentation,
        file: file.to_owned(),
        place,
        pointer,
        what: what.to_owned(),
        text: None,
        uses: Vec::new(),
    }
}

/// `info.version` of each document, before and after.
pub fn versions(old: &[Document<'_>], new: &[Document<'_>]) -> Vec<Version> {
    let version = |document: Option<&Document<'_>>| {
        Some(document?.value["info"]["version"].as_str().unwrap_or_default().to_owned())
    };
    pairs(old, new)
        .into_iter()
        .filter_map(|(old, new)| {
            let file = new.or(old)?.file.to_owned();
            Some(Version { file, before: version(old), after: version(new) })
        })
        .collect()
}

fn found<'a>(documents: &'a [Document<'a>]) -> Found<'a> {
    let all = documents
        .iter()
        .flat_map(|document| operations(document.value).map(move |operation| (operation.key(), (document, operation))));
    all.collect()
}

/// Operations that moved: exactly one removed and one added operation have the same `operationId`.
fn moved<'a>(before: &Found<'a>, after: &Found<'a>) -> BTreeMap<Key<'a>, Key<'a>> {
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
fn pairs<'a>(old: &'a [Document<'a>], new: &'a [Document<'a>]) -> Vec<Pair<'a>> {
    if let ([one], [other]) = (old, new) {
        return vec![(Some(one), Some(other))];
    }
    let slug = |document: &Document<'_>| state::slug(document.file).to_owned();
    let mut pairs: BTreeMap<String, Pair<'a>> = BTreeMap::new();
    for document in old {
        pairs.entry(slug(document)).or_default().0 = Some(document);
    }
    for document in new {
        pairs.entry(slug(document)).or_default().1 = Some(document);
    }
    pairs.into_values().collect()
}

impl Walk<'_> {
    /// Compares everything outside operations. `reached` are the changes found in operations.
    fn document(&mut self, reached: Vec<Change>) {
        let root = |value: &Value| Node::new(String::new(), value.clone());
        let (old, new) = (root(self.old), root(self.new));
        self.rest(
            &old,
            &new,
            "",
            &["info", "servers", "security", "components", "paths", "openapi", "webhooks"],
            false,
        );
        if self.old["openapi"] != self.new["openapi"] {
            let what = changed("openapi", self.old.get("openapi"), self.new.get("openapi"));
            self.add(Class::Documentation, "", "/openapi", what);
        }
        if let (Some(old), Some(new)) = (old.below(self.old, "info"), new.below(self.new, "info")) {
            if old.value["version"] != new.value["version"] {
                let what = changed("version", old.value.get("version"), new.value.get("version"));
                self.add(Class::Documentation, "", "/info/version", what);
            }
            self.rest(&old, &new, "info", &["version"], false);
        }
        self.servers();
        self.schemes();
        self.webhooks();
        self.unreached(&reached);
        if self.changes.is_empty() && reached.is_empty() && self.old != self.new {
            self.add(Class::Documentation, "", "", "only the layout or the references changed");
        }
    }

    fn servers(&mut self) {
        let urls = |root: &Value| -> Vec<String> {
            let servers = root["servers"].as_array().into_iter().flatten();
            servers.filter_map(|server| server["url"].as_str().map(str::to_owned)).collect()
        };
        let (before, after) = (urls(self.old), urls(self.new));
        if before.first() != after.first() {
            let what = format!("server: {} → {}", before.join(", "), after.join(", "));
            self.add(Class::Requests, "", "/servers", what);
        } else if self.old["servers"] != self.new["servers"] {
            self.add(Class::Documentation, "", "/servers", "`servers` changed, but not the URL of the first one");
        }
    }

    /// Compares security schemes by name.
    fn schemes(&mut self) {
        let at = "/components/securitySchemes";
        let schemes = |root: &Value| Node::new(at.into(), root.pointer(at).cloned().unwrap_or_default());
        let (old, new) = (schemes(self.old), schemes(self.new));
        let empty = serde_json::Map::new();
        for name in old.value.as_object().unwrap_or(&empty).keys() {
            let place = format!("security scheme `{name}`");
            let (Some(one), Some(other)) = (old.below(self.old, name), new.below(self.new, name)) else {
                let what = "removed; the operations that used it are listed separately";
                self.add(Class::Documentation, &place, &join(at, name), what);
                continue;
            };
            let known = ["type", "in", "name", "scheme", "flows", "openIdConnectUrl"];
            for key in known {
                if one.value.get(key) != other.value.get(key) {
                    let what = changed(key, one.value.get(key), other.value.get(key));
                    self.add(Class::Requests, &place, &other.member(key), what);
                }
            }
            self.rest(&one, &other, &place, &known, false);
        }
        for name in new.value.as_object().unwrap_or(&empty).keys().filter(|name| old.value.get(*name).is_none()) {
            self.add(Class::Compatible, &format!("security scheme `{name}`"), &join(at, name), "added");
        }
    }

    /// Reports components whose change affects no operation.
    fn unreached(&mut self, reached: &[Change]) {
        let empty = serde_json::Map::new();
        let (old, new) = (self.old, self.new);
        let kinds = |root: &'_ Value| root["components"].as_object().cloned().unwrap_or_else(|| empty.clone());
        let mut named: Vec<(String, Option<Value>, Option<Value>)> = Vec::new();
        let (before, after) = (kinds(old), kinds(new));
        for kind in before.keys().chain(after.keys()).filter(|kind| *kind != "securitySchemes") {
            let part = |kinds: &serde_json::Map<String, Value>| kinds.get(kind).and_then(Value::as_object).cloned();
            let (one, other) = (part(&before).unwrap_or_default(), part(&after).unwrap_or_default());
            for name in one.keys().chain(other.keys()) {
                let pointer = join(&join("/components", kind), name);
                if !named.iter().any(|(known, ..)| *known == pointer) {
                    named.push((pointer, one.get(name).cloned(), other.get(name).cloned()));
                }
            }
        }
        for (pointer, one, other) in named {
            let reported = reached.iter().any(|change| {
                change.pointer.strip_prefix(&pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            });
            if one == other || reported {
                continue;
            }
            let what = match (&one, &other) {
                (None, _) => "component added",
                (_, None) => "component removed",
                _ => "component changed; no operation is affected",
            };
            self.add(Class::Documentation, "", &pointer, what);
        }
    }
}
