#!/usr/bin/env bash
# Whether an Overlay 1.0 action may remove a member that is a string depends on the tool.
#
# roas-overlay 0.3.0 refuses the action with PrimitiveActionTarget, for 1.0 and for 1.1; bump-cli 2.11.0 and oas-patch 0.6.0 remove the member.
# So a string can be replaced by a list in no way that all tools accept: see overlay-update-of-a-string-by-a-list.sh.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund bump-cli@2.11.0
python3 -m venv python && python/bin/pip install --quiet oas-patch==0.6.0
cat >api.json <<'JSON'
{ "openapi": "3.1.0", "info": { "title": "Looks", "version": "1", "description": "gone" }, "paths": {} }
JSON
printf '{"overlay":"1.0.0","info":{"title":"t","version":"1"},"actions":[{"target":"$.info.description","remove":true}]}' >overlay.json
npx bump overlay api.json overlay.json >bump.json 2>/dev/null
python/bin/oas-patch overlay api.json overlay.json --output patch.json >/dev/null
mkdir -p roas/src
cat >roas/Cargo.toml <<'TOML'
[package]
name = "roas"
edition = "2024"
[dependencies]
enumset = "1"
roas-overlay = { version = "=0.3.0", default-features = false, features = ["v1_0"] }
serde_json = "1"
[workspace]
TOML
cat >roas/src/main.rs <<'RUST'
use roas_overlay::{apply::Apply, v1_0::Overlay};

fn main() {
    let mut api: serde_json::Value = serde_json::from_str(include_str!("../../api.json")).unwrap();
    let overlay: Overlay = serde_json::from_str(include_str!("../../overlay.json")).unwrap();
    match overlay.apply(&mut api, enumset::EnumSet::empty()) {
        Ok(_) => println!("{}", api["info"].get("description").map_or("removed", |_| "kept")),
        Err(error) => println!("{:?}", error.kind),
    }
}
RUST
{
    echo "roas-overlay: $(cargo run --quiet --manifest-path roas/Cargo.toml --target-dir target)"
    echo "bump: $(grep -c gone bump.json || true), oas-patch: $(grep -c gone patch.json || true)"
} | tee seen
diff seen - <<'SEEN'
roas-overlay: PrimitiveActionTarget
bump: 0, oas-patch: 0
SEEN
