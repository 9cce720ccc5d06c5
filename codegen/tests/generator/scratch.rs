//! A scratch copy of the client crate.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use heygen_api_codegen::Source;

/// A scratch copy of the client crate, which generates and compiles the documents of a test.
pub struct Scratch {
    root: PathBuf,
}

impl Scratch {
    /// The client crate without its documents, as a workspace of its own.
    pub fn new(name: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&root);
        let scratch = Self { root };
        let house = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        for part in ["build.rs", "Cargo.lock", "README.md", "src"] {
            copy(&house.join(part), &scratch.root.join(part));
        }
        scratch.write("Cargo.toml", &manifest(&fs::read_to_string(house.join("Cargo.toml")).unwrap()));
        scratch
    }

    /// Writes documents and overlays where the build script reads them.
    pub fn write_sources(&self, sources: &[Source]) {
        for source in sources {
            self.write(&source.file, &source.text);
            if let Some((file, text)) = &source.overlay {
                self.write(file, text);
            }
        }
    }

    pub fn write(&self, file: &str, text: &str) {
        let path = self.root.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn cargo(&self, command: &[&str]) {
        let output = Command::new(env!("CARGO"))
            .args(command)
            .args(["--offline", "--features", "mock,multipart,schemars"])
            .current_dir(&self.root)
            // The workspace's own target directory: the dependencies are built already.
            .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap())
            .output()
            .unwrap();
        let (report, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(
            output.status.success() && !errors.contains("(lib) generated"),
            "cargo {command:?}:\n{report}\n{errors}"
        );
    }
}

/// The client's manifest with what the scratch copy needs: no benches, fewer dev-dependencies.
fn manifest(client: &str) -> String {
    let table = |name: &str| {
        let (_, rest) = client.split_once(&format!("[{name}]\n")).unwrap();
        format!("[{name}]\n{}\n", rest.split("\n[").next().unwrap())
    };
    let codegen = format!("path = {:?}", env!("CARGO_MANIFEST_DIR"));
    [
        "[package]\nname = \"heygen-api-scratch\"\nedition.workspace = true\n\n[lib]\nname = \"heygen_api\"\n\n[workspace]\n\n",
        &table("workspace.package"),
        &table("workspace.dependencies").replace("path = \"codegen\"", &codegen),
        &table("features"),
        &table("dependencies"),
        &table("build-dependencies"),
        &table("lints.rust"),
        "[dev-dependencies]\nhttpmock.workspace = true\ntokio = { workspace = true, features = [\"full\"] }\n",
    ]
    .concat()
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from, to).unwrap();
    }
}
