//! The keywords of schemas, each once: JSON Schema 2020-12, and what OpenAPI 3.0 and 3.1 add. Every list of keywords is a query of
//! this table.

use serde_json::{Map, Value};

/// A keyword of schemas.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Keyword {
    /// Its name.
    pub name: &'static str,
    /// The type of the values that it applies to. `number` includes integers, and an empty text means every type.
    pub of: &'static str,
    /// What it does.
    pub rule: Rule,
}

/// What a keyword does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// Its value is one schema.
    Schema,
    /// Its value is a list of schemas.
    SchemaList,
    /// Its value is a list of schemas that the schema is composed of: a value matches all of them.
    Composition,
    /// The same, but a value matches one of them.
    Union,
    /// Its value is a map of schemas.
    SchemaMap,
    /// Its value lists the values that are allowed.
    Values,
    /// A maximum: a larger value allows more.
    Maximum,
    /// A minimum: a smaller value allows more.
    Minimum,
    /// Restricts values in another way.
    Restriction,
    /// Says how the schema is read: its type, references, identifiers.
    Structure,
    /// Describes the place where the schema is used, and stays there if the schema becomes a component.
    Place,
    /// A default or an example: data for the place where the schema is used.
    PlaceData,
    /// Neither changes the values nor belongs to the place.
    Comment,
    /// The same, and its value is data.
    CommentData,
}

use Rule::{
    Comment, CommentData, Composition, Maximum, Minimum, Place, PlaceData, Restriction, Schema, SchemaList, SchemaMap,
    Structure, Union, Values,
};

const fn row(name: &'static str, of: &'static str, rule: Rule) -> Keyword {
    Keyword { name, of, rule }
}

/// All keywords, by the type that they apply to.
pub const KEYWORDS: &[Keyword] = &[
    row("type", "", Structure),
    row("$ref", "", Structure),
    row("$dynamicRef", "", Structure),
    row("discriminator", "", Structure),
    row("enum", "", Values),
    row("const", "", Values),
    row("allOf", "", Composition),
    row("anyOf", "", Union),
    row("oneOf", "", Union),
    row("not", "", Schema),
    row("if", "", Schema),
    row("then", "", Schema),
    row("else", "", Schema),
    row("$defs", "", SchemaMap),
    row("format", "", Restriction),
    row("properties", "object", SchemaMap),
    row("patternProperties", "object", SchemaMap),
    row("dependentSchemas", "object", SchemaMap),
    row("additionalProperties", "object", Schema),
    row("unevaluatedProperties", "object", Schema),
    row("propertyNames", "object", Schema),
    row("required", "object", Restriction),
    row("dependentRequired", "object", Restriction),
    row("minProperties", "object", Minimum),
    row("maxProperties", "object", Maximum),
    row("items", "array", Schema),
    row("prefixItems", "array", SchemaList),
    row("unevaluatedItems", "array", Schema),
    row("contains", "array", Schema),
    row("minContains", "array", Minimum),
    row("maxContains", "array", Maximum),
    row("minItems", "array", Minimum),
    row("maxItems", "array", Maximum),
    row("uniqueItems", "array", Restriction),
    row("minLength", "string", Minimum),
    row("maxLength", "string", Maximum),
    row("pattern", "string", Restriction),
    row("contentEncoding", "string", Restriction),
    row("contentMediaType", "string", Restriction),
    row("contentSchema", "string", Schema),
    row("minimum", "number", Minimum),
    row("maximum", "number", Maximum),
    row("exclusiveMinimum", "number", Minimum),
    row("exclusiveMaximum", "number", Maximum),
    row("multipleOf", "number", Restriction),
    row("title", "", Place),
    row("description", "", Place),
    row("nullable", "", Place),
    row("deprecated", "", Place),
    row("readOnly", "", Place),
    row("writeOnly", "", Place),
    row("default", "", PlaceData),
    row("example", "", PlaceData),
    row("examples", "", CommentData),
    row("xml", "", Comment),
    row("externalDocs", "", Comment),
    row("$comment", "", Comment),
    row("$schema", "", Comment),
    row("$id", "", Comment),
    row("$anchor", "", Comment),
    row("$dynamicAnchor", "", Comment),
    row("$vocabulary", "", Comment),
];

/// Returns the row of a keyword. `None` if it is unknown, or an extension.
pub fn find(name: &str) -> Option<&'static Keyword> {
    KEYWORDS.iter().find(|keyword| keyword.name == name)
}

/// Whether a keyword has one of these rules.
pub fn has_rule(name: &str, rules: &[Rule]) -> bool {
    find(name).is_some_and(|keyword| rules.contains(&keyword.rule))
}

/// Returns the names of the keywords with one of these rules, in the order of the table.
pub fn with_rule(rules: &[Rule]) -> impl Iterator<Item = &'static str> {
    KEYWORDS.iter().filter(|keyword| rules.contains(&keyword.rule)).map(|keyword| keyword.name)
}

/// Whether the value of a keyword is data, never a schema.
pub fn is_data(name: &str) -> bool {
    has_rule(name, &[Values, PlaceData, CommentData])
}

/// Whether a keyword composes a schema of others.
pub fn is_composition(name: &str) -> bool {
    has_rule(name, &[Composition, Union])
}

/// Whether a keyword, or an extension, describes the place where a schema is used rather than its values.
pub fn is_annotation(name: &str) -> bool {
    has_rule(name, &[Place, PlaceData]) || name.starts_with("x-")
}

/// Whether a schema has only annotations, so that it allows any value.
pub(crate) fn has_only_annotations(schema: &Map<String, Value>) -> bool {
    schema.keys().all(|key| is_annotation(key))
}

/// Whether a keyword applies only to values of this type.
pub fn is_of_type(name: &str, of: &str) -> bool {
    let of = if of == "integer" { "number" } else { of };
    find(name).is_some_and(|keyword| keyword.of == of)
}
