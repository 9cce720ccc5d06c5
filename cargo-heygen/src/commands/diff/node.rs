//! A node of a document, with its references resolved. Schemas are in normal form.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{all_of, keywords};
use crate::openapi::{children, join};

#[derive(Clone, Debug, Default)]
pub struct Node {
    /// The pointer of the node that the references lead to.
    pub pointer: String,
    /// The pointers of the members beside a reference, and of the fields (`properties/NAME`) from parts of an `allOf`.
    pub places: BTreeMap<String, String>,
    /// Whether null is allowed, however the schema expresses it.
    pub null: bool,
    pub value: Value,
}

impl Node {
    pub fn new(pointer: String, value: Value) -> Self {
        Self { pointer, value, ..Self::default() }
    }

    /// Resolves references. Members beside a reference override those of the referenced node.
    pub fn resolve(root: &Value, pointer: String, value: &Value) -> Self {
        let mut node = Self::new(pointer, value.clone());
        for _ in 0..16 {
            let key = if node.value["$ref"].is_string() { "$ref" } else { "$dynamicRef" };
            let Some(target) = node.value[key].as_str().and_then(|to| to.strip_prefix('#')) else { break };
            let target = target.replace("%7B", "{").replace("%7D", "}");
            let anchor = (key == "$dynamicRef").then(|| find_anchor(root, &target, String::new())).flatten();
            let target = anchor.unwrap_or(target);
            let Some(found) = root.pointer(&target) else { break };
            node.replace_with(Self::new(target, found.clone()), key);
        }
        node
    }

    /// The node becomes one of its parts, but keeps the members beside `key`.
    fn replace_with(&mut self, part: Self, key: &str) {
        let whole = std::mem::replace(self, part);
        self.null |= whole.null;
        if let (Value::Object(members), Value::Object(beside)) = (&mut self.value, &whole.value) {
            for (name, value) in beside.iter().filter(|(name, _)| *name != key) {
                self.places.insert(name.clone(), whole.member_pointer(name));
                members.insert(name.clone(), value.clone());
            }
        }
        self.places.extend(whole.places);
    }

    /// Resolves a schema into normal form: booleans become objects, null is expressed in one way, an `allOf` of fields and a union
    /// of strings are merged, and keywords that allow every value are removed.
    pub fn resolve_schema(root: &Value, pointer: String, value: &Value) -> Self {
        Self::resolve_schema_below(root, pointer, value, 0)
    }

    /// Like [`Node::resolve_schema`], inside `depth` nested `allOf`.
    pub fn resolve_schema_below(root: &Value, pointer: String, value: &Value, depth: usize) -> Self {
        let mut node = Self::resolve(root, pointer, value);
        if let Value::Bool(any) = node.value {
            node.value = if any { json!({}) } else { json!({ "not": {} }) };
        }
        for key in ["anyOf", "oneOf"] {
            let is_null = |part: &Value| part["type"] == "null";
            if let [one, other] = node.list(key)
                && is_null(one) != is_null(other)
            {
                let index = usize::from(is_null(one));
                let part = Self::resolve(root, node.entry_pointer(key, index), [one, other][index]);
                node.replace_with(part, key);
                node.null = true;
            }
        }
        all_of::merge(root, &mut node, depth);
        node.join_strings();
        if let (Some(not), true) = (node.value.get("not").cloned(), depth < all_of::DEPTH) {
            let not = Self::resolve_schema_below(root, node.member_pointer("not"), &not, depth + 1);
            let mut not = not.without_single_parts(root, &Self::default()).value;
            not.as_object_mut().into_iter().for_each(|members| members.retain(|name, _| keywords::restricts(name)));
            node.value["not"] = not;
        }
        if let Value::Object(members) = &mut node.value {
            node.null |= members.remove("nullable") == Some(Value::Bool(true));
            keywords::normalize(members);
            if node.null {
                add_null(members);
            }
        }
        node
    }

    /// A union of listed strings is an `enum`. Beside all strings, in `anyOf`, they add nothing.
    fn join_strings(&mut self) {
        for key in ["anyOf", "oneOf"] {
            let parts: Option<Vec<_>> = self.list(key).iter().map(keywords::strings).collect();
            let Some(parts) = parts.filter(|parts| parts.len() > 1) else { continue };
            let all = parts.iter().any(Vec::is_empty);
            let place = self.member_pointer(key);
            let Value::Object(members) = &mut self.value else { continue };
            if all && key == "oneOf" || ["type", "const", "enum"].iter().any(|name| members.contains_key(*name)) {
                continue;
            }
            members.remove(key);
            members.insert("type".to_owned(), json!("string"));
            self.places.insert("type".to_owned(), place.clone());
            if !all {
                members.insert("enum".to_owned(), parts.concat().into());
                self.places.insert("enum".to_owned(), place);
            }
        }
    }

    /// A list with one schema is that schema, unless it is compared with a longer list.
    pub fn without_single_parts(&self, root: &Value, other: &Self) -> Self {
        let mut node = self.clone();
        for key in ["anyOf", "oneOf", "allOf"] {
            if let ([only], [] | [_]) = (self.list(key), other.list(key)) {
                let part = Self::resolve_schema(root, node.entry_pointer(key, 0), only);
                if !node.restricts_like(&part, key) {
                    node.replace_with(part, key);
                }
            }
        }
        node
    }

    /// Whether both have a keyword that restricts values, so that neither may replace the other.
    fn restricts_like(&self, part: &Self, list: &str) -> bool {
        let members = self.value.as_object().into_iter().flatten().map(|(key, _)| key.as_str());
        members.filter(|key| *key != list && keywords::restricts(key)).any(|key| part.value.get(key).is_some())
    }

    /// The member with its references resolved.
    pub fn resolved_member(&self, root: &Value, key: &str) -> Option<Self> {
        Some(Self::resolve(root, self.member_pointer(key), self.value.get(key)?))
    }

    /// The pointer of a member.
    pub fn member_pointer(&self, key: &str) -> String {
        self.places.get(key).cloned().unwrap_or_else(|| join(&self.pointer, key))
    }

    /// The pointer of an entry of a list.
    pub fn entry_pointer(&self, key: &str, index: usize) -> String {
        join(&self.member_pointer(key), &index.to_string())
    }

    /// The pointer of a field.
    pub fn field_pointer(&self, name: &str) -> String {
        let place = self.places.get(&join("properties", name)).cloned();
        place.unwrap_or_else(|| join(&self.member_pointer("properties"), name))
    }

    /// The identity of the node. With members beside its reference, a schema is different at each place.
    pub fn identity(&self) -> String {
        format!("{} {:?} {}", self.pointer, self.places, self.null)
    }

    pub fn object(&self, key: &str) -> Map<String, Value> {
        self.value.get(key).and_then(Value::as_object).cloned().unwrap_or_default()
    }

    pub fn list(&self, key: &str) -> &[Value] {
        self.value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }
}

/// The pointer of the schema with this `$dynamicAnchor`.
fn find_anchor(node: &Value, anchor: &str, pointer: String) -> Option<String> {
    if node.get("$dynamicAnchor").is_some_and(|name| name == anchor) {
        return Some(pointer);
    }
    children(node, &pointer).into_iter().find_map(|(_, place, value)| find_anchor(value, anchor, place))
}

fn add_null(members: &mut Map<String, Value>) {
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
