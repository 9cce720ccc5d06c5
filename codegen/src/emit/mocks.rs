//! Generates the mocks of operations, from what the generator of mocks supports.

use quote::quote;
use serde_json::Value;
use syn::Item;

use super::{Input, progenitor};
use crate::diagnostic::Result;
use crate::document::{components, operations_mut};
use crate::options::Options;

/// The module `mock`.
pub(super) fn generate(input: &Input, options: &Options) -> Result<Vec<Item>> {
    let mocks = progenitor::generate_mocks(mockable(input), &input.replacements("types::"))?;
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
fn mockable(input: &Input) -> Value {
    let components = &input.document["components"]["schemas"];
    let has_type = |schema: &Value, names: &[&str]| {
        components::follow(schema, components)["type"].as_str().is_some_and(|name| names.contains(&name))
    };
    let is_compound = |content: &Value| {
        let typed = ["application/json", "application/x-www-form-urlencoded"];
        typed.iter().filter_map(|media| content.get(media)?.get("schema")).all(|schema| {
            let followed = components::follow(schema, components);
            let is_union = ["anyOf", "oneOf"].iter().any(|key| followed.get(*key).is_some());
            schema["nullable"] != true && (is_union || has_type(schema, &["object", "array"]))
        })
    };
    let mut document = input.without_schemas();
    for (_, operation) in operations_mut(&mut document) {
        let Some(operation) = operation.as_object_mut() else { continue };
        if let Some(Value::Array(parameters)) = operation.get_mut("parameters") {
            parameters.retain(|parameter| {
                parameter["in"] == "path" || has_type(&parameter["schema"], &["string", "integer", "number", "boolean"])
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
