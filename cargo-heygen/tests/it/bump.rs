//! Changes that HeyGen could publish, each in a clean copy of this repository. After one command, no manual edit is needed, or the
//! report names the lines to edit.
//!
//! The pages are made from the current document in openapi/, so that a bump does not change this test.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{env, fs, str};

use regex::Regex;
use serde_json::{Value, json};

use crate::support::{self, page};

/// The rows that run all tests of the client. The other rows compile the client and its tests.
const WITH_ALL_TESTS: &[&str] = &["e", "g", "h", "k"];

type Edit = fn(&mut Document);

/// The row, HeyGen's changes, and more pages for the same bump.
const ROWS: &[(&str, &[Edit], &[&str])] = &[
    ("a", &[reword], &[]),
    ("b, a higher limit", &[raise_limit], &[]),
    ("c", &[add_response_field], &[]),
    ("d", &[fix_created_at], &[]),
    ("e", &[raise_limit, add_response_field, fix_created_at], &[]),
    ("f", &[add_request_field], &[]),
    ("h", &[change_example], &[]),
    ("j", &[], &[include_str!("../fixtures/video-status.json")]),
    ("k", &[], &[include_str!("../fixtures/create-avatar.md"), include_str!("../fixtures/list-looks.md")]),
    ("b, a lower limit", &[lower_limit], &[]),
    ("i", &[move_server], &[]),
];

