//! References: what is no schema is put in place of its `$ref`, and every schema that is referred to becomes a
//! component, `$defs` and parts of other schemas too. So the later steps know one form: `#/components/schemas/NAME`.

use std::collections::BTreeMap;

use heck::ToPascalCase;
use serde_json::{Map, Value, json};

use crate::diagnostic::Result;
use crate::document::visit::{self, SCHEMAS, join};

/// How many references to references are followed.
const DEPTH: usize = 16;

/// The thing that `node` is or refers to; what stands beside a `$ref` wins.
pub fn follow(root: &Value, node: &Value) -> std::result::Result<Value, String> {
    let mut beside = Map::new();
    let mut node = node;
    for _ in 0..DEPTH {
        let Some(members) = node.as_object() else { return Err("not an object".to_owned()) };
        let Some(reference) = members.get("$ref").and_then(Value::as_str) else {
            let mut found = members.clone();
            found.extend(beside);
            return Ok(Value::Object(found));
        };
        for (key, value) in members.iter().filter(|(key, _)| *key != "$ref") {
            beside.entry(key.clone()).or_insert_with(|| value.clone());
        }
        node = target(root, reference)?;
    }
    Err("its `$ref` leads in a circle".to_owned())
}

fn target<'a>(root: &'a Value, reference: &str) -> std::result::Result<&'a Value, String> {
    let Some(pointer) = reference.strip_prefix('#') else {
        return Err(format!("`$ref` to another document: {reference}"));
    };
    root.pointer(&pointer.replace("%7B", "{").replace("%7D", "}"))
        .ok_or_else(|| format!("`$ref` leads nowhere: {reference}"))
}

/// Makes a component of every schema that is referred to by its place.
pub fn schemas(mut document: Value) -> Result<Value> {
    visit::schemas(&mut document, "", &mut |pointer, schema| {
        own_definitions(pointer, schema);
        Ok(())
    })?;
    // What is hoisted may refer to more; each round adds components, and there are as many as there are places.
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    for _ in 0..DEPTH {
        let mut wanted: Map<String, Value> = Map::new();
        let copy = document.clone();
        let taken = copy.pointer("/components/schemas").and_then(Value::as_object);
        let mut hoist = |reference: &mut String| {
            let Some(pointer) = reference.strip_prefix('#') else { return };
            if name(reference).is_some() || !is_schema(pointer) {
                return;
            }
            if let Some(name) = known.get(pointer) {
                *reference = format!("{SCHEMAS}{name}");
                return;
            }
            let Ok(found) = target(&copy, reference) else { return };
            let body = found.clone();
            let mut new = derived(pointer);
            while taken.is_some_and(|taken| taken.contains_key(&new))
                || wanted.get(&new).is_some_and(|other| *other != body)
            {
                new.push('_');
            }
            known.insert(pointer.to_owned(), new.clone());
            *reference = format!("{SCHEMAS}{new}");
            wanted.insert(new, body);
        };
        for part in ["paths", "components"] {
            if let Some(part) = document.get_mut(part) {
                visit::references(part, &mut hoist);
            }
        }
        if wanted.is_empty() {
            break;
        }
        if !document["components"]["schemas"].is_object() {
            document["components"]["schemas"] = json!({});
        }
        for (name, body) in wanted {
            document["components"]["schemas"][name] = body;
        }
    }
    visit::schemas(&mut document, "", &mut |_, schema| {
        schema.as_object_mut().map(|members| members.remove("$defs"));
        Ok(())
    })?;
    Ok(document)
}

/// The component that a reference names, if it names one as a whole.
pub fn name(reference: &str) -> Option<&str> {
    reference.strip_prefix(SCHEMAS).filter(|name| !name.is_empty() && !name.contains('/'))
}

/// Whether a pointer leads into a schema, and not to another part of a document or to the whole of it.
fn is_schema(pointer: &str) -> bool {
    pointer.starts_with("/components/schemas/") || pointer.contains("/schema/") || pointer.ends_with("/schema")
}

/// `#/$defs/X` within a schema that has `$defs` itself: not what the standard says, but what generators write.
fn own_definitions(pointer: &str, schema: &mut Value) {
    let Some(defined) = schema.get("$defs").and_then(Value::as_object) else { return };
    let names: Vec<String> = defined.keys().cloned().collect();
    let place = join(pointer, "$defs");
    visit::references(schema, &mut |reference| {
        if let Some(name) = reference.strip_prefix("#/$defs/").filter(|name| names.iter().any(|known| known == name)) {
            *reference = format!("#{}", join(&place, name));
        }
    });
}

/// The name of a schema that has none: the component or path that it stands in, and its last step.
fn derived(pointer: &str) -> String {
    let steps: Vec<&str> = pointer.split('/').filter(|step| !step.is_empty()).collect();
    let last = steps.last().copied().unwrap_or("Schema");
    let first = match steps.as_slice() {
        ["components", _, name, ..] => *name,
        _ => "",
    };
    let name = format!("{first} {last}").to_pascal_case();
    if name.is_empty() { "Schema".to_owned() } else { name }
}
