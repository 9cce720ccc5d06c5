//! Finds schemas that typify would merge endlessly. The stack overflow that follows cannot be caught.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::diagnostic::{Diagnostic, Result, Stage};
use crate::document::{components, visit};

type Schema = Map<String, Value>;

/// Checks that typify can merge the parts of a schema.
pub(super) fn check(schema: &Value, pointer: &str, components: &Value) -> Result<()> {
    if !is_endless(schema, components) {
        return Ok(());
    }
    let message = "two parts of an `allOf` share a property that leads back to them";
    let help = "replace the `allOf` by one plain object with an overlay action";
    Err(Diagnostic::new(Stage::Lowering, pointer, message, help))
}

fn is_endless(schema: &Value, components: &Value) -> bool {
    let Some(members) = schema.as_object() else { return false };
    let parts: Vec<&Value> = visit::parts(members).collect();
    let inherits = members.contains_key("allOf") || members.contains_key("properties");
    if !inherits || parts.len() < 2 && !members.contains_key("properties") {
        return false;
    }
    let mut done = BTreeSet::new();
    let mut merge = Merge { components, above: Vec::new(), done: &mut done };
    let mut ends = true;
    for (index, left) in parts.iter().enumerate() {
        for right in &parts[index + 1..] {
            ends = ends && merge.ends(left, right);
        }
        // The keywords beside the lists are a part too.
        ends = ends && merge.own(members, left);
    }
    !ends
}

/// Follows the recursion of typify's merge of two schemas: `typify_impl::merge::try_merge_schema`.
struct Merge<'a> {
    components: &'a Value,
    above: Vec<(*const Value, *const Value)>,
    done: &'a mut BTreeSet<(*const Value, *const Value)>,
}

impl Merge<'_> {
    fn ends(&mut self, left: &Value, right: &Value) -> bool {
        let pair = (std::ptr::from_ref(left), std::ptr::from_ref(right));
        if self.above.contains(&pair) {
            return false;
        }
        if !self.done.insert(pair) {
            return true;
        }
        self.above.push(pair);
        let ends = self.parts(left, right);
        self.above.pop();
        ends
    }

    fn parts(&mut self, left: &Value, right: &Value) -> bool {
        let components = self.components;
        match (components::referenced(left), components::referenced(right)) {
            (Some(left), Some(right)) if left == right => true,
            (Some(left), _) => self.ends(&components[left], right),
            (_, Some(right)) => self.ends(left, &components[right]),
            (None, None) => {
                let (Some(one), Some(other)) = (left.as_object(), right.as_object()) else { return true };
                self.own(one, right)
                    && visit::parts(one).all(|part| self.ends(part, right))
                    && visit::parts(other).all(|part| self.ends(left, part))
            }
        }
    }

    /// Compares the properties, entries and other values that two objects or arrays have in common.
    fn own(&mut self, one: &Schema, other: &Value) -> bool {
        let other = components::referenced(other).map_or(other, |name| &self.components[name]);
        for key in ["items", "additionalProperties"] {
            if let (Some(one), Some(other)) = (one.get(key), other.get(key))
                && !self.ends(one, other)
            {
                return false;
            }
        }
        let properties = one.get("properties").and_then(Value::as_object).into_iter().flatten();
        for (name, property) in properties {
            if let Some(same) = other["properties"].get(name)
                && !self.ends(property, same)
            {
                return false;
            }
        }
        true
    }
}
