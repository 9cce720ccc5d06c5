//! Whether the client compiles, and the lines where it does not.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::openapi::manifest;

const NATIVE_TLS: &str = "native-tls";

/// An error or warning of the compiler.
pub struct Problem {
    /// `src/looks.rs:12`
    pub place: String,
    pub message: String,
}

/// Checks the client as `cargo build` builds it, and with the combinations of features that differ. Where the code generator stops,
/// src/generated.rs is checked alone.
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
    let mut found: Vec<Problem> = Vec::new();
    for features in combinations {
        for problem in check(root, features)? {
            // A line is named once, whatever else is wrong with it.
            if !found.iter().any(|known| known.place == problem.place) {
                found.push(problem);
            }
        }
    }
    Ok(found)
}

/// The system's TLS is OpenSSL on Unix, with its headers.
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
        .context("cargo cannot be run")?;
    let messages = String::from_utf8_lossy(&output.stdout);
    let found: Vec<Problem> = messages.lines().filter_map(problem).collect();
    if !output.status.success() && found.is_empty() {
        bail!("cargo check --features {features}: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(found)
}

/// The problem that a message of Cargo's reports.
fn problem(line: &str) -> Option<Problem> {
    let message = serde_json::from_str::<Value>(line).ok()?;
    let message = message.get("message")?;
    if !matches!(message["level"].as_str()?, "error" | "warning") {
        return None;
    }
    let spans = message["spans"].as_array()?;
    // A place in src/ says what to edit; one in generated code does not.
    let by_hand = |span: &&Value| span["file_name"].as_str().is_some_and(|file| !file.ends_with("generated.rs"));
    let primary = spans.iter().find(|span| span["is_primary"] == true);
    let span = primary.filter(by_hand).or_else(|| spans.iter().find(by_hand)).or(primary)?;
    let place = format!("{}:{}", span["file_name"].as_str()?, span["line_start"]);
    Some(Problem { place, message: message["message"].as_str()?.to_owned() })
}
