//! Scripted bumps of HeyGen's document, and the report for each.

#[path = "support/bumps.rs"]
mod bumps;
mod support;

use support::{DOCUMENT, Repository, TEXT, changed, page, snapshot};

#[test]
fn a_bump_to_4_1_0_names_each_change_with_its_class() {
    let bumped = changed(TEXT, bumps::TO_4_1_0);
    let page = page(&bumped);
    let repository = Repository::new();
    let text = repository.xtask_with(&["vendor", "-", "--fetched", "2027-01-01"], &page);
    snapshot("bump-4.1.0.txt", &text.all());
    let markdown = Repository::new().xtask_with(&["vendor", "-", "--format", "markdown"], &page);
    snapshot("bump-4.1.0.md", &markdown.out);
    assert_eq!((text.code, markdown.code), (2, 2));
    assert_eq!(repository.read(DOCUMENT), bumped, "byte for byte what was published");
    for part in [
        "`orientation`: new required field",
        "`data.photo_avatar_list[].background_sound_effect`: field removed",
        "`data.photo_avatar_list[].prompt`: new field",
        "`data.photo_avatar_list[].created_at`: `type`: \"integer\" → \"number\"",
        "`image_keys`: `description` states another limit",
        "`data.photo_avatar_list[].id`: `description` reworded",
        "version: major, 0.1.0+4.0.8 → 0.2.0+4.1.0",
    ] {
        assert!(text.out.contains(part), "{part}\n{}", text.out);
    }
    assert_eq!(text.out.matches("correction to review: ").count(), 2, "{}", text.out);
    assert!(text.out.contains("more: CONTRIBUTING.md, section \"overlay\""), "{}", text.out);
}

#[test]
fn one_change_is_reported_with_its_class_and_its_step() {
    for (name, code, replacements) in bumps::ONE_CHANGE {
        let (before, after) = (Repository::new(), Repository::new());
        after.write(DOCUMENT, &changed(TEXT, replacements));
        let output = diff(&before, &after);
        snapshot(&format!("bump-{name}.txt"), &output.all());
        assert_eq!(output.code, *code, "{name}: {}", output.all());
    }
}

#[test]
fn an_operation_that_is_removed_breaks_requests() {
    let (before, after) = (Repository::new(), Repository::new());
    before.write("video-status.json", include_str!("fixtures/video-status.json"));
    let output = diff(&before, &after);
    snapshot("bump-operation-removed.txt", &output.all());
    assert_eq!(output.code, 2);
    assert!(output.out.contains("operation removed") && output.out.contains("version: major"), "{}", output.all());
    assert_eq!(diff(&after, &before).code, 0, "an operation that is added breaks nothing");
}

#[test]
fn every_format_reports_the_same_changes() {
    let (before, after) = (Repository::new(), Repository::new());
    after.write(DOCUMENT, &changed(TEXT, bumps::TO_4_1_0));
    let (old, new) = (before.openapi(), after.openapi());
    let paths = [old.to_str().unwrap(), new.to_str().unwrap()];
    let json = before.xtask(&["diff", paths[0], paths[1], "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let changes = value["changes"].as_array().unwrap();
    let markdown = before.xtask(&["diff", paths[0], paths[1], "--format", "markdown"]);
    assert_eq!((json.code, markdown.code, value["step"].as_str()), (2, 2, Some("major")));
    for change in changes {
        let pointer = change["pointer"].as_str().unwrap();
        assert!(markdown.out.contains(pointer), "{pointer}\n{}", markdown.out);
        // Every pointer exists in the new document, or in the old one for what was removed.
        let gone = change["what"].as_str().unwrap().contains("removed");
        let text = if gone { TEXT.to_owned() } else { after.read(DOCUMENT) };
        let document: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert!(document.pointer(pointer).is_some(), "{pointer}");
    }
}

fn diff(before: &Repository, after: &Repository) -> support::Output {
    before.xtask(&["diff", before.openapi().to_str().unwrap(), after.openapi().to_str().unwrap()])
}
