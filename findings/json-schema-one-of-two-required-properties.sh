#!/usr/bin/env bash
# A schema that requires at least one of two properties becomes a Rust type that cannot hold both, and loses the second without an error.
#
# typify 0.8.0: an object with `anyOf: [{required: [email]}, {required: [phone]}]` becomes an untagged enum, and the variant of each branch
# lacks the property that only the other requires. A recipient with both, which is valid, is decoded, and encoded without its phone.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "recipient"
edition = "2024"
[dependencies]
serde = "1"
serde_json = "1"
typify = "=0.8.0"
[workspace]
TOML
cat >recipient.json <<'JSON'
{
  "title": "Recipient",
  "type": "object",
  "properties": { "name": { "type": "string" }, "email": { "type": "string" }, "phone": { "type": "string" } },
  "anyOf": [{ "required": ["email"] }, { "required": ["phone"] }]
}
JSON
cat >src/main.rs <<'RUST'
typify::import_types!("recipient.json");

fn main() {
    let both = r#"{"email":"a@example.com","name":"A","phone":"555-0100"}"#;
    let recipient: Recipient = serde_json::from_str(both).unwrap();
    println!("decoded: {both}");
    println!("encoded: {}", serde_json::to_string(&recipient).unwrap());
}
RUST
cargo run --quiet | tee seen
diff seen - <<'SEEN'
decoded: {"email":"a@example.com","name":"A","phone":"555-0100"}
encoded: {"email":"a@example.com","name":"A"}
SEEN
