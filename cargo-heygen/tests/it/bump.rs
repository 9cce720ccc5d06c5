//! Changes that HeyGen could publish, each in a clean copy of this repository. After one command, no manual edit is needed, or the
//! report names the lines to edit. The changes that add something are compiled and tested together, and so are those that break.
//!
//! The pages are made from the current document in openapi/, so that a bump does not change this test.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{env, fs};

use regex::Regex;
use serde_json::{Value, json};

use crate::support::{self, DOCUMENT, Output, page};

type Edit = fn(&mut Document);

/// Changes after which nothing is left to do.
const ADDITIONS: &[(&str, Edit)] = &[
    ("a reworded description", |document| document.look("id")["description"] = json!("The look's identifier.")),
    ("a higher limit", |document| document.limit(|limit| limit + 2)),
    ("an optional response field", |document| {
        *document.look("prompt_text") = json!({ "type": "string", "description": "The prompt of the look." });
        document.examples(|look| look["prompt_text"] = json!("a cat"));
    }),
    ("a type that HeyGen corrects", |document| document.look("created_at")["type"] = json!("number")),
    ("an optional request field", add_request_field),
    ("another example", |document| {
        document.examples(|look| {
            look["name"] = json!("Another name");
            look["created_at"] = json!(1_760_423_811);
            look["image_url"] = Value::Null;
        });
    }),
    ("an enum with values", add_enum),
];

/// Other documents for the same client.
const MORE_PAGES: &[(&str, &str)] = &[
    ("an operation of v2", include_str!("../fixtures/video-status.json")),
    ("an operation of v3 with a union", include_str!("../fixtures/create-avatar.md")),
    ("a list of v3", include_str!("../fixtures/list-looks.md")),
];

/// Changes that need an edit or a decision, with a part of each line or origin that the checklist names.
const BREAKS: &[(&str, &[&str], Edit)] = &[
    ("a new required request field", &[], require_request_field),
    ("a corrected response field is removed", &["created_at"], |document| {
        document.looks()["properties"].as_object_mut().unwrap().remove("created_at");
        document.examples(|look| drop(look.as_object_mut().unwrap().remove("created_at")));
    }),
    ("a lower limit", &[], lower_limit),
    ("another server", &["https://api.example.com"], |document| {
        document.value["servers"][0]["url"] = json!("https://api.example.com");
    }),
    ("operationId renamed", &["operationId"], |document| document.operation()["operationId"] = json!("add-some-looks")),
];

/// Compiles the tests of the client with the features that the root's `cargo test` has, so that nothing else is built for it.
const COMPILE_TESTS: &str = "test --no-run --tests";

#[test]
fn a_bump_that_adds_something_needs_no_manual_edit() {
    let copy = Copy::new();
    for (name, page) in MORE_PAGES {
        copy.bump(name, &[], &[page], "none");
    }
    for (name, edit) in ADDITIONS {
        copy.bump(name, &[*edit], &[], "none");
    }
    // The last addition was an enum.
    copy.bump_again("another value of an enum", &[copy.page(&[add_enum_value])], "none");
    let edits: Vec<Edit> = ADDITIONS.iter().map(|(_, edit)| *edit).collect();
    let pages: Vec<&str> = MORE_PAGES.iter().map(|(_, page)| *page).collect();
    copy.bump("everything", &edits, &pages, COMPILE_TESTS);
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let arguments = ["test", "--quiet", "--no-fail-fast", "--tests"];
    let output = support::run(copy.command(&cargo).env_remove("PROPTEST_CASES").args(arguments), "");
    assert_eq!(output.code, 0, "{}", output.all());
}

#[test]
fn the_checklist_names_the_lines_to_edit() {
    let copy = Copy::new();
    for (name, parts, edit) in BREAKS {
        copy.restore();
        let output = copy.heygen(&["bump", "-", "--compile=none"], &copy.page(&[*edit]));
        let expected = if parts.is_empty() { 0 } else { 2 };
        assert_eq!(output.code, expected, "{name}: {}", output.all());
        copy.assert_named_lines(name, &output, parts);
    }
    copy.restore();
    let all: Vec<Edit> = vec![require_request_field, lower_limit];
    let output = copy.heygen(&["bump", "-", "--compile", "test --no-run --lib"], &copy.page(&all));
    assert_eq!(output.code, 0, "no line of src/ is affected: {}", output.all());
    assert!(output.out.contains("The client compiles"), "{}", output.all());
}

