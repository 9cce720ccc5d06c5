//! Names types: every schema that becomes a Rust type becomes a component.
//!
//! A `title` is a name. Only overlays set titles: HeyGen's own (`title: Created At` on every property) are removed
//! first. A schema without a title is named after its place: its operation or component, and the properties that lead
//! to it. Two different schemas with the same name are an error, because typify would silently use the last one for
//! both.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::diagnostic::{Diagnostic, Result, Stage};
use crate::document::direction::Direction;
use crate::document::pointer::join;
use crate::document::{RETIREMENT, components, operations_mut};
use crate::identifier::type_name;
use crate::keywords::{Rule, has_rule, is_of_type};
use crate::request::VARIANTS;
use crate::response::EXTENSIBLE_ENUM;

/// Moves each schema that becomes a type to `components.schemas`, and leaves a reference.
///
/// # Errors
/// Returns an error if an overlay gives two different schemas the same title.
pub(crate) fn to_components(document: &mut Value, direction: Direction) -> Result<()> {
    let present = components::take_schemas(document);
    // Names in the document take precedence over derived names.
    let origins = present.keys().map(|name| (name.clone(), join(components::POINTER, name))).collect();
    let mut names = Names { components: present.clone(), origins, direction };
    for (name, mut schema) in present {
        let pointer = join(components::POINTER, &name);
        schema.as_object_mut().map(|members| members.remove("title"));
        names.name_parts(&mut schema, &pointer, &name)?;
        names.components.insert(name, schema);
    }
    for (pointer, operation) in operations_mut(document) {
        names.name_operation(operation, &pointer)?;
    }
    document["components"]["schemas"] = Value::Object(names.components);
    Ok(())
}

struct Names {
    components: Map<String, Value>,
    /// The pointer that each name comes from.
    origins: BTreeMap<String, String>,
    direction: Direction,
}

impl Names {
    fn name_operation(&mut self, operation: &mut Value, pointer: &str) -> Result<()> {
        let operation_name = type_name(operation["operationId"].as_str().unwrap_or_default());
        for (index, parameter) in operation["parameters"].as_array_mut().into_iter().flatten().enumerate() {
            let name = parameter["name"].as_str().unwrap_or_default().to_owned();
            let pointer = format!("{pointer}/parameters/{index}/schema");
            self.name_schema(&mut parameter["schema"], &pointer, &type_name(&format!("{operation_name} {name}")))?;
        }
        for (body, suffix) in [("/requestBody", "Request"), ("/responses/2XX", "Response")] {
            let name = type_name(&format!("{operation_name} {suffix}"));
            let content = operation.pointer_mut(&format!("{body}/content")).and_then(Value::as_object_mut);
            for (media, content) in content.into_iter().flatten() {
                let pointer = format!("{}/schema", join(&format!("{pointer}{body}/content"), media));
                if content.get("schema").is_some_and(|schema| schema["format"] != "binary") {
                    self.name_schema(&mut content["schema"], &pointer, &name)?;
                }
            }
        }
        Ok(())
    }

