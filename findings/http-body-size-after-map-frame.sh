#!/usr/bin/env bash
# A body of known size loses its size when its frames are mapped, even if each frame stays the same.
#
# http-body-util 0.1.4: after `map_frame`, `size_hint` gives no exact size. `map_err` keeps the size.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "bodies"
edition = "2024"
[dependencies]
bytes = "1"
http-body = "=1.0.1"
http-body-util = "=0.1.4"
[workspace]
TOML
cat >src/main.rs <<'RUST'
use http_body::Body;
use http_body_util::{BodyExt, Full};

fn main() {
    let body = || Full::new(bytes::Bytes::from_static(b"image"));
    println!("body: {:?}", body().size_hint().exact());
    println!("map_err: {:?}", body().map_err(|error| error).size_hint().exact());
    println!("map_frame: {:?}", body().map_frame(|frame| frame).size_hint().exact());
}
RUST
cargo run --quiet | tee seen
diff seen - <<'SEEN'
body: Some(5)
map_err: Some(5)
map_frame: None
SEEN
