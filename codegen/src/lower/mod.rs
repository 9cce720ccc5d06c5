//! Rewrites OpenAPI 3.1 as 3.0.3, the only version that progenitor supports. Each construct has a function, whose
//! comment states the rule.
//!
//! The rules keep the meaning if 3.0 can express it. If it cannot, a response accepts more than the document allows.
//! So does a request, with a warning, and only HeyGen checks the value. A request that no value matches is an error,
//! and its operations are skipped.

mod annotations;
mod booleans;
mod conditions;
mod nullable;
mod objects;
mod references;
mod types;

use serde_json::{Map, Value, json};

use crate::diagnostic::{Diagnostic, Result};
use crate::document::direction::Direction;
use crate::document::visit;
use crate::operations::skipped;

/// Lowers a document whose references are resolved. Operations with a request that no value matches are skipped.
///
/// # Errors
/// Returns the first reason if no operation is left.
pub(crate) fn lower(document: &mut Value, direction: &Direction, warnings: &mut Vec<Diagnostic>) -> Result<()> {
    document["openapi"] = json!("3.0.3");
    annotations::document_annotations(document);
    let mut errors = Vec::new();
    visit::schemas(document, "", &mut |pointer, schema| {
        let mut place = Place { pointer, is_response: direction.is_response(pointer), warnings };
        if let Err(error) = lower_schema(schema, &mut place) {
            errors.push(error);
            *schema = json!({});
        }
    });
    skipped::skip_users(document, &errors, warnings)?;
    nullable::nullable_components(document);
    nullable::nullable_parameters(document);
    Ok(())
}

type Schema = Map<String, Value>;

/// The place of a schema.
struct Place<'p> {
    pointer: &'p str,
    is_response: bool,
    warnings: &'p mut Vec<Diagnostic>,
}

impl Place<'_> {
    /// Warns that a keyword of a request is not checked. Those of a response never are.
    fn unchecked(&mut self, keyword: &str) {
        if !self.is_response {
            self.warnings.push(Diagnostic::unchecked(self.pointer, keyword));
        }
    }

    /// Removes a keyword that only narrows the values, with a warning.
    fn drop_keyword(&mut self, schema: &mut Schema, keyword: &str) {
        if schema.remove(keyword).is_some() {
            self.unchecked(keyword);
        }
    }
}

/// Lowers one schema. Its inner schemas are already lowered.
fn lower_schema(schema: &mut Value, place: &mut Place<'_>) -> Result<()> {
    booleans::true_schema(schema);
    let schema = match schema {
        Value::Object(schema) => schema,
        // The outer schema handles `false`.
        Value::Bool(_) => return Ok(()),
        not_a_schema => {
            *not_a_schema = json!({});
            let message =
                "this is not a schema, because it is neither an object nor a boolean: it is treated as any JSON";
            place.warnings.push(Diagnostic::warning(place.pointer, message));
            return Ok(());
        }
    };
    types::unknown_type(schema, place);
    annotations::content_encoding(schema);
    annotations::schema_annotations(schema);
    booleans::false_schemas(schema, place)?;
    conditions::conditional_schemas(schema, place);
    objects::required_unions(schema, place);
    objects::unevaluated_properties(schema, place);
    objects::property_names(schema, place);
    objects::pattern_properties(schema, place);
    objects::prefix_items(schema, place);
    schema.retain(|key, _| key != "minContains" && key != "maxContains");
    ["dependentRequired", "contains", "unevaluatedItems", "$dynamicRef"]
        .iter()
        .for_each(|key| place.drop_keyword(schema, key));
    types::constant_value(schema);
    types::exclusive_bounds(schema);
    nullable::null_types(schema);
    nullable::null_unions(schema);
    nullable::null_values(schema);
    types::several_types(schema, place);
    types::missing_type(schema);
    references::reference_siblings(schema);
    Ok(())
}
