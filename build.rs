//! Generates the client from HeyGen's documents. If the feature `codegen` is off, src/generated.rs is compiled instead.

fn main() -> std::process::ExitCode {
    println!("cargo::rerun-if-changed=build.rs");
    #[cfg(feature = "codegen")]
    if let Err(message) = generate() {
        message.lines().for_each(|line| println!("cargo::error={line}"));
        return std::process::ExitCode::FAILURE;
    }
    std::process::ExitCode::SUCCESS
}

#[cfg(feature = "codegen")]
fn generate() -> Result<(), String> {
    println!("cargo::rerun-if-changed=openapi");
    let sources =
        heygen_api_codegen::Source::read_dir("openapi".as_ref()).map_err(|error| format!("openapi/: {error}"))?;
    let generated = heygen_api_codegen::generate(&sources).map_err(|error| error.to_string())?;
    generated.summary().iter().for_each(|line| println!("cargo::warning={line}"));
    let out = std::env::var("OUT_DIR").map_err(|error| format!("OUT_DIR: {error}"))?;
    std::fs::write(format!("{out}/generated.rs"), generated.rust)
        .map_err(|error| format!("{out}/generated.rs: {error}"))
}
