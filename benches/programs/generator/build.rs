//! The minimum that a build with progenitor does.

use std::{error::Error, path::Path};

const DOCUMENT: &str = "../../../codegen/tests/snapshots/document.json";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={DOCUMENT}");
    let document = serde_json::from_str(&std::fs::read_to_string(DOCUMENT)?)?;
    let client = progenitor::Generator::default().generate_tokens(&document)?;
    std::fs::write(Path::new(&std::env::var("OUT_DIR")?).join("generated.rs"), client.to_string())?;
    Ok(())
}
