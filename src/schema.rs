//! JSON Schema (feature `schemars`).

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::ImageKeys;

impl JsonSchema for ImageKeys {
    fn schema_name() -> Cow<'static, str> {
        "ImageKeys".into()
    }

    fn schema_id() -> Cow<'static, str> {
        concat!(module_path!(), "::ImageKeys").into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "array",
            "items": generator.subschema_for::<String>(),
            "minItems": Self::MIN,
            "maxItems": Self::MAX,
        })
    }
}
