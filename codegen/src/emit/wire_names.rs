//! Renames what would clash in Rust. progenitor gets another name, and the name on the wire is restored in its
//! output.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::ToTokens;
use serde_json::{Map, Value, json};

use super::tokens;
use crate::document::visit;
use crate::identifier::{field_name, parameter_name};

/// Names that the builder of an operation and its mock already have.
const TAKEN: &[&str] = &["client", "clone", "into_inner", "new", "send"];

/// The names on the wire, by the names that progenitor gets.
#[derive(Default)]
pub(super) struct WireNames(BTreeMap<String, String>);

impl WireNames {
    /// Renames what would clash in a document.
    pub(super) fn rename(document: &mut Value) -> Self {
        let mut names = Self::default();
        names.rename_parameters(document);
        visit::schemas(document, "", &mut |_, schema| {
            if let Value::Object(members) = schema {
                names.rename_fields(members);
            }
        });
        names
    }

    /// Writes the names on the wire into the generated code.
    pub(super) fn restore(&self, tokens: TokenStream) -> TokenStream {
        if self.0.is_empty() {
            return tokens;
        }
        tokens::rewrite(tokens, &|tokens| {
            let text = tokens.first().and_then(tokens::string_value)?;
            self.0.get(&text).map(|name| (1, name.to_token_stream()))
        })
    }

    /// The name on the wire for a name that progenitor gets.
    pub(super) fn original<'n>(&'n self, given: &'n str) -> &'n str {
        self.0.get(given).map_or(given, String::as_str)
    }

    /// The name that progenitor gets for a name on the wire, and turns into `rust`. It ends with null characters,
    /// which are not part of a Rust name, so that it differs from the names in the document.
    fn replace(&mut self, rust: &str, wire: &str) -> String {
        let mut given = format!("{rust}\0");
        while self.0.get(&given).is_some_and(|other| other != wire) {
            given.push('\0');
        }
        self.0.insert(given.clone(), wire.to_owned());
        given
    }

    /// A parameter whose name is taken is prefixed with its location: `query_send`.
    fn rename_parameters(&mut self, document: &mut Value) {
        let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) else { return };
        let originals = std::mem::take(paths);
        for (path, item) in &originals {
            let mut taken: BTreeSet<String> = TAKEN.iter().map(|name| (*name).to_owned()).collect();
            let (mut template, mut places) = rename_places(path, &mut taken);
            if template != *path && (originals.contains_key(&template) || paths.contains_key(&template)) {
                template.clone_from(path);
                places.clear();
            }
            let mut item = item.clone();
            for operation in item.as_object_mut().into_iter().flat_map(Map::values_mut) {
                let mut taken = taken.clone();
                if operation.get("requestBody").is_none() {
                    taken.remove("body");
                }
                for parameter in operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
                    let name = parameter["name"].as_str().unwrap_or_default();
                    let location = parameter["in"].as_str().unwrap_or_default();
                    let given = if location == "path" {
                        places.get(name).cloned()
                    } else {
                        let rust = unique_name(parameter_name(name), location, &mut taken);
                        (rust != parameter_name(name) || name.contains('\0')).then(|| self.replace(&rust, name))
                    };
                    if let Some(given) = given {
                        parameter["name"] = json!(given);
                    }
                }
            }
            paths.insert(template, item);
        }
    }

    /// A property whose name is taken gets a number. A property that is already spelled as in Rust keeps its name.
    fn rename_fields(&mut self, schema: &mut Map<String, Value>) {
        let properties = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
        let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
        // typify also generates a field for a `required` name without a property, and a field `extra` for additional
        // properties.
        let mut names: Vec<&str> = properties.map(|(name, _)| name.as_str()).collect();
        names.extend(required.filter_map(Value::as_str));
        names.sort_by_key(|name| (field_name(name) != *name, *name));
        names.dedup();
        let mut taken = BTreeSet::new();
        if schema.get("additionalProperties").is_some_and(Value::is_object) {
            taken.insert("extra".to_owned());
        }
        let mut given = BTreeMap::new();
        for name in names {
            let rust = unique_name(field_name(name), "", &mut taken);
            if rust != field_name(name) || name.contains('\0') {
                given.insert(name.to_owned(), self.replace(&rust, name));
            }
        }
        if given.is_empty() {
            return;
        }
        if let Some(Value::Object(properties)) = schema.get_mut("properties") {
            for (name, schema) in std::mem::take(properties) {
                properties.insert(given.get(&name).cloned().unwrap_or(name), schema);
            }
        }
        for name in schema.get_mut("required").and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(given) = name.as_str().and_then(|name| given.get(name)) {
                *name = json!(given);
            }
        }
    }
}

/// Renames the parameters of a path whose names are taken. Returns the path, and the new names by the old ones. None
/// of them is on the wire.
fn rename_places(path: &str, taken: &mut BTreeSet<String>) -> (String, BTreeMap<String, String>) {
    taken.insert("body".to_owned());
    let (mut template, mut places) = (String::new(), BTreeMap::new());
    for part in path.split_inclusive(['{', '}']) {
        let Some(name) = part.strip_suffix('}') else {
            template += part;
            continue;
        };
        let rust = unique_name(parameter_name(name), "path", taken);
        let given = if rust == parameter_name(name) { name } else { &rust };
        template = template + given + "}";
        places.insert(name.to_owned(), given.to_owned());
    }
    (template, places)
}

/// Makes a name unique: with `prefix` before it, or with a number.
fn unique_name(name: String, prefix: &str, taken: &mut BTreeSet<String>) -> String {
    let mut unique = name.clone();
    if taken.contains(&unique) && !prefix.is_empty() {
        unique = field_name(&format!("{prefix}_{name}"));
    }
    let base = unique.clone();
    let mut number = 2;
    while !taken.insert(unique.clone()) {
        unique = field_name(&format!("{base}_{number}"));
        number += 1;
    }
    unique
}
