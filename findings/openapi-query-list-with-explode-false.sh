#!/usr/bin/env bash
# `explode: false` of a query parameter, which asks for `ids=a,b`, changes nothing in the client that a Rust generator writes.
#
# progenitor-impl 0.15.1 generates the same code for `true` and `false`, without a warning. Both send `ids=a&ids=b`.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "lists"
edition = "2024"
[dependencies]
openapiv3 = "2"
progenitor-client = "=0.15.1"
progenitor-impl = "=0.15.1"
reqwest = { version = "0.13", default-features = false, features = ["query"] }
serde_json = "1"
[workspace]
TOML
cat >src/main.rs <<'RUST'
fn generated(explode: bool) -> String {
    let document = serde_json::from_value(serde_json::json!({
        "openapi": "3.0.3",
        "info": { "title": "Looks", "version": "1" },
        "paths": { "/looks": { "get": {
            "operationId": "looks",
            "parameters": [{
                "name": "ids", "in": "query", "required": true, "explode": explode,
                "schema": { "type": "array", "items": { "type": "string" } },
            }],
            "responses": { "204": { "description": "ok" } },
        } } },
    }));
    progenitor_impl::Generator::default().generate_tokens(&document.unwrap()).unwrap().to_string()
}

fn main() {
    println!("the same code: {}", generated(true) == generated(false));
    // What that code calls.
    let ids = vec!["a", "b"];
    let query = progenitor_client::QueryParam::new("ids", &ids);
    let request = reqwest::Client::new().get("http://localhost/").query(&query).build().unwrap();
    println!("it sends: {}", request.url().query().unwrap());
}
RUST
cargo run --quiet | tee seen
diff seen - <<'SEEN'
the same code: true
it sends: ids=a&ids=b
SEEN
