//! Rewrites unions in requests as a list of branches, each with a name for its variant.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{all_of, tags};
use crate::diagnostic::Diagnostic;
use crate::document::components;
use crate::document::visit::annotations;
use crate::identifier::{type_name, value_name, variant_name};
use crate::keywords::{is_annotation, is_composition};
use crate::response::merge_scalars;

/// The extension for the names of a union's variants, in the order of its branches.
pub(crate) const VARIANTS: &str = "x-variants";

/// Writes `anyOf` as `oneOf`: in Rust both are an enum.
pub(super) fn rename_any_of(schema: &mut Value) {
    if let Some(members) = schema.as_object_mut().filter(|members| !members.contains_key("oneOf"))
        && let Some(branches) = members.remove("anyOf")
    {
        members.insert("oneOf".into(), branches);
    }
}

/// Moves the keywords beside a union into each branch.
pub(super) fn distribute(schema: &mut Value, components: &Value) {
    if pure_branches(schema).is_some() {
        return;
    }
    let Some(members) = schema.as_object() else { return };
    let Some(branches) = members.get("oneOf").and_then(Value::as_array) else { return };
    let beside = members.iter().filter(|(key, _)| *key != "oneOf" && !is_annotation(key));
    let beside: Map<String, Value> = beside.map(|(key, value)| (key.clone(), value.clone())).collect();
    let merged = branches.iter().map(|branch| {
        let mut both = all_of::merge_parts(&json!({ "allOf": [beside, branch] }), components)?;
        both.extend(branch.get("description").map(|text| ("description".to_owned(), text.clone())));
        Some(Value::Object(both))
    });
    if let Some(merged) = merged.collect::<Option<Vec<_>>>() {
        let mut union = annotations(members);
        union.insert("oneOf".into(), Value::Array(merged));
        *schema = Value::Object(union);
    }
}

/// Rewrites a union as `oneOf` with names for its variants. A union inside a union becomes branches of the outer one.
/// A union of scalars needs no names, because typify names its variants by their types. What is still composed in
/// another way is any JSON.
pub(super) fn name_variants(schema: &mut Value, pointer: &str, components: &Value, warnings: &mut Vec<Diagnostic>) {
    let Some(branches) = pure_branches(schema) else { return replace_composition(schema, pointer, warnings) };
    let within = |branch| pure_branches(branch).filter(|_| branch["nullable"] != true).cloned();
    let branches = branches.iter().flat_map(|branch| within(branch).unwrap_or_else(|| vec![branch.clone()]));
    let branches: Vec<Value> = branches.collect();
    let targets: Vec<&Value> = branches.iter().map(|branch| components::follow(branch, components)).collect();
    let all =
        |types: &[&str]| targets.iter().all(|target| target["type"].as_str().is_some_and(|of| types.contains(&of)));
    if all(&["string"]) || all(&["integer", "number"]) {
        let (scalar, has_limits) = one_scalar(&targets);
        if has_limits {
            let message = "the limits in a union of strings or of numbers are not checked";
            warnings.push(Diagnostic::warning(pointer, message));
        }
        replace_schema(schema, scalar);
        return;
    }
    if all(&["string", "integer", "number", "boolean"]) {
        replace_schema(schema, Map::from_iter([("oneOf".to_owned(), json!(branches))]));
        return;
    }
    let objects: Vec<&Value> = targets.iter().copied().filter(|target| target["properties"].is_object()).collect();
    let tag = tags::common_constant(&objects);
    let mut names = BTreeSet::from([String::new()]);
    let variants = branches.iter().zip(targets).enumerate().map(|(index, (branch, target))| {
        let value = tag.and_then(|tag| tags::string_constant(target, tag));
        let name = value.map(|value| value_name(value, "")).or_else(|| component(branch).map(type_name));
        let is_map = target["type"] == "object" && !target["properties"].is_object();
        let name = name.or_else(|| Some(variant_name(branch["type"].as_str().filter(|of| is_map || *of != "object")?)));
        name.filter(|name| names.insert(name.clone())).unwrap_or_else(|| format!("Variant{index}"))
    });
    let variants: Vec<String> = variants.collect();
    let union = [("oneOf".to_owned(), json!(branches)), (VARIANTS.to_owned(), json!(variants))];
    replace_schema(schema, Map::from_iter(union));
}

/// Replaces a composition by its only part, a reference, or else by any JSON.
fn replace_composition(schema: &mut Value, pointer: &str, warnings: &mut Vec<Diagnostic>) {
    let Some(members) = schema.as_object().filter(|members| members.keys().any(|key| is_composition(key))) else {
        return;
    };
    let only = members.get("allOf").filter(|_| components::referenced(components::only_part(schema)).is_some());
    let by = only.map(|only| ("allOf".to_owned(), only.clone()));
    if by.is_none() {
        let message = "an `allOf`, or a union beside other keywords, is any JSON, because it is not one type";
        warnings.push(Diagnostic::warning(pointer, message));
    }
    replace_schema(schema, Map::from_iter(by));
}

/// Replaces a schema, apart from its annotations.
fn replace_schema(schema: &mut Value, by: Map<String, Value>) {
    if let Some(members) = schema.as_object_mut() {
        members.retain(|key, _| is_annotation(key));
        members.extend(by);
    }
}

/// A scalar with the values of all these, and whether it lacks limits that they have.
fn one_scalar(scalars: &[&Value]) -> (Map<String, Value>, bool) {
    let scalars: Vec<_> = scalars.iter().filter_map(|scalar| scalar.as_object()).collect();
    let one = merge_scalars(scalars.iter().copied());
    let keeps = |key: &str| matches!(key, "type" | "format") || one.contains_key(key) || is_annotation(key);
    let has_limits = scalars.iter().any(|scalar| !scalar.keys().all(|key| keeps(key)));
    (one, has_limits)
}

/// The branches of a schema that is a union and nothing else.
fn pure_branches(schema: &Value) -> Option<&Vec<Value>> {
    let members = schema.as_object()?;
    let is_pure = members.iter().all(|(key, value)| match key.as_str() {
        "oneOf" | "discriminator" => true,
        "type" => value != "array",
        key => is_annotation(key),
    });
    members.get("oneOf")?.as_array().filter(|branches| is_pure && branches.len() > 1)
}

/// The component that a branch refers to, without the suffix of a request.
fn component(branch: &Value) -> Option<&str> {
    let name = components::referenced(components::only_part(branch))?;
    Some(name.strip_suffix("Input").filter(|name| !name.is_empty()).unwrap_or(name))
}
