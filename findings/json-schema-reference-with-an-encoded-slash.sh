#!/usr/bin/env bash
# A `$ref` whose JSON Pointer has percent-encoded slashes, as RFC 6901 allows in a URI fragment, is taken for the name of an anchor.
#
# jsonschema 0.61.2 decodes `%24` in `#/%24defs/Look`, but `#%2F$defs%2FLook` is an error: "Anchor '%2F$defs%2FLook' does not exist".
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "references"
edition = "2024"
[dependencies]
jsonschema = { version = "=0.61.2", default-features = false }
serde_json = "1"
[workspace]
TOML
cat >src/main.rs <<'RUST'
use serde_json::json;

fn main() {
    for reference in ["#/$defs/Look", "#/%24defs/Look", "#%2F$defs%2FLook"] {
        let schema = json!({ "$ref": reference, "$defs": { "Look": { "type": "string" } } });
        match jsonschema::validator_for(&schema) {
            Ok(validator) => println!("{reference}: {}", validator.is_valid(&json!("look"))),
            Err(error) => println!("{reference}: {error}"),
        }
    }
}
RUST
cargo run --quiet | tee seen
diff seen - <<'SEEN'
#/$defs/Look: true
#/%24defs/Look: true
#%2F$defs%2FLook: Anchor '%2F$defs%2FLook' does not exist
SEEN
