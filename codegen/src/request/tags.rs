//! Discriminators: each component that is a branch of a union has its tag as a constant.

use serde_json::{Value, json};

use crate::document::direction::Direction;
use crate::document::{components, visit};

/// A value of the tag of a component.
struct Tag {
    component: String,
    property: String,
    value: String,
}

/// Gives each branch of a union with a discriminator its tag, where it has none.
pub(super) fn constants(document: &mut Value, direction: &Direction) {
    let mut tags = Vec::new();
    visit::schemas(document, "", &mut |pointer, schema| {
        let discriminator = schema.as_object_mut().and_then(|members| members.remove("discriminator"));
        if !direction.is_response(pointer) {
            tags.extend(discriminator.iter().flat_map(|discriminator| tags_of(schema, discriminator)));
        }
    });
    for tag in tags {
        if let Some(component) = document["components"]["schemas"].get_mut(&tag.component) {
            tag.add_to(component);
        }
    }
}

/// The tags of a union's branches, as the mapping says. It has every branch since the components were split by direction.
fn tags_of(union: &Value, discriminator: &Value) -> Vec<Tag> {
    let Some(property) = discriminator["propertyName"].as_str() else { return Vec::new() };
    let mut tags = Vec::new();
    let branches = ["oneOf", "anyOf"].iter().filter_map(|key| union.get(*key)?.as_array()).flatten();
    for name in branches.filter_map(components::referenced) {
        let reference = components::reference(name);
        let mapping = discriminator["mapping"].as_object().into_iter().flatten();
        let values = mapping.filter(|(_, target)| **target == reference).map(|(value, _)| value);
        tags.extend(values.into_iter().map(|value| Tag {
            component: name.to_owned(),
            property: property.to_owned(),
            value: value.clone(),
        }));
    }
    tags
}

impl Tag {
    fn add_to(&self, component: &mut Value) {
        if component["type"] != "object" {
            return;
        }
        let Some(properties) =
            component.as_object_mut().map(|members| members.entry("properties").or_insert_with(|| json!({})))
        else {
            return;
        };
        let Some(properties) = properties.as_object_mut() else { return };
        let present = properties.get(&self.property).unwrap_or(&Value::Null);
        if present["enum"].as_array().is_some_and(|values| values.len() == 1) {
            return;
        }
        let mut constant = json!({ "type": "string", "enum": [self.value] });
        if present["description"].is_string() {
            constant["description"] = present["description"].clone();
        }
        properties.insert(self.property.clone(), constant);
        if !component["required"].is_array() {
            component["required"] = json!([]);
        }
        let property = json!(self.property);
        if let Some(required) = component["required"].as_array_mut().filter(|names| !names.contains(&property)) {
            required.push(property);
        }
    }
}
