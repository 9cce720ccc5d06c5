//! Adapts the serialization of parameters, `style` and `explode`. A style that the runtime does not write becomes text
//! that the caller writes.

use serde_json::{Value, json};

use super::text_member;
use crate::document::{RETIREMENT, description, resolve, visit};

/// The extension for a list in the query that is one parameter: what separates its entries in the URL.
pub(crate) const SEPARATOR: &str = "x-separator";

/// Adapts a parameter in the path or in a header. It stays a plain value, or becomes text that the caller writes.
pub(super) fn in_path_or_header(document: &Value, parameter: &Value) -> Result<Value, String> {
    let (mut adapted, shape) = with_shape(document, parameter)?;
    if adapted["in"] == "path" {
        adapted["required"] = json!(true);
    }
    let style = parameter["style"].as_str().unwrap_or("simple");
    let schema = &adapted["schema"];
    if !matches!(style, "simple" | "label" | "matrix") {
        return Err(format!("the style `{style}` of a {} parameter is unknown", text_member(&adapted, "in")));
    } else if style != "simple" || is_object(&shape) {
        make_text(&mut adapted, &format!("Written in the style `{style}`."));
    } else if has_type(&shape, "array") {
        make_text(&mut adapted, "A list with entries separated by commas.");
    } else if schema.get("type").is_none() && schema.get("$ref").is_none() {
        // A union, or a value of any type, has no text form.
        adapted["schema"] = if shape.get("type").is_some() { shape } else { json!({ "type": "string" }) };
    }
    Ok(adapted)
}

/// Adapts a parameter in the query. It stays as it is, becomes text that the caller writes, or one parameter for each
/// property of an object.
pub(super) fn in_query(document: &Value, parameter: &Value) -> Result<Vec<Value>, String> {
    let (mut adapted, shape) = with_shape(document, parameter)?;
    let style = parameter["style"].as_str().unwrap_or("form");
    let is_joined = style != "form" || parameter["explode"] == false;
    let separator = match style {
        "form" => ",",
        "spaceDelimited" => "%20",
        "pipeDelimited" => "|",
        "deepObject" => {
            let name = text_member(parameter, "name");
            return parameter_per_property(&adapted, &shape, |property| format!("{name}[{property}]"));
        }
        other => return Err(format!("the style `{other}` of a query parameter is unknown")),
    };
    if is_object(&shape) && is_joined {
        make_text(&mut adapted, &format!("Written in the style `{style}`: `name{separator}value`."));
    } else if shape.get("properties").is_some() {
        return parameter_per_property(&adapted, &shape, str::to_owned);
    } else if has_type(&shape, "array") && is_joined {
        adapted[SEPARATOR] = json!(separator);
    }
    Ok(vec![adapted])
}

/// A parameter without its style, and its schema without references.
fn with_shape(document: &Value, parameter: &Value) -> Result<(Value, Value), String> {
    let mut adapted = json!({
        "name": parameter["name"], "in": parameter["in"], "required": parameter["required"] == json!(true),
        "schema": parameter.get("schema").cloned().unwrap_or_else(|| json!({ "type": "string" })),
    });
    copy_docs(parameter, &mut adapted);
    if parameter.get("schema").is_none() && parameter.get("content").is_some() {
        make_text(&mut adapted, "Written as JSON.");
    }
    let shape = resolved_shape(document, &adapted["schema"])?;
    Ok((adapted, shape))
}

/// Makes a parameter text that the caller writes.
fn make_text(adapted: &mut Value, note: &str) {
    adapted.as_object_mut().into_iter().for_each(|members| description::append(members, note));
    adapted["schema"] = json!({ "type": "string" });
}

fn parameter_per_property(
    parameter: &Value,
    shape: &Value,
    name: impl Fn(&str) -> String,
) -> Result<Vec<Value>, String> {
    let Some(properties) = shape.get("properties").and_then(Value::as_object) else {
        return Err("it is an object without properties".to_owned());
    };
    let names: Vec<&Value> = shape["required"].as_array().into_iter().flatten().collect();
    let each = properties.iter().map(|(property, schema)| {
        if has_type(schema, "object") || has_type(schema, "array") {
            return Err(format!("its property `{property}` is an object or an array"));
        }
        let required = parameter["required"] == json!(true) && names.iter().any(|name| *name == property);
        let mut adapted = json!({ "name": name(property), "in": "query", "required": required, "schema": schema });
        for key in ["deprecated", RETIREMENT] {
            parameter.get(key).into_iter().for_each(|value| adapted[key] = value.clone());
        }
        copy_docs(schema, &mut adapted);
        Ok(adapted)
    });
    each.collect()
}

/// Copies the description of a parameter, and whether and when HeyGen retires it.
fn copy_docs(from: &Value, adapted: &mut Value) {
    let is_kept = |key: &str, value: &Value| match key {
        "description" => value.is_string(),
        "deprecated" => value.is_boolean(),
        key => key == RETIREMENT,
    };
    for (key, value) in from.as_object().into_iter().flatten().filter(|(key, value)| is_kept(key, value)) {
        adapted[key] = value.clone();
    }
}

/// A schema without references, and without `null` as an alternative.
fn resolved_shape(document: &Value, schema: &Value) -> Result<Value, String> {
    if !schema.is_object() {
        return Ok(json!({}));
    }
    let schema = resolve::follow(document, schema)?;
    if schema.get("type").is_some() || schema.get("properties").is_some() {
        return Ok(schema);
    }
    let parts = schema.as_object().into_iter().flat_map(visit::parts_of).filter(|part| part["type"] != "null");
    match parts.collect::<Vec<_>>().as_slice() {
        [only] if only.is_object() => resolve::follow(document, only),
        [_] => Ok(json!({})),
        _ => Ok(schema),
    }
}

fn is_object(shape: &Value) -> bool {
    has_type(shape, "object") || shape.get("properties").is_some()
}

fn has_type(schema: &Value, name: &str) -> bool {
    match &schema["type"] {
        Value::String(one) => one == name,
        Value::Array(several) => several.iter().any(|one| one == name),
        _ => false,
    }
}
