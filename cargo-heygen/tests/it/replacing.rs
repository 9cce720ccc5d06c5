//! Which document a bumped page replaces, and that nothing is lost or added unnoticed.

use serde_json::{Value, json};

use crate::support::{self, DOCUMENT, Repository, TEXT, changed, page};

/// A document with these paths, each with a `GET`.
fn document(paths: &[&str]) -> Value {
    let get = json!({ "get": { "responses": { "200": { "description": "ok", "content": { "application/json": {
        "schema": { "type": "object", "properties": { "data": { "type": "string" } } }
    } } } } } });
    let paths: serde_json::Map<String, Value> = paths.iter().map(|path| ((*path).to_owned(), get.clone())).collect();
    json!({
        "openapi": "3.1.0", "info": { "title": "heygen-api", "version": "4.0.8" }, "servers": [{ "url": "https://api.heygen.com" }],
        "paths": paths,
    })
}

fn bump(repository: &Repository, document: &Value, arguments: &[&str]) -> support::Output {
    let arguments = [&["bump", "-", "--compile=none"], arguments].concat();
    repository.heygen_with(&arguments, &page(&format!("{document:#}\n")))
}

fn names(repository: &Repository) -> Vec<String> {
    let names =
        repository.files().into_keys().filter(|name| name.ends_with(".json") && !name.ends_with(".overlay.json"));
    names.filter(|name| name != DOCUMENT).collect()
}

#[test]
fn documents_without_a_common_operation_have_names_of_their_own() {
    let repository = Repository::new();
    for path in ["/v1/folders", "/v1/brands"] {
        let output = bump(&repository, &document(&[path]), &[]);
        assert_eq!(output.code, 0, "{}", output.all());
        assert!(output.out.contains(&format!("compatible: GET {path}: operation added")), "{}", output.all());
    }
    assert_eq!(names(&repository), ["get-v1-brands.json", "get-v1-folders.json"]);
    assert!(repository.read("get-v1-folders.overlay.json").contains("\"GetV1FoldersResponse\""));
    for paths in [["/v1/a", "/v1/b"], ["/v1/c", "/v1/d"]] {
        assert_eq!(bump(&repository, &document(&paths), &[]).code, 0);
    }
    let all = ["get-v1-brands.json", "get-v1-folders.json", "heygen-api-2.json", "heygen-api.json"];
    assert_eq!(names(&repository), all);
}

#[test]
fn a_document_with_the_same_operation_or_url_is_replaced() {
    let repository = Repository::new();
    bump(&repository, &document(&["/v1/a", "/v1/b"]), &["--from", "https://example.com/a"]);
    // One operation is the same, one is gone, one is new.
    let output = bump(&repository, &document(&["/v1/b", "/v1/c"]), &[]);
    assert_eq!(names(&repository), ["heygen-api.json"]);
    assert_eq!(output.code, 2, "{}", output.all());
    let first = output.out.find("- [ ] `openapi/heygen-api.json`: GET /v1/a had a method").unwrap();
    assert!(first < output.out.find("## What changed").unwrap(), "{}", output.all());
    // No operation is the same, but the URL is.
    let output = bump(&repository, &document(&["/v1/d"]), &["--from", "https://example.com/a.md"]);
    assert!(output.code == 2 && output.out.contains("GET /v1/b had a method"), "{}", output.all());
    assert_eq!(names(&repository), ["heygen-api.json"]);
    // A page of one operation does not replace a larger document unasked.
    bump(&repository, &document(&["/v1/d", "/v1/e"]), &[]);
    let output = bump(&repository, &document(&["/v1/e"]), &[]);
    assert!(
        output.code == 1 && output.errors.contains("use --slug heygen-api to replace all of them"),
        "{}",
        output.all()
    );
    assert_eq!(bump(&repository, &document(&["/v1/e"]), &["--slug", "heygen-api"]).code, 2);
}

