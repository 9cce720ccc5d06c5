#!/usr/bin/env bash
# A name in `required` that has no property becomes a field of its own. If it is a spelling of a property, the struct has one name twice.
#
# typify 0.8.0 makes of the property `client_id` and `required: [clientId]` two fields `client_id`, one for each spelling, and reports no error.
# Only the compiler of the generated code does.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "names"
edition = "2024"
[dependencies]
schemars = "0.8"
serde_json = "1"
typify = { version = "=0.8.0", default-features = false }
[workspace]
TOML
cat >src/main.rs <<'RUST'
use typify::{TypeSpace, TypeSpaceSettings};

fn main() {
    for required in ["note", "clientId"] {
        let schema = serde_json::json!({
            "title": "Look",
            "type": "object",
            "properties": { "client_id": { "type": "string" } },
            "required": [required],
        });
        let mut types = TypeSpace::new(&TypeSpaceSettings::default());
        types.add_root_schema(serde_json::from_value(schema).unwrap()).unwrap();
        let code = types.to_stream().to_string();
        let fields = code.split("pub struct Look").nth(1).unwrap().split('}').next().unwrap();
        let names = fields.split("pub ").skip(1).map(|field| field.split_whitespace().next().unwrap());
        println!("{required}: {}", names.collect::<Vec<_>>().join(" "));
    }
}
RUST
cargo run --quiet | tee seen
diff seen - <<'SEEN'
note: client_id note
clientId: client_id client_id
SEEN
