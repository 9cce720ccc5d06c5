//! The reports of `bump` and `diff`.

use crate::support::{self, DOCUMENT, Output, Repository, TEXT, changed, page, snapshot};

#[test]
fn a_bump_reports_each_change_and_what_is_left_to_do() {
    let bumped = changed(TEXT, support::bumps::TO_4_1_0);
    let repository = Repository::new();
    let output = repository.heygen_with(&["bump", "-"], &page(&bumped));
    snapshot("bump-4.1.0.md", &output.all());
    assert_eq!(output.code, 0, "an empty client compiles with any document");
    assert_eq!(repository.read(DOCUMENT), bumped, "stored byte for byte");
    let readme = repository.read("README.md");
    let rows: Vec<&str> = readme.lines().filter(|line| line.starts_with("| `")).collect();
    let [row] = rows.as_slice() else { panic!("{rows:?}") };
    assert!(row.contains("<https://docs.heygen.com/reference/add-looks-to-photo-avatar-group> | 4.1.0 | 20"), "{row}");
}

#[test]
fn a_change_is_reported_with_its_class_and_version_step() {
    for (name, code, replacements) in support::bumps::ONE_CHANGE {
        let (before, after) = (Repository::new(), Repository::new());
        after.write(DOCUMENT, &changed(TEXT, replacements));
        let output = diff(&before, &after);
        snapshot(&format!("diff-{name}.md"), &output.all());
        assert_eq!(output.code, *code, "{name}: {}", output.all());
    }
}

#[test]
fn both_formats_report_the_same_changes() {
    let (before, after) = (Repository::new(), Repository::new());
    after.write(DOCUMENT, &changed(TEXT, support::bumps::TO_4_1_0));
    let (old, new) = (before.openapi(), after.openapi());
    let paths = [old.to_str().unwrap(), new.to_str().unwrap()];
    let json = before.heygen(&["diff", paths[0], paths[1], "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let markdown = diff(&before, &after);
    assert_eq!((json.code, markdown.code, value["step"].as_str()), (2, 2, Some("major")));
    assert_eq!(value["format"], 3);
    for change in value["changes"].as_array().unwrap() {
        let pointer = change["pointer"].as_str().unwrap();
        assert!(markdown.out.contains(pointer), "{pointer}\n{}", markdown.out);
        // Every pointer exists in the new document, or in the old one if it was removed.
        let gone = change["what"].as_str().unwrap().contains("removed");
        let text = if gone { TEXT.to_owned() } else { after.read(DOCUMENT) };
        let document: serde_json::Value = serde_json::from_str(&text).unwrap();
        let in_overlay = pointer.ends_with("/maxItems");
        assert!(in_overlay || document.pointer(pointer).is_some(), "{pointer}");
    }
    assert!(arrays_of_arrays(&value).is_empty(), "{value:#}");
}

/// Finds arrays inside arrays, which should be objects with named members.
fn arrays_of_arrays(value: &serde_json::Value) -> Vec<&serde_json::Value> {
    match value {
        serde_json::Value::Array(entries) => {
            let own = entries.iter().filter(|entry| entry.is_array());
            own.chain(entries.iter().flat_map(arrays_of_arrays)).collect()
        }
        serde_json::Value::Object(members) => members.values().flat_map(arrays_of_arrays).collect(),
        _ => Vec::new(),
    }
}

fn diff(before: &Repository, after: &Repository) -> Output {
    before.heygen(&["diff", before.openapi().to_str().unwrap(), after.openapi().to_str().unwrap()])
}