#[test]
fn an_operation_without_a_method_is_the_first_thing_to_do() {
    let repository = Repository::new();
    std::fs::write(repository.path().join("CHANGELOG.md"), "# Changelog\n").unwrap();
    let mut value = document(&["/user/{id}/role/{id}", "/v1/fine"]);
    let parameter = json!({ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } });
    value["paths"]["/user/{id}/role/{id}"]["get"]["parameters"] = json!([parameter]);
    let output = bump(&repository, &value, &[]);
    assert_eq!(output.code, 2, "{}", output.all());
    assert!(
        output.out.starts_with("## Decide first\n\n- [ ] `openapi/heygen-api.json`: GET /user/{id}/role/{id}"),
        "{}",
        output.all()
    );
    let changelog = std::fs::read_to_string(repository.path().join("CHANGELOG.md")).unwrap();
    for text in [&output.out, &changelog] {
        assert!(
            text.contains("GET /v1/fine: operation added") && !text.contains("role/{id}: operation added"),
            "{text}"
        );
    }
    // It is still missing if the same page is bumped again.
    let again = bump(&repository, &value, &[]);
    assert!(again.code == 2 && again.out.starts_with("## Decide first"), "{}", again.all());
}

#[test]
fn another_layout_of_the_same_document_writes_nothing() {
    let repository = Repository::new();
    let before = repository.files();
    let value: Value = serde_json::from_str(TEXT).unwrap();
    let reversed = value.as_object().unwrap().iter().rev().map(|(key, value)| (key.clone(), value.clone()));
    let reversed: Value = reversed.collect::<serde_json::Map<_, _>>().into();
    let layouts = [format!("{value}\n"), format!("{reversed:#}\n")].map(|text| page(&text));
    for text in [TEXT.to_owned(), page(TEXT), page(TEXT).replace('\n', "\r\n")].into_iter().chain(layouts) {
        let output = repository.heygen_with(&["bump", "-"], &text);
        assert!(output.code == 0 && output.out.contains("HeyGen changed nothing"), "{}", output.all());
        assert_eq!(repository.files(), before);
    }
    // What changed is stored with LF. The hash is of what was fetched.
    let text = changed(TEXT, &[("Unique identifier of the look.", "Identifier of the look.")]);
    assert_eq!(repository.heygen_with(&["bump", "-"], &page(&text).replace('\n', "\r\n")).code, 0);
    assert_eq!(repository.read(DOCUMENT), text);
    assert!(repository.read("README.md").contains("`, the file: `"), "{}", repository.read("README.md"));
}

#[test]
fn bumps_between_two_releases_raise_the_version_once() {
    let repository = Repository::new();
    let changelog = "# Changelog\n\n## 0.1.0+4.0.8 - 2026-11-23\n";
    std::fs::write(repository.path().join("CHANGELOG.md"), changelog).unwrap();
    let version = || {
        let manifest = std::fs::read_to_string(repository.path().join("Cargo.toml")).unwrap();
        manifest.lines().find_map(|line| line.strip_prefix("version = ")).unwrap().trim_matches('"').to_owned()
    };
    for (paths, expected) in [
        (&["/v1/a", "/v1/b"][..], "0.1.1+4.0.8"),
        (&["/v1/a", "/v1/b", "/v1/c"], "0.1.1+4.0.8"),
        (&["/v1/a", "/v1/b"], "0.2.0+4.0.8"),
        (&["/v1/a", "/v1/b", "/v1/d"], "0.2.0+4.0.8"),
    ] {
        bump(&repository, &document(paths), &[]);
        assert_eq!(version(), expected, "{paths:?}");
    }
}

#[test]
fn an_edited_document_is_not_overwritten() {
    let repository = Repository::new();
    repository.write(DOCUMENT, &changed(TEXT, &[("Unique identifier of the look.", "My text.")]));
    let before = repository.files();
    let output = repository.heygen_with(&["bump", "-"], &page(TEXT));
    assert!(
        output.code == 1 && output.errors.contains("was edited, as its hash is not the one in"),
        "{}",
        output.all()
    );
    assert_eq!(repository.files(), before);
}

#[test]
fn a_schema_that_another_page_shares_is_named() {
    let repository = Repository::new();
    let with = |path: &str, name: &str| {
        let mut value = document(&[path]);
        value["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"] =
            json!({ "$ref": "#/components/schemas/Folder" });
        value["components"] = json!({ "schemas": { "Folder": { "type": "object", "properties": { name: {} } } } });
        value
    };
    let item = "- [ ] `openapi/get-v1-a.json`: `Folder` is also in `openapi/get-v1-b.json`, but differs there";
    for (path, name, code) in [("/v1/a", "id", 0), ("/v1/b", "id", 0), ("/v1/a", "key", 2), ("/v1/b", "key", 0)] {
        let output = bump(&repository, &with(path, name), &[]);
        assert_eq!((output.code, output.out.contains(item)), (code, code == 2), "{path}: {}", output.all());
    }
}
