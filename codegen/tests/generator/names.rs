//! Names are readable, and do not change when pages are added.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::fixtures::{client, document, generated, get_item, object, post_item, source, warning_lines};
use heygen_api_codegen::{Generated, Source};

fn without_warnings(paths: Value, schemas: Value) -> Generated {
    let generated = client(&document(paths, schemas));
    assert!(generated.warnings.is_empty(), "{:?}", warning_lines(&generated.warnings));
    generated
}

fn contains(generated: &Generated, parts: &[&str]) {
    for part in parts {
        assert!(generated.rust.contains(part), "{part:?} is not in:\n{}", generated.rust);
    }
}

#[test]
fn a_parameter_whose_rust_name_is_taken_is_prefixed_with_its_location_and_keeps_its_name_on_the_wire() {
    let parameter = |name: &str, location: &str| json!({ "name": name, "in": location, "required": location == "path", "schema": { "type": "string" } });
    let mut item = post_item("sends", object(json!({ "a": { "type": "string" } })));
    item["post"]["parameters"] = json!([
        parameter("id", "path"),
        parameter("client", "path"),
        parameter("id", "query"),
        parameter("Id", "query"),
        parameter("send", "query"),
        parameter("X-Body", "header"),
        parameter("body", "header"),
    ]);
    let generated = without_warnings(json!({ "/{id}/{client}": item }), json!({}));
    contains(
        &generated,
        &[
            r#". query ("id" , & query_id)"#,
            r#". query ("Id" , & query_id_2)"#,
            r#". query ("send" , & query_send)"#,
            r#"header ("X-Body""#,
            r#"header ("body""#,
            "pub fn header_body <",
            "pub fn path_client <",
        ],
    );
}

#[test]
fn fields_of_one_rust_name_are_numbered_and_keep_their_names_on_the_wire() {
    let mut schema =
        object(json!({ "clientId": { "type": "string" }, "client_id": { "type": "string" }, "extra": {} }));
    schema["required"] = json!(["client_id", "ClientId"]);
    schema["additionalProperties"] = json!({ "type": "integer" });
    let generated = without_warnings(
        json!({ "/a": post_item("sends", schema.clone()), "/b": get_item("reads", schema) }),
        json!({}),
    );
    for wire in ["clientId", "ClientId", "extra"] {
        contains(&generated, &[&format!("rename = \"{wire}\"")]);
    }
    contains(&generated, &["pub client_id :", "pub client_id_2 :", "pub client_id_3 :", "pub extra_2 :"]);
}

