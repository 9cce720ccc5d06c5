//! A temporary repository for each test, in which it runs the command.

pub mod server;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::{Value, json};

pub const DOCUMENT: &str = "add-looks-to-photo-avatar-group.json";
pub const OVERLAY: &str = "add-looks-to-photo-avatar-group.overlay.json";
/// Version 4.0.8 of HeyGen's document, and its overlay.
pub const TEXT: &str = include_str!("../../fixtures/openapi/add-looks-to-photo-avatar-group.json");
pub const OVERLAY_TEXT: &str = include_str!("../../fixtures/openapi/add-looks-to-photo-avatar-group.overlay.json");

/// Replacements in the text of version 4.0.8: adds a response field and a required request field, removes a response field, fixes `created_at`, changes the limit, and rewords
/// a description.
pub const TO_4_1_0: &[(&str, &str)] = &[
    ("\"version\": \"4.0.8\"", "\"version\": \"4.1.0\""),
    ("\"is_motion\": {\n", "\"prompt\": { \"type\": \"string\" }, \"is_motion\": {\n"),
    (
        "                              \"background_sound_effect\": {\n                                \"type\": \"string\",\n                                \"description\": \"Background sound effect applied to the look. Returns null if none. \"\n                              },\n",
        "",
    ),
    ("\"type\": \"integer\"", "\"type\": \"number\""),
    ("A maximum of 4 images", "A maximum of 6 images"),
    ("\"generation_id\": {\n", "\"orientation\": { \"type\": \"string\" }, \"generation_id\": {\n"),
    ("                  \"image_keys\",\n", "                  \"image_keys\",\n                  \"orientation\",\n"),
    ("Unique identifier of the look.", "Identifier of the look."),
];

/// An empty client, which compiles with any features.
pub const MANIFEST: &str = "\
[package]
name = \"heygen-api\"
version = \"0.1.0+4.0.8\"

[features]
default = [\"rustls\"]
native-tls = []
rustls = []

[dependencies]

[workspace]
";

pub struct Repository {
    directory: tempfile::TempDir,
}

pub struct Output {
    pub code: i32,
    pub out: String,
    pub errors: String,
}

impl Repository {
    /// A repository with version 4.0.8 of HeyGen's document.
    pub fn new() -> Self {
        let repository = Self { directory: tempfile::tempdir().unwrap() };
        std::fs::create_dir(repository.openapi()).unwrap();
        std::fs::create_dir(repository.path().join("src")).unwrap();
        std::fs::write(repository.path().join("Cargo.toml"), MANIFEST).unwrap();
        std::fs::write(repository.path().join("src/lib.rs"), "").unwrap();
        repository.write("README.md", include_str!("../../fixtures/openapi/README.md"));
        repository.write(DOCUMENT, TEXT);
        repository.write(OVERLAY, OVERLAY_TEXT);
        static GENERATED: OnceLock<String> = OnceLock::new();
        let generated = GENERATED.get_or_init(|| {
            let output = repository.heygen(&["generate"]);
            assert_eq!(output.code, 0, "{}", output.all());
            std::fs::read_to_string(repository.path().join("src/generated.rs")).unwrap()
        });
        std::fs::write(repository.path().join("src/generated.rs"), generated).unwrap();
        repository
    }

    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    pub fn openapi(&self) -> PathBuf {
        self.path().join("openapi")
    }

    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.openapi().join(name), text).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.openapi().join(name)).unwrap()
    }

    pub fn remove(&self, name: &str) {
        std::fs::remove_file(self.openapi().join(name)).unwrap();
    }

    /// The contents of all files in openapi/.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let entries = std::fs::read_dir(self.openapi()).unwrap().map(Result::unwrap);
        entries.map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap())).collect()
    }

    pub fn heygen(&self, arguments: &[&str]) -> Output {
        self.heygen_with(arguments, "")
    }

    /// Runs the command with `input` as standard input.
    pub fn heygen_with(&self, arguments: &[&str], input: &str) -> Output {
        heygen(self.path(), arguments, input)
    }

    /// Compares openapi/ of two repositories.
    pub fn diff(&self, after: &Self, format: &str) -> Output {
        let (old, new) = (self.openapi(), after.openapi());
        self.heygen(&["diff", old.to_str().unwrap(), new.to_str().unwrap(), "--format", format])
    }
}

/// The root of this repository.
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Runs the command in a directory.
pub fn heygen(directory: &Path, arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-heygen"));
    command.args(arguments).current_dir(directory).env("CARGO_TARGET_DIR", directory.join("target"));
    run(isolate_git(&mut command), input)
}

/// Runs a command with `input` as standard input.
pub fn run(command: &mut Command, input: &str) -> Output {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A command that fails early does not read all of its input.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let [out, errors] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    Output { code: output.status.code().unwrap(), out, errors }
}

/// Hides the user's configuration of Git from a command, and a Git hook that runs the tests.
pub fn isolate_git(command: &mut Command) -> &mut Command {
    for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"] {
        command.env_remove(name);
    }
    command.env("GIT_CONFIG_GLOBAL", "").env("GIT_CONFIG_NOSYSTEM", "1")
}

/// Runs Git and returns what it prints, or `None` if it is not installed.
pub fn git(directory: &Path, arguments: &[&str]) -> Option<String> {
    let mut command = Command::new("git");
    command.current_dir(directory).args(["-c", "user.name=n", "-c", "user.email=e@example.com"]).args(arguments);
    let Ok(output) = isolate_git(&mut command).output() else {
        eprintln!("skipped: git is not installed");
        return None;
    };
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

impl Output {
    pub fn all(&self) -> String {
        format!("exit code {}\n\n{}{}", self.code, self.out, self.errors)
    }
}

/// Replaces parts of a text, each of which must be in it.
pub fn changed(text: &str, replacements: &[(&str, &str)]) -> String {
    replacements.iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from:?} is not in the text");
        text.replacen(from, to, 1)
    })
}

/// A document with these paths and shared schemas.
pub fn with_paths(paths: Value, schemas: Value) -> String {
    json!({
        "openapi": "3.1.0", "info": { "title": "t", "version": "1" }, "servers": [{ "url": "https://example.com" }],
        "paths": paths, "components": { "schemas": schemas },
    })
    .to_string()
}

/// A page like those of HeyGen's v2 reference.
pub fn page(document: &str) -> String {
    format!("# Title\n\nProse with `code`.\n\n```\nno document\n```\n\n# OpenAPI definition\n\n```json\n{document}```")
}

pub fn snapshot(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots").join(name);
    expectorate::assert_contents(path, text);
}
