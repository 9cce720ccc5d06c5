//! Adapts the parameters of the path, the query and headers.

use serde_json::{Value, json};

use super::{Adapted, styles, text_member};
use crate::diagnostic::Diagnostic;
use crate::document::{Operation, resolve};

/// Headers that OpenAPI does not count as parameters, and the API key, which the hooks send.
const NO_PARAMETERS: &[&str] = &["accept", "authorization", "content-type", "x-api-key"];

/// All parameters of an operation, including those of its path item.
pub(super) fn adapt_parameters(
    document: &Value,
    original: &Operation<'_>,
    notes: &mut Vec<Diagnostic>,
) -> Adapted<Vec<Value>> {
    let Some(template) = template_names(original.path) else {
        return Err(Diagnostic::warning("", format!("the path `{}` is not a valid template", original.path)));
    };
    let (cookies, others): (Vec<_>, Vec<_>) =
        declared(document, original)?.into_iter().partition(|(_, parameter)| parameter["in"] == "cookie");
    let mut adapted: Vec<Value> = cookie_header(&cookies).into_iter().collect();
    for (pointer, parameter) in others {
        let name = text_member(&parameter, "name");
        match adapt_parameter(document, &parameter, &template) {
            Ok(parameters) => adapted.extend(parameters),
            Err(reason) if is_required(&parameter) => {
                return Err(Diagnostic::warning(pointer, format!("its parameter `{name}` is not supported: {reason}")));
            }
            Err(reason) => {
                notes.push(Diagnostic::warning(pointer, format!("the parameter `{name}` is skipped: {reason}")));
            }
        }
    }
    for name in &template {
        if !adapted.iter().any(|parameter| parameter["in"] == "path" && parameter["name"] == name.as_str()) {
            adapted.push(json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }));
        }
    }
    Ok(adapted)
}

/// The parameters of the path item and of the operation, with their pointers relative to the operation. Those of the
/// operation override those of the path item.
fn declared(document: &Value, original: &Operation<'_>) -> Adapted<Vec<(String, Value)>> {
    let mut declared: Vec<(String, Value)> = Vec::new();
    for (holder, list) in [("/..", original.item.get("parameters")), ("", original.value.get("parameters"))] {
        for (index, parameter) in list.and_then(Value::as_array).into_iter().flatten().enumerate() {
            let pointer = format!("{holder}/parameters/{index}");
            let parameter =
                resolve::follow(document, parameter).map_err(|reason| Diagnostic::warning(pointer.clone(), reason))?;
            if !parameter["name"].is_string() || !parameter["in"].is_string() {
                return Err(Diagnostic::warning(pointer, "one of its parameters has no `name` or no `in`"));
            }
            declared.retain(|(_, other)| other["name"] != parameter["name"] || other["in"] != parameter["in"]);
            declared.push((pointer, parameter));
        }
    }
    Ok(declared)
}

fn is_required(parameter: &Value) -> bool {
    parameter["required"] == json!(true)
}

/// Replaces cookies by the one header that carries them: progenitor has no cookie parameters.
fn cookie_header(cookies: &[(String, Value)]) -> Option<Value> {
    let names: Vec<String> =
        cookies.iter().map(|(_, parameter)| format!("`{}`", text_member(parameter, "name"))).collect();
    let description = format!("Cookies, as `name=value; name=value`: {}.", names.join(", "));
    (!names.is_empty()).then(|| {
        json!({
            "name": "Cookie", "in": "header", "description": description, "schema": { "type": "string" },
            "required": cookies.iter().any(|(_, parameter)| is_required(parameter)),
        })
    })
}

/// Adapts one parameter. An object in the query becomes several parameters, and a header that is not a parameter
/// becomes none.
fn adapt_parameter(document: &Value, parameter: &Value, template: &[String]) -> Result<Vec<Value>, String> {
    let (name, location) = (text_member(parameter, "name"), text_member(parameter, "in"));
    match location {
        "path" if !template.iter().any(|known| known == name) => Err("the path does not contain it".to_owned()),
        "header" if NO_PARAMETERS.contains(&name.to_lowercase().as_str()) => Ok(Vec::new()),
        "path" | "header" => Ok(vec![styles::in_path_or_header(document, parameter)?]),
        "query" => styles::in_query(document, parameter),
        other => Err(format!("its location is `{other}`")),
    }
}

/// The names of the parameters in a path. `None` if its braces do not match.
fn template_names(path: &str) -> Option<Vec<String>> {
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
