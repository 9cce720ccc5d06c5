//! Generates the client from HeyGen's documents. If the feature `codegen` is off, src/generated.rs is compiled instead.

#[cfg(feature = "codegen")]
fn main() -> std::process::ExitCode {
    let options = heygen_api_codegen::Options::new();
    options.mocks(true).json_schema(true).both_directions(true).feature_gates(true).build("openapi")
}

#[cfg(not(feature = "codegen"))]
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
}
