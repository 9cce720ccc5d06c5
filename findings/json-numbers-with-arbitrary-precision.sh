#!/usr/bin/env bash
# A feature of serde_json, which any crate of a build can enable, makes types that serde buffers reject every number with a fraction.
#
# With serde_json 1.0.154 and `arbitrary_precision`, an untagged enum and a flattened map reject 1.5 in a text, but not 7. In a `Value`, they
# accept 1.5, but not 1.50, which is not how Rust writes it. A `Number`, and a `Value` of what is buffered, accept all of them.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "finding"
version = "0.0.0"
edition = "2024"
[features]
other_crate = ["serde_json/arbitrary_precision"]
[workspace]
[dependencies]
serde = { version = "=1.0.229", features = ["derive"] }
serde_json = "=1.0.154"
TOML
cat >src/main.rs <<'RUST'
use serde::{Deserialize, Deserializer, de::Error};
use serde_json::{Number, Value};

#[allow(dead_code)]
#[derive(Deserialize)]
#[serde(untagged)]
enum Union { Number(f64), Text(String) }

#[allow(dead_code)]
#[derive(Deserialize)]
struct Flat { #[serde(flatten)] rest: std::collections::HashMap<String, f64> }

#[allow(dead_code)]
#[derive(Deserialize)]
#[serde(untagged)]
enum Through { #[serde(deserialize_with = "value")] Number(f64), Text(String) }

fn value<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    serde_json::from_value(Value::deserialize(from)?).map_err(D::Error::custom)
}

fn show<T>(what: &str, read: serde_json::Result<T>) {
    println!("{what}: {}", if read.is_ok() { "read" } else { "rejected" });
}

fn main() {
    for text in ["7", "1.5", "1.50"] {
        show(&format!("{text} as an untagged enum"), serde_json::from_str::<Union>(text));
        show(&format!("{text} in a flattened map"), serde_json::from_str::<Flat>(&format!(r#"{{"a":{text}}}"#)));
        let json: Value = serde_json::from_str(text).unwrap();
        show(&format!("{text} as an untagged enum, of a Value"), serde_json::from_value::<Union>(json));
        show(&format!("{text} as a Number"), serde_json::from_str::<Number>(text));
        show(&format!("{text} as an untagged enum through a Value"), serde_json::from_str::<Through>(text));
    }
}
RUST
if cargo run --quiet | grep rejected; then exit 1; fi
cargo run --quiet --features other_crate | grep rejected | tee seen
diff seen - <<'SEEN'
1.5 as an untagged enum: rejected
1.5 in a flattened map: rejected
1.50 as an untagged enum: rejected
1.50 in a flattened map: rejected
1.50 as an untagged enum, of a Value: rejected
SEEN