    /// Names the schemas inside the schema called `name`. The only composition left is a union, and an `allOf` of one
    /// reference. The branches of a union without variants are scalars, named by their types.
    fn name_parts(&mut self, schema: &mut Value, pointer: &str, name: &str) -> Result<()> {
        let longer = |step: &str| type_name(&format!("{name} {step}"));
        let Some(members) = schema.as_object_mut() else { return Ok(()) };
        let variants = members.get(VARIANTS).and_then(Value::as_array).cloned().unwrap_or_default();
        for (key, value) in members.iter_mut() {
            let here = join(pointer, key);
            match (key.as_str(), value) {
                ("properties", Value::Object(properties)) => {
                    for (property, schema) in properties {
                        self.name_schema(schema, &join(&here, property), &longer(property))?;
                    }
                }
                ("items" | "additionalProperties", schema) => {
                    self.name_schema(schema, &here, &longer(if key == "items" { "Item" } else { "Value" }))?;
                }
                ("oneOf", Value::Array(branches)) => {
                    for (index, branch) in branches.iter_mut().enumerate() {
                        let variant = variants.get(index).unwrap_or(&branch["type"]).as_str().unwrap_or_default();
                        let name = longer(variant);
                        self.name_schema(branch, &join(&here, &index.to_string()), &name)?;
                    }
                    // typify names such a variant by the name of its type, without what the names of all have in common.
                    let is_own = |branch: &Value| {
                        components::referenced(components::only_part(branch)).is_some_and(|it| it.starts_with(name))
                    };
                    if variants.is_empty() && branches.iter().any(is_own) {
                        for branch in branches.iter_mut().filter_map(Value::as_object_mut) {
                            let of = branch.get("type").and_then(Value::as_str).map(longer);
                            branch.extend(of.map(|of| ("title".to_owned(), json!(of))));
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Names a schema, and leaves a reference if it becomes a type. `derived` is the name derived from its path.
    fn name_schema(&mut self, schema: &mut Value, pointer: &str, derived: &str) -> Result<()> {
        let title = schema.get("title").and_then(Value::as_str).map(type_name);
        let name = title.clone().unwrap_or_else(|| derived.to_owned());
        self.name_parts(schema, pointer, &name)?;
        if title.is_none() && !self.is_type(schema, pointer) {
            return Ok(());
        }
        let mut component = schema.take();
        // What describes the place stays there.
        let mut place = Map::new();
        if let Value::Object(members) = &mut component {
            members.remove("title");
            place.extend(members.get("description").map(|text| ("description".to_owned(), text.clone())));
            for key in ["nullable", "deprecated", RETIREMENT] {
                place.extend(members.remove(key).map(|value| (key.to_owned(), value)));
            }
        }
        let name = self.add_component(name, component, pointer, title.is_some())?;
        let reference = json!({ "$ref": components::reference(&name) });
        *schema = if place.is_empty() {
            reference
        } else {
            place.insert("allOf".into(), json!([reference]));
            Value::Object(place)
        };
        Ok(())
    }

    /// Adds a component and returns its name. If the name is taken, a derived name gets a number, and a title is an
    /// error.
    fn add_component(&mut self, mut name: String, component: Value, pointer: &str, is_title: bool) -> Result<String> {
        loop {
            match self.components.get(&name) {
                Some(present) if *present == component => return Ok(name),
                Some(_) if !is_title => name.push('2'),
                Some(_) => {
                    let origin = &self.origins[&name];
                    let message = format!("the name `{name}` has two different schemas: here and at {origin:?}");
                    let help = "give one of the two another `title` in its overlay";
                    return Err(Diagnostic::new(Stage::Naming, pointer, message, help));
                }
                None => {
                    self.components.insert(name.clone(), component);
                    self.origins.insert(name.clone(), pointer.to_owned());
                    return Ok(name);
                }
            }
        }
    }

    /// Whether typify would make a type with a name of this schema.
    fn is_type(&self, schema: &Value, pointer: &str) -> bool {
        let is_limit = |key: &str| {
            schema["type"].as_str().filter(|of| *of != "object").is_some_and(|of| is_of_type(key, of))
                && has_rule(key, &[Rule::Maximum, Rule::Minimum, Rule::Restriction])
        };
        let has_limits = || schema.as_object().is_some_and(|members| members.keys().any(|key| is_limit(key)));
        // typify makes fields of required names too.
        schema["properties"].as_object().is_some_and(|properties| !properties.is_empty())
            || schema["required"].as_array().is_some_and(|names| !names.is_empty())
            || schema["enum"].as_array().is_some_and(|values| !values.iter().all(Value::is_null))
            || schema["type"] == "object" && schema["additionalProperties"] == false
            || ["oneOf", EXTENSIBLE_ENUM].iter().any(|key| schema.get(*key).is_some())
            || !self.direction.is_response(pointer) && has_limits()
    }
}