#[test]
fn a_bump_needs_no_manual_edit() {
    let copy = Copy::new();
    let mut failures = Vec::new();
    for (row, edits, more) in ROWS {
        copy.restore();
        let mut pages = vec![copy.page(edits)];
        pages.extend(more.iter().map(|page| page.replace("/v1/", "/v2/")));
        if let Err(failure) = copy.bump(&pages).and_then(|()| copy.verify(row)) {
            failures.push(format!("== row {row}\n{failure}"));
        }
    }
    // g: an existing enum gets another value.
    copy.restore();
    let both = copy.bump(&[copy.page(&[add_enum])]).and_then(|()| copy.bump(&[copy.page(&[add_enum_value])]));
    if let Err(failure) = both.and_then(|()| copy.verify("g")) {
        failures.push(format!("== row g\n{failure}"));
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn the_checklist_names_the_lines_to_edit() {
    let rows: [(&str, Edit, &[&str]); 4] = [
        ("a new required request field", require_request_field, &["Self"]),
        ("a response field that src/ uses is removed", remove_response_field, &["created_at"]),
        ("the operation moved to another path", move_operation, &["/v2/photo_avatar/looks"]),
        ("operationId renamed", rename_operation, &["operationId"]),
    ];
    let copy = Copy::new();
    for (row, edit, parts) in rows {
        copy.restore();
        let output = copy.heygen(&["bump", "-"], &copy.page(&[edit]));
        assert_eq!(output.status.code(), Some(2), "{row}: {}", text(&output));
        let lines = copy.named_lines(&String::from_utf8_lossy(&output.stdout));
        println!("{row}: {lines:?}");
        assert!((1..=3).contains(&lines.len()), "{row}: {lines:?}\n{}", text(&output));
        for line in &lines {
            assert!(parts.iter().any(|part| line.contains(part)), "{row}: {lines:?}");
        }
    }
}

fn reword(document: &mut Document) {
    document.look("id")["description"] = json!("The look's identifier.");
}

fn raise_limit(document: &mut Document) {
    document.limit(|limit| limit + 2);
}

fn lower_limit(document: &mut Document) {
    document.limit(|limit| limit.div_ceil(2));
}

fn add_response_field(document: &mut Document) {
    *document.look("prompt_text") = json!({ "type": "string", "description": "The prompt of the look." });
    document.examples(|look| look["prompt_text"] = json!("a cat"));
}

fn fix_created_at(document: &mut Document) {
    document.look("created_at")["type"] = json!("number");
}

fn add_request_field(document: &mut Document) {
    document.request()["properties"]["orientation"] =
        json!({ "type": "string", "description": "The orientation of the look." });
}

fn require_request_field(document: &mut Document) {
    add_request_field(document);
    document.request()["required"].as_array_mut().unwrap().push(json!("orientation"));
}

fn remove_response_field(document: &mut Document) {
    document.looks()["properties"].as_object_mut().unwrap().remove("created_at");
    document.examples(|look| drop(look.as_object_mut().unwrap().remove("created_at")));
}

fn add_enum(document: &mut Document) {
    document.look("business_type")["enum"] = json!(["generated", "uploaded"]);
}

fn add_enum_value(document: &mut Document) {
    document.look("business_type")["enum"] = json!(["generated", "uploaded", "licensed"]);
}

fn change_example(document: &mut Document) {
    document.examples(|look| {
        look["name"] = json!("Another name");
        look["created_at"] = json!(1_760_423_811);
        look["image_url"] = Value::Null;
    });
}

fn move_server(document: &mut Document) {
    document.value["servers"][0]["url"] = json!("https://api.example.com");
}

fn move_operation(document: &mut Document) {
    let paths = document.value["paths"].as_object_mut().unwrap();
    let item = paths.remove(&document.path).unwrap();
    paths.insert("/v2/photo_avatar/looks".to_owned(), item);
}

fn rename_operation(document: &mut Document) {
    document.operation()["operationId"] = json!("add-some-looks");
}

/// The document with the operation that src/ calls, and a new version.
struct Document {
    value: Value,
    path: String,
}

impl Document {
    fn read(openapi: &Path) -> Self {
        let files = fs::read_dir(openapi).unwrap().map(|entry| entry.unwrap().path());
        let overlays = files.filter(|file| file.to_str().unwrap().ends_with(".overlay.json"));
        let required = |file: &PathBuf| fs::read_to_string(file).unwrap().contains("x-required-by-crate");
        let overlay = overlays.into_iter().find(required).unwrap();
        let file = overlay.to_str().unwrap().replace(".overlay.json", ".json");
        let mut value: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
        let version = value["info"]["version"].as_str().unwrap().to_owned();
        let (release, patch) = version.rsplit_once('.').unwrap();
        value["info"]["version"] = json!(format!("{release}.{}", patch.parse::<u64>().unwrap() + 1));
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

/// A copy of the files in this repository that Git tracks or does not ignore.
struct Copy {
    root: PathBuf,
    files: BTreeMap<PathBuf, Vec<u8>>,
    _turn: MutexGuard<'static, ()>,
}

impl Copy {
    fn new() -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let arguments = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
        let output = Command::new("git").current_dir(here).args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", text(&output));
        let names = str::from_utf8(&output.stdout).unwrap().split('\0').filter(|name| !name.is_empty());
        let files = names.filter_map(|name| Some((name.into(), fs::read(here.join(name)).ok()?))).collect();
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
        let mut command = self.command(env!("CARGO_BIN_EXE_cargo-heygen"));
        command.arg("--root").arg(&self.root).args(arguments);
        support::run(&mut command, input)
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        command.current_dir(&self.root).env("CARGO_TARGET_DIR", target).env("CARGO_INCREMENTAL", "0");
        command
    }

    /// Runs the one command.
    fn bump(&self, pages: &[String]) -> Result<(), String> {
        let directory = tempfile::tempdir().unwrap();
        let paths = pages.iter().enumerate().map(|(index, page)| {
            let path = directory.path().join(format!("{index}.md"));
            fs::write(&path, page).unwrap();
            path.to_str().unwrap().to_owned()
        });
        let paths: Vec<String> = paths.collect();
        let arguments: Vec<&str> = ["bump"].into_iter().chain(paths.iter().map(String::as_str)).collect();
        succeeded(&self.heygen(&arguments, ""))
    }

    /// Runs what a maintainer runs after it.
    fn verify(&self, row: &str) -> Result<(), String> {
        succeeded(&self.heygen(&["check"], ""))?;
        let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        let all = WITH_ALL_TESTS.contains(&row);
        let arguments: &[&str] = if all { &["test", "--no-fail-fast"] } else { &["check", "--all-targets"] };
        println!("row {row}: cargo {}", arguments.join(" "));
        succeeded(&self.command(&cargo).args(arguments).args(["--quiet", "--package", "heygen-api"]).output().unwrap())
    }

    /// The text of the lines that the checklist of a report names.
    fn named_lines(&self, report: &str) -> Vec<String> {
        let items = report.lines().filter_map(|line| line.strip_prefix("- [ ] "));
        let named = items.map(|item| {
            let (file, line) = item.strip_prefix('`').unwrap().split_once('`').unwrap().0.rsplit_once(':').unwrap();
            let text = fs::read_to_string(self.root.join(file)).unwrap();
            text.lines().nth(line.parse::<usize>().unwrap() - 1).unwrap().trim().to_owned()
        });
        named.collect()
    }
}

fn succeeded(output: &Output) -> Result<(), String> {
    if output.status.success() { Ok(()) } else { Err(text(output)) }
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
