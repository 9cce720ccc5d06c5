//! What is generated, and the way from a build script: [`build`](crate::build).

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use crate::diagnostic::{Diagnostic, Result};
use crate::{Generated, Source};

/// What to generate beside the client. All of it is off by default.
///
/// ```no_run
/// fn main() -> std::process::ExitCode {
///     heygen_api_codegen::Options::new().mocks(true).build("openapi")
/// }
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    pub(crate) mocks: bool,
    pub(crate) json_schema: bool,
    pub(crate) both_directions: bool,
    pub(crate) feature_gates: bool,
}

impl Options {
    /// Only the client.
    pub fn new() -> Self {
        Self::default()
    }

    /// Generates a module `mock` with typed mocks of every operation, for `httpmock`. Types derive both `Serialize`
    /// and `Deserialize` then.
    ///
    /// They need the feature `mock` of `heygen-api` in every build, not only as a dev-dependency. To compile them for
    /// your tests alone, see [`feature_gates`](Self::feature_gates).
    pub fn mocks(mut self, mocks: bool) -> Self {
        self.mocks = mocks;
        self
    }

    /// Derives `schemars::JsonSchema` for every type. The schemas of requests work as inputs of tools: there is no `true` in
    /// place of a schema, and every object says whether it has additional properties.
    pub fn json_schema(mut self, json_schema: bool) -> Self {
        self.json_schema = json_schema;
        self
    }

    /// Derives both `Serialize` and `Deserialize` for every type. Otherwise, a type that is only sent has no
    /// `Deserialize`, and a type that is only received has no `Serialize`.
    pub fn both_directions(mut self, both_directions: bool) -> Self {
        self.both_directions = both_directions;
        self
    }

    /// Puts the mocks under the feature `mock` of your crate, and the JSON Schemas under its feature `schemars`, so that
    /// one generated file serves all features. Declare them in your `Cargo.toml`, such as `mock = ["heygen-api/mock"]`.
    pub fn feature_gates(mut self, feature_gates: bool) -> Self {
        self.feature_gates = feature_gates;
        self
    }

    /// Generates the client for one or more documents.
    ///
    /// # Errors
    /// Returns the first problem that prevents a client. It names the file and the place in it.
    pub fn generate(&self, sources: &[Source]) -> Result<Generated> {
        crate::generate_with(sources, self)
    }

    /// Generates the client for the documents of a directory, like [`build`](crate::build).
    pub fn build(&self, directory: impl AsRef<Path>) -> ExitCode {
        let directory = directory.as_ref();
        println!("cargo::rerun-if-changed=build.rs");
        println!("cargo::rerun-if-changed={}", directory.display());
        match self.write_client(directory) {
            Ok(warnings) => {
                warnings.iter().for_each(|line| println!("cargo::warning={line}"));
                ExitCode::SUCCESS
            }
            Err(message) => {
                message.lines().for_each(|line| println!("cargo::error={line}"));
                ExitCode::FAILURE
            }
        }
    }

    /// Writes the client to the directory of the build script, and returns the warnings.
    fn write_client(&self, directory: &Path) -> std::result::Result<Vec<String>, String> {
        let sources = Source::read_dir(directory).map_err(|error| {
            format!("{}: {error}\n  help: `build` takes the directory of your OpenAPI documents", directory.display())
        })?;
        if sources.is_empty() {
            let help = "put an OpenAPI 3.1 document into it, as JSON";
            return Err(format!("{}: there is no document (`*.json`)\n  help: {help}", directory.display()));
        }
        let generated = self.generate(&sources).map_err(|error: Diagnostic| error.to_string())?;
        let out = env::var_os("OUT_DIR").ok_or("OUT_DIR is not set\n  help: call `build` in a build script")?;
        let file = Path::new(&out).join(file_name(directory));
        fs::write(&file, &generated.rust).map_err(|error| format!("{}: {error}", file.display()))?;
        // `include_client!` reads it.
        println!("cargo::rustc-env=HEYGEN_API_CLIENT_{}={}", directory.display(), file.display());
        Ok(generated.summary())
    }
}

/// The name of the file with the client of a directory: `heygen-openapi.rs`.
fn file_name(directory: &Path) -> String {
    let directory = directory.to_string_lossy();
    format!("heygen-{}.rs", directory.replace(|c: char| !c.is_ascii_alphanumeric(), "_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_directories_have_two_files() {
        assert_eq!(file_name("openapi".as_ref()), "heygen-openapi.rs");
        assert_eq!(file_name("openapi/v3".as_ref()), "heygen-openapi_v3.rs");
    }

    #[test]
    fn what_is_not_a_directory_of_documents_is_an_error_that_names_it() {
        let directory = env::temp_dir().join(format!("heygen-api-codegen-{}", std::process::id()));
        let error = |text: &str| {
            let error = Options::new().write_client(&directory).unwrap_err();
            let file = if text.is_empty() { directory.clone() } else { directory.join("a.json") };
            assert!(error.contains(&file.display().to_string()) && error.contains("help: "), "{error}");
            error
        };
        error("");
        fs::create_dir_all(&directory).unwrap();
        assert!(error("").contains("there is no document"));
        for (text, message) in [
            ("{ not json", "not JSON"),
            ("[]", "not a JSON object"),
            (r#"{ "swagger": "2.0", "paths": {} }"#, "Swagger \"2.0\" is not supported"),
            (r#"{ "openapi": "3.0.3", "paths": {} }"#, "OpenAPI \"3.0.3\" is not supported, only 3.1"),
        ] {
            fs::write(directory.join("a.json"), text).unwrap();
            assert!(error(text).contains(message), "{text}");
        }
        fs::remove_dir_all(&directory).unwrap();
    }
}
