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

/// Checks the client as `cargo build` builds it, and with the combinations of features that differ.
pub fn errors(root: &Path, manifest: &str) -> Result<Vec<Problem>> {
    let native = has_native_tls();
    let all = manifest::features(manifest).into_iter().filter(|name| native || *name != NATIVE_TLS);
    let all = all.collect::<Vec<_>>().join(",");
    let mut combinations = vec![vec!["--no-default-features", "--features", "rustls"], vec![]];
    if native {
        combinations.push(vec!["--no-default-features", "--features", NATIVE_TLS]);
    }
    combinations.push(vec!["--features", &all]);
    let mut found: Vec<Problem> = Vec::new();
    for features in combinations {
        for problem in check(root, &features)? {
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

fn check(root: &Path, features: &[&str]) -> Result<Vec<Problem>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let arguments = ["check", "--quiet", "--package", "heygen-api", "--lib", "--message-format", "json"];
    let output = Command::new(cargo).current_dir(root).args(arguments).args(features).output();
    let output = output.context("cargo cannot be run")?;
    let messages = String::from_utf8_lossy(&output.stdout);
    let found: Vec<Problem> = messages.lines().filter_map(problem).collect();
    if !output.status.success() && found.is_empty() {
        // The build script's own errors are on standard error: a correction that is open stops it.
        let errors = String::from_utf8_lossy(&output.stderr);
        if !errors.contains("build script") && !errors.contains("custom build command") {
            bail!("cargo check {}: {}", features.join(" "), errors.trim());
        }
        return Ok(Vec::new());
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
