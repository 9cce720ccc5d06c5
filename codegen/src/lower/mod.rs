//! OpenAPI 3.1 to 3.0.3, the only version that progenitor reads: each construct has a function, with its rule in the comment.
//!
//! The rules keep the meaning where 3.0 can express it. Where it cannot, a response accepts more than the document says, and a
//! request is an error, for which its operations are skipped.

mod annotations;
mod arrays;
mod booleans;
mod conditions;
mod nullable;
mod objects;
mod references;
mod types;

use serde_json::{Map, Value, json};

use crate::adapt::skipped;
use crate::diagnostic::{Diagnostic, Result, Stage};
use crate::document::direction::Direction;
use crate::document::pointer::join;
use crate::document::visit;

/// Lowers a document whose references are resolved. Operations with a request that 3.0 cannot express are skipped.
///
/// # Errors
/// 3.0 cannot express any operation: the first reason.
pub(crate) fn lower(document: &mut Value, warnings: &mut Vec<Diagnostic>) -> Result<()> {
    document["openapi"] = json!("3.0.3");
    annotations::of_document(document);
    let direction = Direction::of(document);
    let original = document.clone();
    let mut errors = Vec::new();
    visit::schemas(document, "", &mut |pointer, schema| {
        let place = Place { document: &original, pointer, is_response: direction.is_response(pointer) };
        if let Err(error) = lower_schema(schema, &place) {
            errors.push(error);
            *schema = json!({});
        }
    });
    skipped::skip_users(document, &errors, warnings)?;
    nullable::components(document);
    nullable::parameters(document);
    Ok(())
}

type Schema = Map<String, Value>;

/// Where a schema is.
struct Place<'p> {
    document: &'p Value,
    pointer: &'p str,
    is_response: bool,
}

impl Place<'_> {
    /// Removes a keyword that 3.0 cannot express: a response does without it, in a request it is an error.
    fn remove(&self, schema: &mut Schema, keyword: &str) -> Result<Option<Value>> {
        let value = schema.remove(keyword);
        if value.is_some() {
            self.ensure_response(keyword)?;
        }
        Ok(value)
    }

    /// The error for a keyword of a request that 3.0 cannot express.
    fn ensure_response(&self, keyword: &str) -> Result<()> {
        if self.is_response {
            return Ok(());
        }
        let message = format!("OpenAPI 3.0 cannot express `{keyword}` as it is used here");
        Err(error(&join(self.pointer, keyword), message))
    }
}

fn error(pointer: &str, message: String) -> Diagnostic {
    let help = "rewrite it for OpenAPI 3.0 with an overlay action, or teach codegen/src/lower to";
    Diagnostic::new(Stage::Lowering, pointer, message, help)
}

/// Lowers one schema. The schemas within it are lowered already.
fn lower_schema(schema: &mut Value, place: &Place<'_>) -> Result<()> {
    booleans::true_schema(schema);
    let schema = match schema {
        Value::Object(schema) => schema,
        // The schema around it deals with `false`.
        Value::Bool(_) => return Ok(()),
        _ => return Err(error(place.pointer, "a schema is neither an object nor a boolean".to_owned())),
    };
    annotations::content_encoding(schema);
    annotations::of_schema(schema);
    booleans::false_properties(schema);
    booleans::false_branches(schema);
    booleans::false_items(schema);
    booleans::false_parts(schema, place)?;
    conditions::if_then_else(schema, place)?;
    conditions::dependent_schemas(schema, place)?;
    conditions::dependent_required(schema, place)?;
    objects::unevaluated_properties(schema, place)?;
    objects::property_names(schema, place)?;
    objects::pattern_properties(schema, place)?;
    arrays::prefix_items(schema, place)?;
    arrays::contains(schema, place)?;
    arrays::unevaluated_items(schema, place)?;
    references::dynamic_reference(schema, place)?;
    types::constant(schema);
    types::exclusive_bounds(schema);
    nullable::types(schema);
    nullable::unions(schema);
    nullable::values(schema);
    types::several(schema, place);
    types::missing(schema);
    references::siblings(schema);
    Ok(())
}
