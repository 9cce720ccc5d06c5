//! Rewrites OpenAPI 3.1 as 3.0.3, the only version that progenitor supports. Each construct has a function, whose
//! comment states the rule.
//!
//! The rules keep the meaning if 3.0 can express it. If it cannot, a response accepts more than the document allows.
//! So does a request, with a warning, and only HeyGen checks the value. A request that no value matches is an error,
//! and its operations are skipped.

mod nullable;
mod objects;
mod types;

use serde_json::{Map, Value, json};

use crate::diagnostic::{Diagnostic, Result};
use crate::document::direction::Direction;
use crate::document::visit;
use crate::keywords::{self, Rule};
use crate::operations::skipped;

/// Lowers a document whose references are resolved. Operations with a request that no value matches are skipped.
///
/// # Errors
/// Returns the first reason if no operation is left.
pub(crate) fn lower(document: &mut Value, direction: &Direction, warnings: &mut Vec<Diagnostic>) -> Result<()> {
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

/// Whether a keyword is dropped: comments, identifiers, examples, and the description of what a string contains.
fn is_comment(key: &str) -> bool {
    keywords::has_rule(key, &[Rule::Comment, Rule::CommentData]) || key.starts_with("content")
}

/// Lowers one schema. Its inner schemas are already lowered.
fn lower_schema(schema: &mut Value, place: &mut Place<'_>) -> Result<()> {
    let schema = match schema {
        Value::Object(schema) => schema,
        // The outer schema handles `false`.
        Value::Bool(false) => return Ok(()),
        other => {
            if *other != json!(true) {
                let message =
                    "this is not a schema, because it is neither an object nor a boolean: it is treated as any JSON";
                place.warnings.push(Diagnostic::warning(place.pointer, message));
            }
            *other = json!({});
            return Ok(());
        }
    };
    types::unknown_type(schema, place);
    types::content_encoding(schema);
    schema.retain(|key, value| !is_comment(key) && (key != "description" || value.is_string()));
    types::false_schemas(schema, place)?;
    objects::conditional_schemas(schema, place);
    objects::required_unions(schema, place);
    objects::annotating_parts(schema);
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
    types::reference_siblings(schema);
    Ok(())
}
