//! OpenAPI 3.1 to 3.0.3, which is all that progenitor reads: the table of what becomes of each construct.
//!
//! `keywords.rs` does what the table says for schemas.

pub mod keywords;
pub mod types;

use serde_json::{Value, json};

use crate::adapt::skipped;
use crate::diagnostic::{Diagnostic, Result, Stage};
use crate::document::direction::Direction;
use crate::document::resolve;
use crate::document::visit;

/// What becomes of a construct of 3.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Said in words of 3.0 with the same meaning.
    Rewritten,
    /// In a response, something that accepts all that the original accepts; a request that 3.0 has no words for is
    /// refused, and its operation left out with a warning.
    Relaxed,
    /// Says nothing about what goes over the wire.
    Dropped,
}
use Fate::{Dropped, Relaxed, Rewritten};

/// Every construct of 3.1 that 3.0 lacks, what becomes of it, and how.
pub const TABLE: &[(&str, Fate, &str)] = &[
    ("type: [T, null]", Rewritten, "`nullable: true`"),
    ("type: [T, U]", Relaxed, "in a request, `anyOf` with each type's own keywords; in a response any value"),
    ("type: null", Rewritten, "`enum: [null]`"),
    ("anyOf/oneOf with null", Rewritten, "`nullable: true`, and a single branch that is left stands alone"),
    ("const", Rewritten, "`enum` of one value"),
    ("exclusiveMinimum/exclusiveMaximum: N", Rewritten, "`minimum: N` and a boolean; the stricter of two bounds wins"),
    ("examples", Dropped, "annotates"),
    ("$ref with siblings", Rewritten, "`allOf` of the reference and the siblings"),
    ("$defs", Rewritten, "each becomes a component (resolve.rs)"),
    ("contentEncoding: base64", Rewritten, "`format: byte`"),
    ("contentEncoding/contentMediaType/contentSchema", Dropped, "annotate a string"),
    ("true", Rewritten, "the empty schema"),
    ("false", Relaxed, "a property that may not be there is removed; elsewhere an error in a request"),
    ("prefixItems", Relaxed, "`items`, where all are one schema; otherwise any entries in a response"),
    ("patternProperties", Relaxed, "`additionalProperties`, where the pattern matches every name"),
    (
        "propertyNames",
        Relaxed,
        "an `enum` of names becomes properties; dropped in a response, and where it says no more than that a name is a string",
    ),
    ("if/then/else", Relaxed, "in a response, the properties of both branches are optional ones"),
    ("dependentRequired", Relaxed, "dropped in a response"),
    ("dependentSchemas", Relaxed, "in a response, their properties are optional ones"),
    ("unevaluatedProperties: false", Dropped, "a struct writes no other properties, and reads past them"),
    ("unevaluatedProperties: S", Relaxed, "`additionalProperties` where nothing else could evaluate them"),
    ("unevaluatedItems", Relaxed, "dropped in a response"),
    ("contains/minContains/maxContains", Relaxed, "dropped in a response"),
    ("missing type", Rewritten, "the type that the other keywords are of"),
    ("webhooks", Dropped, "HeyGen calls them: no operations of a client"),
    ("path-item $ref, components.pathItems", Rewritten, "put in place (operations.rs)"),
    ("jsonSchemaDialect, $schema, $id, $anchor, $comment, $vocabulary", Dropped, "annotate"),
    ("info.summary, license.identifier", Dropped, "annotate"),
    (
        "discriminator",
        Rewritten,
        "each branch of a union in a request gets its tag as a constant; a response's union is one type",
    ),
    (
        "allOf inheritance",
        Rewritten,
        "inherit.rs makes one object of plain ones, typify of others; in a response unions.rs does",
    ),
];

/// Lowers a document whose references are resolved. Operations with a request that 3.0 cannot say are left out, with a
/// warning each; where that would be all, it is an error.
pub fn lower(mut document: Value) -> Result<(Value, Vec<Diagnostic>)> {
    version(&document)?;
    let sides = Direction::of(&document);
    document["openapi"] = json!("3.0.3");
    if let Value::Object(members) = &mut document {
        members.retain(|key, _| !matches!(key.as_str(), "webhooks" | "jsonSchemaDialect" | "$self"));
    }
    let text = |key: &str| document["info"][key].as_str().unwrap_or_default().to_owned();
    document["info"] =
        json!({ "title": text("title"), "version": text("version"), "description": text("description") });
    let mut refused = Vec::new();
    let copy = document.clone();
    visit::schemas(&mut document, "", &mut |pointer, node| {
        // The names that a map may have are part of it: a type is not made of them.
        if let Some(names) = node.get_mut("propertyNames").filter(|names| names["$ref"].is_string()) {
            *names = resolve::follow(&copy, names).map_or(json!(false), |found| found);
        }
        if let Err(problem) = keywords::lower(pointer, node, sides.answers(pointer)) {
            refused.push(problem);
            *node = json!({});
        }
        Ok(())
    })?;
    let warnings = skipped::reaching(&mut document, &refused)?;
    types::null_where_used(&mut document)?;
    Ok((document, warnings))
}

/// Refuses what is no OpenAPI 3.0 or 3.1.
pub fn version(document: &Value) -> Result<()> {
    match document.get("openapi").and_then(Value::as_str) {
        Some(version) if version.starts_with("3.0.") || version.starts_with("3.1.") => Ok(()),
        other => {
            let what = format!("`openapi` is {other:?}, and this pipeline reads 3.0.x and 3.1.x");
            Err(Diagnostic::new(Stage::Lowering, "/openapi", what, "teach build/lower.rs the new version"))
        }
    }
}

/// The error for what a request cannot say in 3.0.
pub fn refuse(pointer: &str, what: &str) -> Diagnostic {
    Diagnostic::new(
        Stage::Lowering,
        pointer,
        format!("OpenAPI 3.0 cannot express {what}"),
        "say it in words of 3.0 with an overlay action, or teach build/lower.rs to",
    )
}