fn lower_limit(document: &mut Document) {
    document.limit(|limit| limit.div_ceil(2));
}

fn add_request_field(document: &mut Document) {
    document.request()["properties"]["orientation"] =
        json!({ "type": "string", "description": "The orientation of the look." });
}

fn require_request_field(document: &mut Document) {
    add_request_field(document);
    document.request()["required"].as_array_mut().unwrap().push(json!("orientation"));
}

fn add_enum(document: &mut Document) {
    document.look("business_type")["enum"] = json!(["generated", "uploaded"]);
}

fn add_enum_value(document: &mut Document) {
    document.look("business_type")["enum"] = json!(["generated", "uploaded", "licensed"]);
}

/// The document with the operation that src/ calls, and a new version.
struct Document {
    value: Value,
    path: String,
}

impl Document {
    fn read(openapi: &Path) -> Self {
        let mut value: Value = serde_json::from_str(&fs::read_to_string(openapi.join(DOCUMENT)).unwrap()).unwrap();
        value["info"]["version"] = json!("999.0.0");
        let path = value["paths"].as_object().unwrap().keys().next().unwrap().clone();
        Self { value, path }
    }

    fn operation(&mut self) -> &mut Value {
        &mut self.value["paths"][&self.path]["post"]
    }

    fn request(&mut self) -> &mut Value {
        &mut self.operation()["requestBody"]["content"]["application/json"]["schema"]
    }

    fn response(&mut self) -> &mut Value {
        &mut self.operation()["responses"]["200"]["content"]["application/json"]
    }

    /// The schema of a look.
    fn looks(&mut self) -> &mut Value {
        &mut self.response()["schema"]["properties"]["data"]["properties"]["photo_avatar_list"]["items"]
    }

    /// The schema of a field of a look.
    fn look(&mut self, field: &str) -> &mut Value {
        &mut self.looks()["properties"][field]
    }

    /// Changes every look in the examples.
    fn examples(&mut self, change: fn(&mut Value)) {
        for example in self.response()["examples"].as_object_mut().unwrap().values_mut() {
            example["value"]["data"]["photo_avatar_list"].as_array_mut().unwrap().iter_mut().for_each(change);
        }
    }

    /// Changes the limit in the description of `image_keys`.
    fn limit(&mut self, change: fn(u64) -> u64) {
        let description = &mut self.request()["properties"]["image_keys"]["description"];
        let text = description.as_str().unwrap().to_owned();
        let sentence = Regex::new(r"maximum of (\d+)").unwrap();
        let limit = sentence.captures(&text).unwrap()[1].parse().unwrap();
        *description = json!(sentence.replace(&text, format!("maximum of {}", change(limit))));
    }
}

/// A copy of the files in this repository that the client is built from.
struct Copy {
    root: PathBuf,
    files: BTreeMap<PathBuf, Vec<u8>>,
    _turn: MutexGuard<'static, ()>,
}

impl Copy {
    fn new() -> Self {
        let mut files = BTreeMap::new();
        read_files(&support::workspace(), Path::new(""), &mut files);
        // The tests of the other crates are not run. Their manifests stay, because they decide which features dependencies have.
        files.retain(|name, _| !name.starts_with("cargo-heygen") || name.ends_with("Cargo.toml"));
        files.insert("cargo-heygen/src/main.rs".into(), "fn main() {}".into());
        let clients = Path::new("codegen/tests/clients");
        files.retain(|name, _| !name.starts_with("codegen/tests") || *name == clients.join("Cargo.toml"));
        files.insert(clients.join("build/main.rs"), "fn main() {}".into());
        files.insert(clients.join("src/lib.rs"), Vec::new());
        // The tests of this file take turns with one copy, so that unchanged crates are compiled once.
        static TURN: Mutex<()> = Mutex::new(());
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bump");
        fs::create_dir_all(&root).unwrap();
        Self { root, files, _turn: turn }
    }

