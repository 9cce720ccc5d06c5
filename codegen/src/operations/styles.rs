//! Adapts the serialization of parameters, `style` and `explode`. progenitor supports only the defaults. For any
//! other style, the parameter becomes text that the caller writes.

use serde_json::{Value, json};

use super::text;
use crate::document::{RETIREMENT, description, resolve, visit};

/// A parameter that is adapted to its style.
struct Parameter {
    adapted: Value,
    /// Its schema without references.
    shape: Value,
    style: Option<String>,
    explode: Option<bool>,
}

impl Parameter {
    fn of(document: &Value, parameter: &Value) -> Result<Self, String> {
        let mut adapted = json!({
            "name": parameter["name"], "in": parameter["in"], "required": parameter["required"] == json!(true),
            "schema": parameter.get("schema").cloned().unwrap_or_else(|| json!({ "type": "string" })),
        });
        copy_docs(parameter, &mut adapted);
        let shape = shape(document, &adapted["schema"])?;
        let style = parameter["style"].as_str().map(str::to_owned);
        let mut this = Self { adapted, shape, style, explode: parameter["explode"].as_bool() };
        if parameter.get("schema").is_none() && parameter.get("content").is_some() {
            this.note("Written as JSON.");
        }
        Ok(this)
    }

    fn is_array(&self) -> bool {
        has_type(&self.shape, "array")
    }

    fn is_object(&self) -> bool {
        has_type(&self.shape, "object") || self.shape.get("properties").is_some()
    }

    fn note(&mut self, note: &str) {
        if let Some(members) = self.adapted.as_object_mut() {
            description::append(members, note);
        }
    }

    /// Makes the parameter text that the caller writes.
    fn as_text(&mut self, note: &str) {
        self.note(note);
        self.adapted["schema"] = json!({ "type": "string" });
    }

    fn as_list(&mut self, separator: &str) {
        self.as_text(&format!("A list with entries separated by {separator}."));
    }

    /// An example of a value of this style in a path or a header.
    fn sample(&self, style: &str) -> Option<String> {
        let (array, object, explode) = (self.is_array(), self.is_object(), self.explode == Some(true));
        let name = text(&self.adapted, "name");
        let values = match (array, object, explode) {
            (true, ..) => "a,b",
            (_, true, true) => "k=v,l=w",
            (_, true, false) => "k,v,l,w",
            _ => "a",
        };
        Some(match (style, explode) {
            ("simple", _) => values.to_owned(),
            ("label", false) => format!(".{values}"),
            ("label", true) => format!(".{}", values.replace(',', ".")),
            ("matrix", true) if object => format!(";{}", values.replace(',', ";")),
            ("matrix", true) if array => format!(";{name}=a;{name}=b"),
            ("matrix", _) => format!(";{name}={values}"),
            _ => return None,
        })
    }
}

/// Adapts a parameter in the path or in a header. It stays a plain value, or becomes text that the caller writes.
pub(super) fn in_path_or_header(document: &Value, parameter: &Value) -> Result<Value, String> {
    let mut parameter = Parameter::of(document, parameter)?;
    let location = text(&parameter.adapted, "in").to_owned();
    if location == "path" {
        parameter.adapted["required"] = json!(true);
    }
    let style = parameter.style.clone().unwrap_or_else(|| "simple".to_owned());
    let schema = &parameter.adapted["schema"];
    if style != "simple" || parameter.is_object() {
        let sample = parameter
            .sample(&style)
            .ok_or_else(|| format!("the style `{style}` of a {location} parameter is unknown"))?;
        parameter.as_text(&format!("Written in the style `{style}`: `{sample}`."));
    } else if parameter.is_array() {
        parameter.as_list("commas");
    } else if schema.get("type").is_none() && schema.get("$ref").is_none() {
        // A union, or a value of any type, has no text form.
        let is_plain = parameter.shape.get("type").is_some();
        parameter.adapted["schema"] = if is_plain { parameter.shape } else { json!({ "type": "string" }) };
    }
    Ok(parameter.adapted)
}

/// Adapts a parameter in the query. It stays as it is, becomes text that the caller writes, or one parameter for each
/// property of an object.
pub(super) fn in_query(document: &Value, parameter: &Value) -> Result<Vec<Value>, String> {
    let mut parameter = Parameter::of(document, parameter)?;
    let name = text(&parameter.adapted, "name").to_owned();
    let joined = parameter.explode == Some(false);
    match parameter.style.as_deref() {
        None | Some("form") if parameter.is_object() && joined => {
            parameter.as_list("commas, each name before its value");
        }
        None | Some("form") if parameter.is_object() && parameter.shape.get("properties").is_some() => {
            return parameter_per_property(&parameter, str::to_owned);
        }
        None | Some("form") if parameter.is_array() && joined => parameter.as_list("commas"),
        None | Some("form") => {}
        Some("spaceDelimited") => parameter.as_list("spaces"),
        Some("pipeDelimited") => parameter.as_list("`|`"),
        Some("deepObject") => return parameter_per_property(&parameter, |property| format!("{name}[{property}]")),
        Some(other) => return Err(format!("the style `{other}` of a query parameter is unknown")),
    }
    Ok(vec![parameter.adapted])
}

fn parameter_per_property(parameter: &Parameter, name: impl Fn(&str) -> String) -> Result<Vec<Value>, String> {
    let Some(properties) = parameter.shape.get("properties").and_then(Value::as_object) else {
        return Err("it is an object without properties".to_owned());
    };
    let names: Vec<&Value> = parameter.shape["required"].as_array().into_iter().flatten().collect();
    let each = properties.iter().map(|(property, schema)| {
        if has_type(schema, "object") || has_type(schema, "array") {
            return Err(format!("its property `{property}` is an object or an array"));
        }
        let required = parameter.adapted["required"] == json!(true) && names.iter().any(|name| *name == property);
        let mut adapted = json!({ "name": name(property), "in": "query", "required": required, "schema": schema });
        for key in ["deprecated", RETIREMENT] {
            parameter.adapted.get(key).into_iter().for_each(|value| adapted[key] = value.clone());
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
fn shape(document: &Value, schema: &Value) -> Result<Value, String> {
    if !schema.is_object() {
        return Ok(json!({}));
    }
    let schema = resolve::follow(document, schema)?;
    if schema.get("type").is_some() || schema.get("properties").is_some() {
        return Ok(schema);
    }
    let parts = schema.as_object().into_iter().flat_map(visit::parts).filter(|part| part["type"] != "null");
    match parts.collect::<Vec<_>>().as_slice() {
        [only] if only.is_object() => resolve::follow(document, only),
        [_] => Ok(json!({})),
        _ => Ok(schema),
    }
}

fn has_type(schema: &Value, name: &str) -> bool {
    match &schema["type"] {
        Value::String(one) => one == name,
        Value::Array(several) => several.iter().any(|one| one == name),
        _ => false,
    }
}
