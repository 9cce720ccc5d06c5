//! Compiles the client and finds the lines that fail.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::openapi::manifest;

const NATIVE_TLS: &str = "native-tls";

/// A compiler error or warning.
pub struct Problem {
    /// `src/looks.rs:12`
    pub place: String,
    pub message: String,
}

/// Checks the client with the default features and with the combinations of features that differ. If the code generator fails, only
/// src/generated.rs is checked.
pub fn errors(root: &Path, manifest: &str, generates: bool) -> Result<Vec<Problem>> {
    let native = has_native_tls();
    let all = manifest::features(manifest)
        .into_iter()
        .filter(|name| (native || *name != NATIVE_TLS) && (generates || !matches!(*name, "codegen" | "default")));
    let all = all.collect::<Vec<_>>().join(",");
    let mut combinations = vec!["rustls", &all];
    if native {
        combinations.push(NATIVE_TLS);
    }
    if generates {
        combinations.push("default");
    }
    eprintln!("Compiling the client");
    let mut found: Vec<Problem> = Vec::new();
    for features in combinations {
        for problem in check(root, features)? {
            // One problem per line is enough.
            if !found.iter().any(|known| known.place == problem.place) {
                found.push(problem);
            }
        }
    }
    Ok(found)
}

/// Whether `native-tls` can be compiled. On Unix it needs the headers of OpenSSL.
fn has_native_tls() -> bool {
    cfg!(any(windows, target_os = "macos"))
        || Command::new("pkg-config").args(["--exists", "openssl"]).status().is_ok_and(|status| status.success())
}

fn check(root: &Path, features: &str) -> Result<Vec<Problem>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .current_dir(root)
        .args(["check", "--quiet", "--package", "heygen-api", "--lib", "--message-format", "json"])
        .args(["--no-default-features", "--features", features])
        .output()
        .context("cannot run cargo")?;
    let messages = String::from_utf8_lossy(&output.stdout);
    let found: Vec<Problem> = messages.lines().filter_map(problem).collect();
    if !output.status.success() && found.is_empty() {
        bail!("cargo check --features {features}: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(found)
}

/// The problem in a JSON message from Cargo.
fn problem(line: &str) -> Option<Problem> {
    let message = serde_json::from_str::<Value>(line).ok()?;
    let message = message.get("message")?;
    if !matches!(message["level"].as_str()?, "error" | "warning") {
        return None;
    }
    let spans = message["spans"].as_array()?;
    // Prefer the hand-written line: that is the one to edit.
    let hand_written = |span: &&Value| span["file_name"].as_str().is_some_and(|file| !file.ends_with("generated.rs"));
    let primary = spans.iter().find(|span| span["is_primary"] == true);
    let span = primary.filter(hand_written).or_else(|| spans.iter().find(hand_written)).or(primary)?;
    let place = format!("{}:{}", span["file_name"].as_str()?, span["line_start"]);
    // Such as "argument #4 of type `String` is missing".
    let labels = spans.iter().filter(hand_written).filter_map(|span| span["label"].as_str());
    let message: Vec<&str> = message["message"].as_str().into_iter().chain(labels).collect();
    Some(Problem { place, message: message.join(": ") })
}
