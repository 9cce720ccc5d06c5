//! Finds the tag of a union, the property whose constant tells the branches apart, and makes it required.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::visit_requests;
use crate::document::components;
use crate::document::direction::Direction;

/// A tag of a component, and the values that it may have.
struct Tag {
    component: String,
    property: String,
    values: Vec<String>,
}

/// Gives each branch of a union its tag.
pub(super) fn constants(document: &mut Value, direction: &Direction) {
    let mut tags = Vec::new();
    visit_requests(document, direction, |_, schema, components| {
        require_constants_with_default(schema);
        match schema.as_object_mut().and_then(|members| members.remove("discriminator")) {
            Some(discriminator) => tags.extend(tags_of(schema, &discriminator)),
            None => tags.extend(require_common_constant(schema, components)),
        }
    });
    for tag in tags {
        if let Some(component) = document["components"]["schemas"].get_mut(&tag.component) {
            tag.add_to(component);
        }
    }
}

/// The string constants of an object: the property and its value.
fn string_constants(object: &Value) -> impl Iterator<Item = (&str, &str)> {
    object["properties"].as_object().into_iter().flatten().filter_map(|(name, property)| {
        match property["enum"].as_array()?.as_slice() {
            [Value::String(value)] => Some((name.as_str(), value.as_str())),
            _ => None,
        }
    })
}

/// The value of a constant.
pub(super) fn string_constant<'v>(object: &'v Value, property: &str) -> Option<&'v str> {
    string_constants(object).find(|(name, _)| *name == property).map(|(_, value)| value)
}

/// The property that has a different constant in each of these objects.
pub(super) fn common_constant<'v>(objects: &[&'v Value]) -> Option<&'v str> {
    let candidates = string_constants(objects.first()?).map(|(name, _)| name);
    let differs = |property: &&str| {
        let mut values = BTreeSet::new();
        objects.iter().all(|object| string_constant(object, property).is_some_and(|value| values.insert(value)))
    };
    // If several qualify, take the first by name: variants are named after it, in whatever order the properties are.
    candidates.filter(differs).min()
}

/// Requires constants that are their own defaults: sending such a value is the same as leaving it out.
fn require_constants_with_default(object: &mut Value) {
    let is_default = |name: &str, value: &str| object["properties"][name]["default"] == value;
    let constants = string_constants(object).filter(|(name, value)| is_default(name, value));
    for name in constants.map(|(name, _)| name.to_owned()).collect::<Vec<_>>() {
        require_property(object, &name);
    }
}

/// Requires the common constant of a union's branches, and returns it as the tag of those that are components.
fn require_common_constant(union: &mut Value, components: &Value) -> Vec<Tag> {
    let mut tags = Vec::new();
    let Some(branches) = union.get_mut("oneOf").and_then(Value::as_array_mut) else { return tags };
    let objects = branches.iter().map(|branch| components::follow(branch, components));
    let objects: Vec<&Value> = objects.filter(|object| object["properties"].is_object()).collect();
    let property = common_constant(&objects).filter(|_| objects.len() > 1).map(str::to_owned);
    let Some(property) = property else { return tags };
    for branch in branches {
        if branch["properties"].is_object() {
            require_property(branch, &property);
        } else if let Some(component) = components::referenced(branch) {
            let value = string_constant(&components[component], &property);
            let values = value.map(str::to_owned).into_iter().collect();
            tags.push(Tag { component: component.to_owned(), property: property.clone(), values });
        }
    }
    tags
}

fn require_property(object: &mut Value, property: &str) {
    let property = json!(property);
    if !object["required"].is_array() {
        object["required"] = json!([]);
    }
    if let Some(required) = object["required"].as_array_mut().filter(|names| !names.contains(&property)) {
        required.push(property);
    }
}

/// The tags of a union's branches, from its mapping. It is complete since the components were split by direction.
fn tags_of(union: &Value, discriminator: &Value) -> Vec<Tag> {
    let Some(property) = discriminator["propertyName"].as_str() else { return Vec::new() };
    let branches = union["oneOf"].as_array().into_iter().flatten();
    let tags = branches.filter_map(components::referenced).map(|name| {
        let reference = components::reference(name);
        let mapping = discriminator["mapping"].as_object().into_iter().flatten();
        let values = mapping.filter(|(_, target)| **target == reference).map(|(value, _)| value.clone());
        Tag { component: name.to_owned(), property: property.to_owned(), values: values.collect() }
    });
    tags.collect()
}

impl Tag {
    fn add_to(&self, component: &mut Value) {
        if component["type"] != "object" || self.values.is_empty() {
            return;
        }
        if !component["properties"].is_object() {
            component["properties"] = json!({});
        }
        let present = &component["properties"][&self.property];
        if present["enum"].as_array().is_none_or(|values| values.len() != 1) {
            let mut constant = json!({ "type": "string", "enum": self.values });
            if present["description"].is_string() {
                constant["description"] = present["description"].clone();
            }
            component["properties"][&self.property] = constant;
        }
        require_property(component, &self.property);
    }
}
