//! Parameters of an operation, as progenitor can take them: in the path, the query and headers, each with a name of
//! its own in Rust.

use std::collections::BTreeSet;

use heck::ToSnakeCase;
use serde_json::{Value, json};

use crate::adapt::Left;
use crate::document::resolve;
use crate::document::visit::join;

type Fit<T> = std::result::Result<T, Left>;

/// Header parameters that OpenAPI says are none, and the key, which the hooks send.
const NO_PARAMETERS: &[&str] = &["accept", "authorization", "content-type", "x-api-key"];

/// Names that a builder's own methods have.
const TAKEN: &[&str] = &["new", "send", "stream", "client", "clone"];

/// All parameters of an operation, those of its path item among them.
pub fn fit(document: &Value, item: &Value, path: &str, operation: &Value, notes: &mut Vec<Left>) -> Fit<Vec<Value>> {
    let mut declared: Vec<(String, Value)> = Vec::new();
    for (holder, list) in [("/..", item.get("parameters")), ("", operation.get("parameters"))] {
        for (index, parameter) in list.and_then(Value::as_array).into_iter().flatten().enumerate() {
            let place = format!("{holder}/parameters/{index}");
            let parameter = resolve::follow(document, parameter).map_err(|reason| (place.clone(), reason))?;
            if !parameter["name"].is_string() || !parameter["in"].is_string() {
                return Err((place, "a parameter has no `name` or no `in`".to_owned()));
            }
            let same = |other: &Value| other["name"] == parameter["name"] && other["in"] == parameter["in"];
            declared.retain(|(_, other)| !same(other));
            declared.push((place, parameter));
        }
    }
    let template = template(path).ok_or_else(|| (String::new(), format!("the path `{path}` is no template")))?;
    let mut fitted: Vec<Value> = Vec::new();
    let (in_cookies, others): (Vec<_>, Vec<_>) =
        declared.into_iter().partition(|(_, parameter)| parameter["in"] == "cookie");
    fitted.extend(cookie(&in_cookies));
    for (place, parameter) in others {
        let (name, required) = (text(&parameter, "name"), parameter["required"] == json!(true));
        match one(document, &parameter, &template) {
            Ok(parameters) => fitted.extend(parameters),
            Err(reason) if required => return Err((place, format!("its parameter `{name}`: {reason}"))),
            Err(reason) => notes.push((place, format!("the parameter `{name}` is skipped: {reason}"))),
        }
    }
    for name in &template {
        if !fitted.iter().any(|parameter| parameter["in"] == "path" && parameter["name"] == name.as_str()) {
            fitted.push(json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }));
        }
    }
    Ok(fitted)
}

fn text<'a>(parameter: &'a Value, key: &str) -> &'a str {
    parameter[key].as_str().unwrap_or_default()
}

/// All cookies as the header that carries them: progenitor knows none.
fn cookie(parameters: &[(String, Value)]) -> Option<Value> {
    let names: Vec<String> = parameters.iter().map(|(_, parameter)| format!("`{}`", text(parameter, "name"))).collect();
    let required = parameters.iter().any(|(_, parameter)| parameter["required"] == json!(true));
    let description = format!("Cookies, as `name=value; name=value`: {}.", names.join(", "));
    (!names.is_empty()).then(|| {
        json!({
            "name": "Cookie", "in": "header", "required": required, "description": description,
            "schema": { "type": "string" },
        })
    })
}

