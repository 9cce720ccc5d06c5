//! Writes test code that calls every operation of a prepared document against a mock. It uses the examples of
//! HeyGen's documents, or else samples of the schemas.

use std::fmt::Write;

use heck::ToSnakeCase;
use serde_json::{Map, Value, json};

/// The start of the test code: a mock server, and the comparison of values.
pub const HEAD: &str = r#"
use clients::fixtures::{Client, types};
use httpmock::{Method, MockServer};
use serde_json::{Value, json};

fn client(base_url: &str) -> Client {
    let builder = heygen_api::Client::builder("test-key").base_url(base_url);
    Client::from(&builder.server("https://other.example.com", base_url).build().unwrap())
}

/// Whether `read` has everything in `sent`, apart from null members.
fn holds(read: &Value, sent: &Value) -> bool {
    match (read, sent) {
        (Value::Object(read), Value::Object(sent)) => sent
            .iter()
            .filter(|(_, value)| !value.is_null())
            .all(|(key, value)| read.get(key).is_some_and(|read| holds(read, value))),
        (Value::Array(read), Value::Array(sent)) => {
            read.len() == sent.len() && read.iter().zip(sent).all(|(read, sent)| holds(read, sent))
        }
        _ => read == sent || read.as_f64().is_some() && read.as_f64() == sent.as_f64(),
    }
}

fn whole(read: Value, sent: Value) {
    assert!(holds(&read, &sent), "{read}\nof {sent}");
}

/// A server that responds to one request.
async fn server(method: &str, path: &str, query: &[(&str, &str)], sent: Option<Value>, content: &str, response: Option<String>) -> MockServer {
    let server = MockServer::start_async().await;
    server
        .mock_async(|mut when, then| {
            when = when.method(Method::from(method)).path(path).header("x-api-key", "test-key");
            for (name, value) in query {
                when = when.query_param(*name, *value);
            }
            if let Some(sent) = sent {
                when.json_body(sent);
            }
            match response {
                Some(response) => then.status(200).header("content-type", content).body(response),
                None => then.status(204),
            };
        })
        .await;
    server
}
"#;

/// The calls of all operations; `examples` are those of an operation: of its request, of its success.
pub fn calls(prepared: &Value, examples: impl Fn(&str, &str) -> (Vec<Value>, Vec<Value>)) -> (String, usize) {
    let mut code = HEAD.to_owned();
    let mut count = 0;
    for (path, item) in prepared["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let (requests, responses) = examples(path, method);
            let call = Call { document: prepared, path, method, operation };
            for index in 0..requests.len().max(responses.len()).max(1) {
                call.write(&mut code, index, requests.get(index), responses.get(index));
            }
            count += 1;
        }
    }
    (code, count)
}

struct Call<'a> {
    document: &'a Value,
    path: &'a str,
    method: &'a str,
    operation: &'a Value,
}