    /// Makes the copy equal to this repository. Unchanged files keep their modification time, so that Cargo does not rebuild them.
    fn restore(&self) {
        self.remove_other_files(Path::new(""));
        for (name, bytes) in &self.files {
            let path = self.root.join(name);
            if fs::read(&path).ok().as_ref() != Some(bytes) {
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, bytes).unwrap();
            }
        }
    }

    /// Removes the files below a directory of the copy that this repository does not have.
    fn remove_other_files(&self, directory: &Path) {
        for entry in fs::read_dir(self.root.join(directory)).unwrap().map(Result::unwrap) {
            let name = directory.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                self.remove_other_files(&name);
            } else if !self.files.contains_key(&name) {
                fs::remove_file(entry.path()).unwrap();
            }
        }
    }

    fn page(&self, edits: &[Edit]) -> String {
        let mut document = Document::read(&self.root.join("openapi"));
        edits.iter().for_each(|edit| edit(&mut document));
        page(&format!("{:#}\n", document.value))
    }

    fn heygen(&self, arguments: &[&str], input: &str) -> Output {
        support::run(self.command(env!("CARGO_BIN_EXE_cargo-heygen")).args(arguments), input)
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        command.current_dir(&self.root).env("CARGO_TARGET_DIR", target).env("CARGO_INCREMENTAL", "0");
        command
    }

    /// Bumps the document with these changes in a clean copy, and adds more pages.
    fn bump(&self, name: &str, edits: &[Edit], more: &[&str], compile: &str) {
        self.restore();
        let more = more.iter().map(|page| page.replace("/v1/", "/v2/"));
        self.bump_again(name, &[self.page(edits)].into_iter().chain(more).collect::<Vec<_>>(), compile);
    }

    /// Runs the one command, with a checklist that has to be empty.
    fn bump_again(&self, name: &str, pages: &[String], compile: &str) {
        let directory = tempfile::tempdir().unwrap();
        let paths = pages.iter().enumerate().map(|(index, page)| {
            let path = directory.path().join(format!("{index}.md"));
            fs::write(&path, page).unwrap();
            path.to_str().unwrap().to_owned()
        });
        let paths: Vec<String> = paths.collect();
        let arguments = ["bump", "--compile", compile].into_iter().chain(paths.iter().map(String::as_str));
        for arguments in [&arguments.collect::<Vec<_>>()[..], &["check"]] {
            let output = self.heygen(arguments, "");
            assert_eq!(output.code, 0, "{name}: {}", output.all());
        }
    }

    /// The checklist names up to three lines, each with one of these parts, and each part is on one of them.
    fn assert_named_lines(&self, row: &str, output: &Output, parts: &[&str]) {
        let items = output.out.lines().filter_map(|line| line.strip_prefix("- [ ] "));
        let lines: Vec<String> = items
            .map(|item| {
                let place = item.strip_prefix('`').unwrap().split_once('`').unwrap().0;
                let Some((file, line)) = place.rsplit_once(':') else { return item.to_owned() };
                let text = fs::read_to_string(self.root.join(file)).unwrap();
                text.lines().nth(line.parse::<usize>().unwrap() - 1).unwrap().trim().to_owned()
            })
            .collect();
        let named = |part: &&str| lines.iter().any(|line| line.contains(part));
        let expected = |line: &String| parts.iter().any(|part| line.contains(part));
        let fits = lines.len() <= 3 && lines.iter().all(expected) && parts.iter().all(named);
        assert!(fits, "{row}: {lines:?}\n{}", output.all());
    }
}

/// Reads the files below a directory, without build output.
fn read_files(here: &Path, directory: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(here.join(directory)).unwrap().map(Result::unwrap) {
        let name = directory.join(entry.file_name());
        if entry.path().is_dir() {
            if !matches!(entry.file_name().to_str(), Some("target" | ".git" | "fuzz" | "programs")) {
                read_files(here, &name, files);
            }
        } else {
            files.insert(name, fs::read(entry.path()).unwrap());
        }
    }
}
