//! The pages that `bump` accepts, what it writes, and the input that it rejects.

use std::collections::BTreeSet;

use crate::support::{self, DOCUMENT, OVERLAY, Repository, TEXT, changed, page};

#[test]
fn a_dry_run_reports_the_same_and_writes_nothing() {
    let repository = Repository::new();
    let before = repository.files();
    let bumped = page(&changed(TEXT, support::TO_4_1_0));
    let dry = repository.heygen_with(&["bump", "-", "--dry-run"], &bumped);
    assert_eq!(repository.files(), before);
    let wet = repository.heygen_with(&["bump", "-"], &bumped);
    assert_ne!(repository.files(), before);
    assert_eq!((dry.code, dry.out), (wet.code, wet.out));
}

#[test]
fn abbreviated_examples_in_other_fences_are_ignored() {
    let repository = Repository::new();
    for example in ["{ \"image_keys\": [...] }", "{ \"openapi\": \"3.1.0\", \"paths\": {} }"] {
        let text = format!("# A page\n\n```json\n{example}\n```\n\n{}\n", page(TEXT));
        let output = repository.heygen_with(&["bump", "-"], &text);
        assert!(output.code == 0 && output.out.contains("HeyGen changed nothing"), "{}", output.all());
    }
}

#[test]
fn the_url_can_be_corrected_for_an_unchanged_document() {
    let repository = Repository::new();
    let output = repository.heygen_with(&["bump", "-", "--from", "https://example.com/a"], TEXT);
    assert_eq!(output.code, 0, "{}", output.all());
    let readme = repository.read("README.md");
    assert!(readme.contains("| <https://example.com/a> | 4.0.8 | 2026-11-23 |"), "{readme}");
    assert_eq!(repository.read(DOCUMENT), TEXT);
    assert_eq!(std::fs::read_to_string(repository.path().join("Cargo.toml")).unwrap(), support::MANIFEST);
}

#[test]
fn invalid_input_is_rejected_and_openapi_is_left_unchanged() {
    let repository = Repository::new();
    let before = repository.files();
    for (input, part) in [
        ("", "the input is empty"),
        ("  \n", "the input is empty"),
        ("<!doctype html><html><body>403</body></html>", "this is an HTML page: add `.md` to its URL"),
        ("<!DOCTYPE html>\n<pre>\n```json\n{}\n```\n</pre>\n", "this is an HTML page"),
        ("# A page\n\nwith prose alone\n", "no OpenAPI document found"),
        ("# A page\n\n```python\nprint()\n```\n", "no code fence of this page"),
        ("```json\n{\"openapi\":\n```\n", "invalid JSON: EOF while parsing a value at line 3 column 0"),
        ("{\"openapi\": \"3.1.0\",", "invalid JSON"),
        ("{\"swagger\": \"2.0\", \"paths\": {\"/a\": {}}}", "Swagger \"2.0\" is not supported"),
        ("{\"openapi\": \"4.0.0\", \"paths\": {\"/a\": {}}}", "OpenAPI \"4.0.0\" is not supported"),
        ("{\"openapi\": \"3.1.0\", \"info\": {}}", "no `paths`"),
        ("[1, 2]", "not an OpenAPI document"),
        (&format!("{}\n\n{}", page(TEXT), page(TEXT).replace("```json", "\n```json")), "2 code fences of this page"),
    ] {
        let output = repository.heygen_with(&["bump", "-"], input);
        assert_eq!(output.code, 1, "{input}\n{}", output.all());
        assert!(output.errors.contains(part), "{part:?} is not in:\n{}", output.errors);
        assert!(output.out.is_empty(), "{}", output.out);
        assert_eq!(repository.files(), before, "{input}");
    }
    let taken = repository.heygen_with(&["bump", "-", "--slug", "other"], TEXT);
    let message = "POST /v2/photo_avatar/avatar_group/add is already in openapi/add-looks-to-photo-avatar-group.json";
    assert!(taken.code == 1 && taken.errors.contains(message), "{}", taken.all());
    for arguments in [&["bump", "nowhere.md"][..], &["bump", "-", "--slug", "../x"], &["vendor", "-"]] {
        let output = repository.heygen_with(arguments, TEXT);
        assert_eq!(output.code, 1, "{arguments:?}\n{}", output.all());
        assert_eq!(repository.files(), before);
    }
}

#[test]
fn a_failed_bump_leaves_openapi_unchanged() {
    let bumped = page(&changed(TEXT, support::TO_4_1_0));
    // The missing table is noticed after the document was read.
    let repository = Repository::new();
    repository.write("README.md", "# No table\n");
    let before = repository.files();
    let output = repository.heygen_with(&["bump", "-"], &bumped);
    assert_eq!(output.code, 1);
    assert!(output.errors.contains("no table"), "{}", output.all());
    assert_eq!(repository.files(), before);
    // A file to be written is a directory.
    let repository = Repository::new();
    std::fs::create_dir_all(repository.openapi().join("list-voices.json/x")).unwrap();
    let entries = || std::fs::read_dir(repository.openapi()).unwrap();
    let names = || entries().map(|entry| entry.unwrap().file_name()).collect::<BTreeSet<_>>();
    let before = names();
    let document = "openapi: 3.1.0\ninfo: { title: t, version: '1' }\nservers: [{ url: https://api.heygen.com }]\n\
        paths: { /v3/voices: { get: { operationId: listVoices, responses: { '200': { description: ok } } } } }\n";
    let output = repository.heygen_with(&["bump", "-"], document);
    assert_eq!(output.code, 1, "{}", output.all());
    assert_eq!(names(), before, "no file was added, and no temporary file is left");
    assert_eq!(repository.read(OVERLAY), support::OVERLAY_TEXT);
}