impl Call<'_> {
    fn write(&self, code: &mut String, index: usize, request: Option<&Value>, response: Option<&Value>) {
        let id = self.operation["operationId"].as_str().unwrap();
        let (mut path, mut query, mut setters) = (self.path.to_owned(), Vec::new(), String::new());
        for parameter in self.operation["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap();
            let value = self.sample(&parameter["schema"], 0);
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let Some(rust) = self.rust(&parameter["schema"], &value) else {
                assert_ne!(parameter["required"], true, "{id}: no value for {name}");
                continue;
            };
            let method = setter(name);
            // If two parameters have the same name in Rust, the second has its location before its name.
            let is_taken = setters.contains(&format!(".{method}("));
            let location = if is_taken { parameter["in"].as_str().unwrap().to_owned() + "_" } else { String::new() };
            write!(setters, ".{location}{method}({rust})").unwrap();
            path = path.replace(&format!("{{{name}}}"), &text);
            if parameter["in"] == "query" && !value.is_array() {
                query.push((name.to_owned(), text));
            }
        }
        let mut sent = None;
        if let Some((media, body)) =
            self.operation["requestBody"]["content"].as_object().and_then(|all| all.iter().next())
        {
            let schema = &body["schema"];
            if media == "application/octet-stream" || media == "text/plain" {
                setters.push_str(".body(\"bytes\".to_owned())");
            } else {
                let value = request.cloned().unwrap_or_else(|| self.sample(schema, 0));
                write!(setters, ".body({})", self.rust(schema, &value).expect("a body has a type")).unwrap();
                sent = (media == "application/json").then_some(value);
            }
        }
        let sent = sent.map_or("None".to_owned(), |sent| format!("Some(json!({sent}))"));
        let success = self.operation["responses"].get("2XX");
        let content = success.map(|success| success.get("content"));
        let method = self.method.to_uppercase();
        let head = format!(
            "#[tokio::test]\nasync fn call_{id}_{index}() {{\n    let server = server(\"{method}\", {path:?}, &{query:?}, {sent}, "
        );
        code.push_str(&head);
        let one = format!("client(&server.base_url()).{id}(){setters}.send().await.unwrap().body");
        match content {
            Some(Some(content)) if content.get("application/json").is_some() => {
                let schema = &content["application/json"]["schema"];
                let response = response.cloned().unwrap_or_else(|| self.sample(schema, 0));
                write!(code, "\"application/json\", Some(json!({response}).to_string())).await;\n    whole(serde_json::to_value({one}).unwrap(), json!({response}));\n}}\n").unwrap();
            }
            Some(None) => write!(code, "\"\", None).await;\n    let () = {one};\n}}\n").unwrap(),
            _ => write!(
                code,
                "\"video/mp4\", Some(\"bytes\".to_owned())).await;\n    let mut stream = client(&server.base_url()).{id}(){setters}.send().await.unwrap().body;\n    let mut all = Vec::new();\n    while let Some(part) = stream.next().await {{ all.extend_from_slice(&part.unwrap()); }}\n    assert_eq!(all, b\"bytes\");\n}}\n"
            )
            .unwrap(),
        }
    }

    fn follow<'s>(&'s self, schema: &'s Value) -> &'s Value {
        let one = schema["allOf"].as_array().filter(|parts| parts.len() == 1).map_or(schema, |parts| &parts[0]);
        match one["$ref"].as_str() {
            Some(reference) => {
                self.follow(&self.document["components"]["schemas"][reference.rsplit('/').next().unwrap()])
            }
            None => one,
        }
    }

    /// A value of this schema as a Rust expression. `None` if its type has no name.
    fn rust(&self, schema: &Value, value: &Value) -> Option<String> {
        let one = schema["allOf"].as_array().filter(|parts| parts.len() == 1).map_or(schema, |parts| &parts[0]);
        if let Some(reference) = one["$ref"].as_str() {
            let name = reference.rsplit('/').next()?;
            return Some(format!("serde_json::from_value::<types::{name}>(json!({value})).unwrap()"));
        }
        Some(match (one["type"].as_str()?, one["format"].as_str()) {
            ("string", _) => format!("{:?}.to_owned()", value.as_str()?),
            ("integer", Some("int32")) => format!("{value}_i32"),
            ("integer", _) => format!("{value}_i64"),
            ("number", Some("float")) => format!("{value}_f32"),
            ("number", _) => format!("{value}_f64"),
            ("boolean", _) => value.to_string(),
            ("array", _) => {
                let entries = value.as_array()?.iter().map(|entry| self.rust(&one["items"], entry));
                format!("vec![{}]", entries.collect::<Option<Vec<_>>>()?.join(", "))
            }
            _ => return None,
        })
    }

    /// A value that matches a schema, with all its properties down to a depth.
    fn sample(&self, schema: &Value, depth: usize) -> Value {
        let schema = self.follow(schema);
        if let Some(known) = schema["enum"].as_array().and_then(|values| values.first()) {
            return known.clone();
        }
        for key in ["oneOf", "anyOf"] {
            if let Some(first) = schema[key].as_array().and_then(|branches| branches.first()) {
                return self.sample(first, depth);
            }
        }
        match schema["type"].as_str() {
            Some("string") => json!("a".repeat(schema["minLength"].as_u64().unwrap_or(1).max(1) as usize)),
            Some("integer") => {
                let least = schema["minimum"].as_f64().map_or(1, |least| least.floor() as i64 + 1);
                let step = schema["multipleOf"].as_i64().unwrap_or(1);
                json!((least + step - 1) / step * step)
            }
            Some("number") => json!(schema["minimum"].as_f64().map_or(1.5, |least| least + 0.25)),
            Some("boolean") => json!(true),
            Some("array") => {
                let count = schema["minItems"].as_u64().unwrap_or(1).max(1);
                json!(
                    (0..if depth > 3 { 0 } else { count })
                        .map(|_| self.sample(&schema["items"], depth + 1))
                        .collect::<Vec<_>>()
                )
            }
            Some("object") => {
                let required = schema["required"].as_array().cloned().unwrap_or_default();
                let mut all = Map::new();
                for (name, property) in schema["properties"].as_object().into_iter().flatten() {
                    if depth < 3 || required.contains(&json!(name)) {
                        all.insert(name.clone(), self.sample(property, depth + 1));
                    }
                }
                if schema["additionalProperties"].is_object() {
                    all.insert("more".to_owned(), self.sample(&schema["additionalProperties"], depth + 1));
                }
                Value::Object(all)
            }
            _ => json!({ "any": [1] }),
        }
    }
}

/// The builder's method for a parameter, as progenitor names it.
fn setter(name: &str) -> String {
    let name = name.to_snake_case();
    if matches!(name.as_str(), "type" | "ref" | "in" | "for") { name + "_" } else { name }
}