/// One parameter as those that progenitor can take; none, where it is no parameter.
fn one(document: &Value, parameter: &Value, template: &[String]) -> Result<Vec<Value>, String> {
    let (name, place) = (text(parameter, "name"), text(parameter, "in"));
    let mut description = text(parameter, "description").to_owned();
    let mut required = parameter["required"] == json!(true);
    let style = parameter.get("style").and_then(Value::as_str);
    let mut schema = match (parameter.get("schema"), parameter.get("content")) {
        (Some(schema), _) => schema.clone(),
        (None, Some(_)) => {
            note(&mut description, "As JSON text.");
            json!({ "type": "string" })
        }
        (None, None) => json!({ "type": "string" }),
    };
    let shape = shape(document, &schema)?;
    let (array, object) = (is(&shape, "array"), is(&shape, "object") || shape.get("properties").is_some());
    let explode = parameter["explode"].as_bool();
    match place {
        "path" if !template.iter().any(|known| known == name) => return Err("the path has no such place".to_owned()),
        "header" if NO_PARAMETERS.contains(&name.to_lowercase().as_str()) => return Ok(Vec::new()),
        "path" | "header" => {
            required |= place == "path";
            let style = style.unwrap_or("simple");
            if style != "simple" || object {
                // The caller writes it out: no type of Rust's has this form.
                let sample = sample(style, name, array, object, explode == Some(true))
                    .ok_or_else(|| format!("the style `{style}` in a {place}"))?;
                note(&mut description, &format!("Written out in the style `{style}`: `{sample}`."));
                schema = json!({ "type": "string" });
            } else if array {
                schema = joined(&mut description, "commas");
            } else if schema.get("type").is_none() && schema.get("$ref").is_none() {
                // Any value and unions have no text form.
                schema = if shape.get("type").is_some() { shape } else { json!({ "type": "string" }) };
            }
        }
        "query" => match style {
            None | Some("form") if object && explode == Some(false) => {
                schema = joined(&mut description, "commas, each name before its value");
            }
            // A parameter for each property, as the style says.
            None | Some("form") if object && shape.get("properties").is_some() => {
                return each(&shape, required, str::to_owned);
            }
            None | Some("form") if array && explode == Some(false) => schema = joined(&mut description, "commas"),
            None | Some("form") => {}
            Some("spaceDelimited") => schema = joined(&mut description, "spaces"),
            Some("pipeDelimited") => schema = joined(&mut description, "`|`"),
            Some("deepObject") => return each(&shape, required, |property| format!("{name}[{property}]")),
            Some(other) => return Err(format!("the style `{other}` in a query")),
        },
        other => return Err(format!("it is in `{other}`")),
    }
    let mut fitted = json!({ "name": name, "in": place, "required": required, "schema": schema });
    if !description.is_empty() {
        fitted["description"] = json!(description);
    }
    Ok(vec![fitted])
}

/// How a value of a style is written in a path or a header.
fn sample(style: &str, name: &str, array: bool, object: bool, explode: bool) -> Option<String> {
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

/// The schema behind references, and without `null` as an alternative.
fn shape(document: &Value, schema: &Value) -> Result<Value, String> {
    let mut schema = if schema.is_object() { resolve::follow(document, schema)? } else { return Ok(json!({})) };
    let parts = ["anyOf", "oneOf", "allOf"].iter().filter_map(|key| schema.get(*key)?.as_array()).flatten();
    let mut parts = parts.filter(|part| part["type"] != "null");
    if schema.get("type").is_none()
        && schema.get("properties").is_none()
        && let (Some(only), None) = (parts.next(), parts.next())
    {
        schema = if only.is_object() { resolve::follow(document, only)? } else { json!({}) };
    }
    Ok(schema)
}

fn is(schema: &Value, name: &str) -> bool {
    match &schema["type"] {
        Value::String(one) => one == name,
        Value::Array(several) => several.iter().any(|one| one == name),
        _ => false,
    }
}

fn note(description: &mut String, text: &str) {
    if !description.is_empty() {
        description.push_str("\n\n");
    }
    description.push_str(text);
}

fn joined(description: &mut String, separator: &str) -> Value {
    note(description, &format!("A list, its entries separated by {separator}."));
    json!({ "type": "string" })
}

/// An object in the query: a parameter for each property.
fn each(schema: &Value, required: bool, named: impl Fn(&str) -> String) -> Result<Vec<Value>, String> {
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
        return Err("an object without properties of its own".to_owned());
    };
    let needed: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let each = properties.iter().map(|(property, schema)| {
        if is(schema, "object") || is(schema, "array") {
            return Err(format!("its property `{property}` is deep itself"));
        }
        let required = required && needed.contains(&property.as_str());
        let mut fitted = json!({ "name": named(property), "in": "query", "required": required, "schema": schema });
        if let Some(description) = schema.get("description") {
            fitted["description"] = description.clone();
        }
        Ok(fitted)
    });
    each.collect()
}

/// The names of a path's places; nothing, where its braces do not pair.
fn template(path: &str) -> Option<Vec<String>> {
    let mut names = Vec::new();
    let mut parts = path.split('{');
    if !path.starts_with('/') || parts.next()?.contains('}') {
        return None;
    }
    for part in parts {
        let (name, rest) = part.split_once('}')?;
        if name.is_empty() || name.contains('/') || rest.contains('}') || names.iter().any(|known| known == name) {
            return None;
        }
        names.push(name.to_owned());
    }
    Some(names)
}

/// Refuses parameters that would have one name in Rust: progenitor would lose one of them without a word.
pub fn names(parameters: &[Value], body: bool) -> Fit<()> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for (index, parameter) in parameters.iter().enumerate() {
        let name = text(parameter, "name");
        let rust = name.to_snake_case();
        if TAKEN.contains(&rust.as_str()) || body && rust == "body" || !taken.insert(rust.clone()) {
            let reason = format!("its parameter `{name}` would have a name that is taken: `{rust}`");
            return Err((join("/parameters", &index.to_string()), reason));
        }
    }
    Ok(())
}
