//! Generates the mocks of operations, from what the generator of mocks supports.

use quote::quote;
use serde_json::Value;
use syn::Item;

use super::{Input, progenitor};
use crate::diagnostic::Result;
use crate::document::{operations_mut, resolve};
use crate::options::Options;

/// The module `mock`.
pub(super) fn generate(input: &Input, options: &Options) -> Result<Vec<Item>> {
    let document = Input::without_schemas(mockable(input.document.clone()));
    let mocks = progenitor::generate_mocks(document, &input.replacements("types::"))?;
    let mocks = input.wire_names.restore(mocks);
    let gate = options.feature_gates.then(|| quote!(#[cfg(feature = "mock")]));
    let file = progenitor::parse_file(quote! {
        /// Typed mocks of every operation, for `httpmock`.
        #gate
        #[allow(deprecated, missing_docs)]
        pub mod mock { #mocks }
    })?;
    Ok(file.items)
}

/// Removes what mocks would not compile with. They call `to_string` on parameters in the query and in headers, so
/// these must be plain values. They take bodies by reference, so these must be neither plain values nor nullable.
fn mockable(mut document: Value) -> Value {
    let copy = document.clone();
    let kind = |schema: &Value| {
        let schema = resolve::follow(&copy, schema).unwrap_or_default();
        let inner = schema["allOf"].as_array().filter(|parts| parts.len() == 1).map(|parts| &parts[0]);
        inner.map_or(Ok(schema.clone()), |inner| resolve::follow(&copy, inner)).unwrap_or_default()
    };
    let is_compound = |content: &Value| {
        let typed = ["application/json", "application/x-www-form-urlencoded"];
        typed.iter().filter_map(|media| content.get(media)?.get("schema")).all(|schema| {
            let of = kind(schema);
            schema["nullable"] != true
                && (matches!(of["type"].as_str(), Some("object" | "array"))
                    || ["anyOf", "oneOf"].iter().any(|key| of.get(*key).is_some()))
        })
    };
    for (_, operation) in operations_mut(&mut document) {
        let Some(operation) = operation.as_object_mut() else { continue };
        if let Some(Value::Array(parameters)) = operation.get_mut("parameters") {
            parameters.retain(|parameter| {
                let of = &kind(&parameter["schema"])["type"];
                parameter["in"] == "path" || matches!(of.as_str(), Some("string" | "integer" | "number" | "boolean"))
            });
        }
        if operation.get("requestBody").is_some_and(|body| !is_compound(&body["content"])) {
            operation.remove("requestBody");
        }
        if let Some(Value::Object(success)) = operation.get_mut("responses").and_then(|all| all.get_mut("2XX"))
            && success.get("content").is_some_and(|content| !is_compound(content))
        {
            success.remove("content");
        }
    }
    document
}
