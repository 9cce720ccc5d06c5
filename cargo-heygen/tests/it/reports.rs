//! The reports of `bump` and `diff`.

use crate::support::{self, DOCUMENT, Repository, TEXT, changed, page, snapshot};

#[test]
fn a_bump_reports_each_change_and_what_is_left_to_do() {
    let bumped = changed(TEXT, support::TO_4_1_0);
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
    let status = "\"type\": \"string\",\n                                \"description\": \"Processing status";
    let name = "\"description\": \"Name of the look. \"";
    for (change, code, from, to) in [
        ("documentation", 0, "URL of the look's image.", "Link to the image of the look."),
        ("field-added", 0, "\"is_motion\": {\n", "\"prompt\": { \"type\": \"string\" }, \"is_motion\": {\n"),
        ("response-nullable", 2, status, &status.replace("\"string\"", "[\"string\", \"null\"]")),
        ("request-limited", 2, name, &format!("\"maxLength\": 40, {name}")),
    ] {
        let (before, after) = (Repository::new(), Repository::new());
        after.write(DOCUMENT, &changed(TEXT, &[(from, to)]));
        let output = before.diff(&after, "markdown");
        snapshot(&format!("diff-{change}.md"), &output.all());
        assert_eq!(output.code, code, "{change}: {}", output.all());
    }
}

#[test]
fn both_formats_report_the_same_changes() {
    let (before, after) = (Repository::new(), Repository::new());
    after.write(DOCUMENT, &changed(TEXT, support::TO_4_1_0));
    let json = before.diff(&after, "json");
    let value: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let markdown = before.diff(&after, "markdown");
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
}
