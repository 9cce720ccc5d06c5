//! Writes the documents of tests/clients/, a crate that generates clients the way a user does. Accept a change with
//! `EXPECTORATE=overwrite`.

use serde_json::Value;

use crate::fixtures::{create_avatar, external_api, generated, quota, video_status};
use heygen_api_codegen::Source;

/// Paths that are not copied: they are skipped, or on another server.
const NOT_COPIED: &[&str] = &["/v3/elsewhere", "/v3/external", "/v3/endless"];

/// The largest fixture, with fifteen copies of its operations.
fn large_document() -> Value {
    let mut document = external_api().corrected().unwrap();
    let paths = document["paths"].as_object().unwrap().clone();
    for index in 0..15 {
        for (path, item) in paths.iter().filter(|(path, _)| !NOT_COPIED.contains(&path.as_str())) {
            document["paths"][format!("/copy{index}{path}")] = item.clone();
        }
    }
    document
}

/// The JSON of a document with a line for each path.
fn document_text(document: &Value) -> String {
    let mut text = document.to_string();
    for path in document["paths"].as_object().unwrap().keys() {
        let key = format!("{}:", Value::from(path.as_str()));
        text = text.replacen(&key, &format!("\n{key}"), 1);
    }
    text + "\n"
}

pub fn assert_document(file: &str, document: &Value) {
    expectorate::assert_contents(format!("tests/clients/{file}"), &document_text(document));
}

#[test]
fn the_documents_of_the_test_clients_are_those_of_the_fixtures() {
    assert_document("openapi/external-api.json", &large_document());
    for source in [create_avatar(), quota(), video_status()] {
        assert_document(&source.file, &source.corrected().unwrap());
    }
}

#[test]
fn generated_code_names_no_path_of_a_crate_but_those_of_replacements() {
    for directory in ["openapi", "uploads", "more/names"] {
        let path = format!("{}/tests/clients/{directory}", env!("CARGO_MANIFEST_DIR"));
        let sources = Source::read_dir(path.as_ref()).unwrap();
        assert!(!sources.is_empty(), "{directory}");
        let code = generated(&sources).rust.replace("crate :: AssetKey", "");
        assert!(!code.contains("crate ::") && !code.contains("crate::"), "{directory}");
        let outside = [":: serde", ":: reqwest", ":: regress", ":: httpmock", ":: schemars", ":: serde_json"];
        for name in outside {
            let relative = format!("runtime {name}");
            assert_eq!(code.matches(name).count(), code.matches(&relative).count(), "{directory}: {name}");
        }
    }
}
