//! Generates the client from HeyGen's documents: read openapi/, run the pipeline of build/, write to OUT_DIR.
//!
//! The pipeline is there because progenitor reads OpenAPI 3.0 only, and gives `maxItems` no meaning. When
//! it reads 3.1, build/lower.rs goes; when typify checks arrays, `x-replace-with` and `ImageKeys` go.

#[path = "build/mod.rs"]
#[allow(dead_code, reason = "shared with the tests and xtask, which call more of it")]
mod pipeline;

use std::path::{Path, PathBuf};
use std::{env, fs, io, process::ExitCode};

use pipeline::Source;

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=openapi");
    println!("cargo::rerun-if-changed=build");
    // What panics in a dependency is caught and told as a problem of the document, without a backtrace.
    std::panic::set_hook(Box::new(|_| {}));
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            message.lines().for_each(|line| println!("cargo::error={line}"));
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let sources = sources(Path::new("openapi")).map_err(|error| format!("openapi/: cannot be read: {error}"))?;
    let output = pipeline::output(&sources).map_err(|problem| problem.to_string())?;
    for warning in &output.warnings {
        println!("cargo::warning={}", warning.one_line());
    }
    // A regex engine costs each user a build of it, and few documents need one.
    if output.rust.contains(":: regress ::") && env::var_os("CARGO_FEATURE_PATTERN").is_none() {
        return Err("openapi/: a `pattern` needs the feature `pattern`: add it to `default` in Cargo.toml".to_owned());
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set: build.rs is for Cargo to run")?);
    let file = out.join("generated.rs");
    fs::write(&file, output.rust).map_err(|error| format!("{}: cannot be written: {error}", file.display()))
}

/// Every document (SLUG.json, .yaml or .yml) with its SLUG.overlay.json, in the order of their names.
fn sources(directory: &Path) -> io::Result<Vec<Source>> {
    const OVERLAY: &str = ".overlay.json";
    let mut names = Vec::new();
    for entry in fs::read_dir(directory)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    let read = |name: &str| Ok::<_, io::Error>((format!("openapi/{name}"), fs::read_to_string(directory.join(name))?));
    let slug = |name: &str| [".json", ".yaml", ".yml"].iter().find_map(|end| name.strip_suffix(end)).map(str::to_owned);
    let documents = names.iter().filter(|name| !name.ends_with(OVERLAY)).filter_map(|name| Some((name, slug(name)?)));
    documents
        .map(|(name, slug)| {
            let (file, text) = read(name)?;
            let overlay = slug + OVERLAY;
            let overlay = if names.contains(&overlay) { Some(read(&overlay)?) } else { None };
            Ok(Source { file, text, overlay })
        })
        .collect()
}
