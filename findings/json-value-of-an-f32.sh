#!/usr/bin/env bash
# A Rust `f32` becomes one number as JSON text and another as a JSON value, so a value differs from the text that is sent.
#
# serde_json 1.0.150 writes 0.1_f32 as `0.1`, but `to_value` and `json!` give 0.10000000149011612. The two values are not equal, although each
# of them is equal to 0.1_f32.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "numbers"
edition = "2024"
[dependencies]
serde_json = "=1.0.150"
[workspace]
TOML
cat >src/main.rs <<'RUST'
use serde_json::{Value, from_str, to_string, to_value};

fn main() {
    let number = 0.1_f32;
    let (text, value) = (to_string(&number).unwrap(), to_value(number).unwrap());
    let read: Value = from_str(&text).unwrap();
    println!("to_string {text}, to_value {value}, equal {}", read == value);
    println!("equal to the f32: {} and {}", read == number, value == number);
}
RUST
cargo run --quiet | tee seen
diff seen - <<'SEEN'
to_string 0.1, to_value 0.10000000149011612, equal false
equal to the f32: true and true
SEEN