#[test]
fn values_that_begin_with_a_digit_have_readable_variants() {
    let values = |values: &[&str]| json!({ "type": "string", "enum": values });
    let schema = object(json!({
        "aspect_ratio": values(&["16:9", "9:16"]), "resolution": values(&["4k", "1080p"]), "speed": values(&["0.5", "1.5x"]),
        "pace": { "oneOf": [values(&["2x"]), { "type": "integer" }] },
    }));
    let generated = without_warnings(json!({ "/a": post_item("sends", schema) }), json!({}));
    contains(
        &generated,
        &["Ratio16x9 ,", "Ratio9x16 ,", "Resolution4k ,", "Resolution1080p ,", "Speed0Point5 ,", "Speed1Point5x ,"],
    );
    contains(&generated, &[r#"{ Ratio16x9 : "16:9" , Ratio9x16 : "9:16" }"#, r#"{ String2x : "2x" }"#]);
}

#[test]
fn a_variant_of_a_scalar_is_named_by_the_type_in_json() {
    let branches = json!([{ "type": "string", "maxLength": 9 }, { "type": "integer" }, { "type": "boolean" }]);
    let schema = object(json!({ "pace": { "oneOf": branches } }));
    let generated = without_warnings(json!({ "/a": post_item("sends", schema) }), json!({}));
    contains(&generated, &["String (SendsRequestPaceString) , Integer (i64) , Boolean (bool)"]);
}

#[test]
fn values_of_one_rust_name_are_numbered_in_any_order_and_keep_their_text() {
    let values = ["unknown", "Unknown", "", "-", "-", "self", "Self"];
    for values in [json!(values), json!(["Self", "self", "-", "", "Unknown", "unknown"])] {
        let schema = object(json!({ "state": { "type": "string", "enum": values } }));
        let paths = json!({ "/a": post_item("sends", schema.clone()), "/b": get_item("reads", schema) });
        let generated = without_warnings(paths, json!({}));
        // The variant `Unknown` of a response has all other values.
        for (variant, count) in [
            ("Unknown : \"Unknown\"", 1),
            ("Unknown2 : \"unknown\"", 2),
            ("X : \"\"", 2),
            ("X2 : \"-\"", 2),
            ("Self_ : \"Self\"", 2),
            ("Self2 : \"self\"", 2),
        ] {
            assert_eq!(generated.rust.matches(variant).count(), count, "{variant}\n{}", generated.rust);
        }
    }
}

#[test]
fn a_component_that_no_operation_reaches_is_no_type() {
    let string = object(json!({ "a": { "type": "string" } }));
    let schemas = json!({ "Used": string, "Unused": string });
    let generated =
        without_warnings(json!({ "/a": get_item("reads", json!({ "$ref": "#/components/schemas/Used" })) }), schemas);
    contains(&generated, &["pub struct Used"]);
    assert!(!generated.rust.contains("Unused"), "{}", generated.rust);
}

/// The properties of all types of a client, by the names of the types.
fn type_fields(generated: &Generated) -> BTreeMap<String, BTreeSet<String>> {
    let components = &generated.document["components"];
    let properties = |schema: &Value| match schema["properties"].as_object() {
        Some(properties) => properties.keys().cloned().collect(),
        None => BTreeSet::from([schema.to_string()]),
    };
    let schemas = components["schemas"].as_object().unwrap();
    schemas.iter().map(|(name, schema)| (name.clone(), properties(schema))).collect()
}

#[test]
fn a_type_keeps_its_name_when_pages_are_added_in_every_order() {
    let size = json!({ "$ref": "#/components/schemas/Size" });
    let request = json!({ "$ref": "#/components/schemas/SizeRequest" });
    let nested = |more: &str| {
        let reason = object(json!({ "reason": { "type": "string" } }));
        object(json!({ "upscale": object(json!({ "by": reason })), "size": size, more: { "enum": ["a", "4k"] } }))
    };
    let schemas = json!({
        "Size": object(json!({ "width": { "type": "integer" } })),
        "SizeRequest": object(json!({ "size": size, "mode": { "enum": ["a", "b"] } })),
    });
    let page = |name: &str, item: Value| {
        source(
            &format!("openapi/{name}.json"),
            &document(json!({ format!("/{name}"): item }), schemas.clone()).to_string(),
        )
    };
    let pages = [
        page("sends", post_item("sends", nested("quality"))),
        page("reads", get_item("reads", nested("quality"))),
        page("others", get_item("others", nested("mode"))),
        page("requests", post_item("requests", request.clone())),
        page("echo", get_item("echo", request)),
    ];
    // Whatever the order is, each addition leads from one set of pages to another.
    let all: Vec<_> = (0..1_usize << pages.len())
        .map(|set| {
            let chosen: Vec<Source> = (0..pages.len())
                .rev()
                .filter(|index| set & (1 << index) != 0)
                .map(|index| pages[index].clone())
                .collect();
            if chosen.is_empty() { BTreeMap::new() } else { type_fields(&generated(&chosen)) }
        })
        .collect();
    for (set, before) in all.iter().enumerate() {
        for page in 0..pages.len() {
            let after = &all[set | (1 << page)];
            for (name, properties) in before {
                assert_eq!(after.get(name), Some(properties), "{name} of {set:b} with page {page}");
            }
        }
    }
    let mut reversed = pages.clone();
    reversed.reverse();
    assert_eq!(generated(&pages).rust, generated(&reversed).rust);
}

/// Checks that the code contains these parts after `start`, in this order.
fn are_in_order(generated: &Generated, start: &str, parts: &[&str]) {
    let mut rest = generated.rust.split_once(start).unwrap_or_else(|| panic!("{start:?}")).1;
    for part in parts {
        rest = rest.split_once(part).unwrap_or_else(|| panic!("{part:?} is not after the others: {rest}")).1;
    }
}

#[test]
fn fields_are_in_the_order_of_the_document() {
    let string = json!({ "type": "string" });
    let mut sent = object(json!({ "title": string, "avatarId": string, "type": string, "background": string }));
    sent["required"] = json!(["title", "background"]);
    let base = object(json!({ "id": string, "group": string }));
    let read = json!({ "allOf": [base, object(json!({ "status": string, "created_at": string, "id": string }))] });
    let mut inherited = read.clone();
    inherited["allOf"][1]["properties"]["group"] = json!({ "type": "string" });
    let paths = json!({ "/a": post_item("sends", sent), "/b": get_item("reads", read), "/c": post_item("inherits", inherited) });
    let generated = without_warnings(paths, json!({}));
    let fields = |names: &[&str]| names.iter().map(|name| format!("pub {name} :")).collect::<Vec<_>>();
    for (name, names) in [
        ("SendsRequest", ["title", "avatar_id", "type_", "background"]),
        ("ReadsResponse", ["id", "group", "status", "created_at"]),
        ("InheritsRequest", ["id", "group", "status", "created_at"]),
    ] {
        let all = fields(&names);
        are_in_order(&generated, &format!("pub struct {name} "), &all.iter().map(String::as_str).collect::<Vec<_>>());
    }
}

#[test]
fn names_do_not_depend_on_the_order_of_properties() {
    let client = |is_reversed: bool| {
        let two = |mut properties: [(&str, Value); 2]| {
            if is_reversed {
                properties.reverse();
            }
            object(properties.into_iter().collect())
        };
        let branch = |kind, ty| two([("kind", json!({ "const": kind })), ("type", json!({ "const": ty }))]);
        let union = json!({ "oneOf": [branch("photo", "a"), branch("video", "b")] });
        let size = object(json!({ "width": {}, "height": {} }));
        let same_size = two([("width", json!({})), ("height", json!({}))]);
        let reads = |id: &str, size: Value| get_item(id, object(json!({ "size": size })));
        let paths =
            json!({ "/u": post_item("sends", union), "/l": reads("longer", size), "/r": reads("reads", same_size) });
        without_warnings(paths, json!({}))
    };
    let generated = client(false);
    assert_eq!(type_fields(&generated), type_fields(&client(true)));
}
