//! Properties for any JSON: every response is a value or an error, the schema's values decode, and a request survives serialization.

use crate::support::{cases, normalized, path, request};
use heygen_api::{AddLooksRequest, AddLooksResponse, Client, Error, ImageKeys, Retry};
use httpmock::prelude::*;
use proptest::prelude::*;
use serde_json::{Map, Value};

/// Any JSON value, a few levels deep, sometimes with the names that the client reads.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    let name = prop_oneof![
        prop::sample::select(vec![
            "error",
            "data",
            "photo_avatar_list",
            "warning",
            "code",
            "message",
            "detail",
            "id",
            "created_at",
            "upscale_availability",
            "is_motion",
        ])
        .prop_map(str::to_owned),
        ".{0,6}",
    ];
    leaf.prop_recursive(5, 48, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(name.clone(), inner, 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// How the names of unknown members begin.
const UNKNOWN: &str = "x-unknown-";

/// An object whose members may be missing or null, and which may have an unknown one.
fn object(members: Vec<(String, BoxedStrategy<Value>)>) -> BoxedStrategy<Value> {
    let members: Vec<_> = members
        .into_iter()
        .map(|(name, value)| {
            let value = prop_oneof![3 => value.prop_map(Some), 1 => Just(Some(Value::Null)), 1 => Just(None)];
            value.prop_map(move |value| value.map(|value| (name.clone(), value)))
        })
        .collect();
    let unknown = prop::option::of(("[a-z]{1,8}".prop_map(|name| format!("{UNKNOWN}{name}")), any_json()));
    (members, unknown)
        .prop_map(|(members, unknown)| Value::Object(members.into_iter().flatten().chain(unknown).collect()))
        .boxed()
}

/// Any value that a schema permits, and null.
fn permitted(schema: &Value) -> BoxedStrategy<Value> {
    let types: Vec<&str> = match &schema["type"] {
        Value::Array(types) => types.iter().filter_map(Value::as_str).filter(|name| *name != "null").collect(),
        one => one.as_str().into_iter().collect(),
    };
    match types.first().filter(|_| types.len() == 1).copied() {
        Some("object") => {
            let properties = schema["properties"].as_object().into_iter().flatten();
            object(properties.map(|(name, schema)| (name.clone(), permitted(schema))).collect())
        }
        Some("array") => prop::collection::vec(permitted(&schema["items"]), 0..4).prop_map(Value::from).boxed(),
        Some("boolean") => any::<bool>().prop_map(Value::from).boxed(),
        Some("number") => prop_oneof![any::<f64>().prop_map(Value::from), any::<i32>().prop_map(Value::from)].boxed(),
        Some("integer") => any::<i32>().prop_map(Value::from).boxed(),
        Some("string") => ".{0,12}".prop_map(Value::from).boxed(),
        _ => any_json().boxed(),
    }
}

/// The schema of a response, corrected.
fn response_schema() -> Value {
    let sources = heygen_api_codegen::Source::read_dir("openapi".as_ref()).unwrap();
    let pointer = format!("/paths/{}/post/responses/200/content/application~1json/schema", path().replace('/', "~1"));
    let mut schemas = sources.iter().filter_map(|source| source.corrected().unwrap().pointer(&pointer).cloned());
    schemas.next().expect("the operation is in a document")
}

/// Removes the unknown members of [`object`], which decoding drops.
fn without_unknown(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let known = members.iter().filter(|(name, _)| !name.starts_with(UNKNOWN));
            known.map(|(name, value)| (name.clone(), without_unknown(value))).collect()
        }
        Value::Array(entries) => entries.iter().map(without_unknown).collect(),
        other => other.clone(),
    }
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn a_request_survives_serialization(group in ".{0,20}", name in ".{0,20}", generation in prop::option::of(".{0,20}"), keys in prop::collection::vec("[^ ].{0,20}[^\\s]", 1..=ImageKeys::MAX)) {
        let mut request = AddLooksRequest::new(group, ImageKeys::new(keys).unwrap(), name);
        if let Some(generation) = generation {
            request = request.with_generation_id(generation);
        }
        let text = serde_json::to_string(&request).unwrap();
        prop_assert_eq!(serde_json::from_str::<AddLooksRequest>(&text).unwrap(), request);
    }

    #[test]
    fn every_response_that_the_schema_permits_decodes_completely(body in permitted(&response_schema())) {
        let decoded: AddLooksResponse = serde_json::from_value(body.clone()).unwrap();
        prop_assert_eq!(normalized(&serde_json::to_value(&decoded).unwrap()), normalized(&without_unknown(&body)));
    }
}

/// End to end over HTTP, for any body and status.
#[test]
fn any_response_is_a_value_or_an_error() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let server = runtime.block_on(MockServer::start_async());
    let client = Client::builder("key").base_url(server.base_url()).retry(Retry::none()).build().unwrap();
    let statuses = prop::sample::select(vec![200u16, 201, 400, 404, 429, 500]);
    proptest!(cases(64), |(body in any_json(), status in statuses)| {
        let result = runtime.block_on(async {
            let mock = server
                .mock_async(|when, then| {
                    when.method(POST).path(path());
                    then.status(status).json_body(body.clone());
                })
                .await;
            let result = client.add_looks(request()).await;
            mock.delete_async().await;
            result
        });
        match result {
            Ok(_) => prop_assert!(status < 300),
            Err(Error::Api(error)) => prop_assert_eq!(error.response.status.as_u16(), status),
            Err(Error::Decode(error)) => prop_assert_eq!(error.response.status.as_u16(), status),
            Err(other) => prop_assert!(false, "{other:?}"),
        }
    });
}
