//! `check --fix`: which corrections are updated after HeyGen changed its document, and which stay open.

use crate::support::{DOCUMENT, OVERLAY, OVERLAY_TEXT, Repository, TEXT, changed, page};

/// Replacements in HeyGen's document.
type Edits<'a> = &'a [(&'a str, &'a str)];

const OPEN: i32 = 2;
const SENTENCE: &str = "A maximum of 4 images can be added at a time.";

/// Runs `check --fix` after these changes of HeyGen's. Returns the overlay and the exit code.
fn fixed(heygen: Edits, overlay: &str) -> (String, i32) {
    let repository = Repository::new();
    repository.write(DOCUMENT, &changed(TEXT, heygen));
    repository.write(OVERLAY, overlay);
    let output = repository.heygen(&["check", "--fix"]);
    let text = repository.read(OVERLAY);
    serde_json::from_str::<serde_json::Value>(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    (text, output.code)
}

/// Asserts that `check --fix` makes these replacements in the overlay.
fn becomes(heygen: Edits, before: &[(&str, &str)]) {
    let expected = changed(OVERLAY_TEXT, before);
    assert_eq!(fixed(heygen, OVERLAY_TEXT), (expected, 0), "{heygen:?}");
}

#[test]
fn a_correction_that_heygen_made_is_deleted() {
    let action = "    {
      \"target\": \"$..photo_avatar_list.items.properties.created_at\",
      \"description\": \"The document's own example says 1760423811.58612: seconds with a fraction. Whole numbers occur too.\",
      \"x-upstream\": { \"type\": \"integer\" },
      \"update\": { \"type\": \"number\" }
    },\n";
    becomes(&[("\"type\": \"integer\"", "\"type\": \"number\"")], &[(action, "")]);
}

#[test]
fn a_part_of_a_correction_that_heygen_made_is_deleted() {
    let (text, code) = fixed(&[("\"deprecated\": false", "\"deprecated\": true")], OVERLAY_TEXT);
    assert_eq!(code, 0);
    assert!(text.contains("\"x-upstream\": { \"operationId\": \"add-looks-to-photo-avatar-group\" }"), "{text}");
    assert!(!text.contains("\"deprecated\""), "{text}");
    let nullable =
        "\"type\": [\"string\", \"null\"],\n                                \"description\": \"Message describing";
    let heygen =
        ("\"type\": \"string\",\n                                \"description\": \"Message describing", nullable);
    let (four, three) = (
        "'motion_preview_url', 'background_sound_effect', 'default_voice_id', 'moderation_msg'",
        "'motion_preview_url','background_sound_effect','default_voice_id'",
    );
    becomes(&[heygen], &[(four, three)]);
    // The same where a removal and an update replace the type together.
    let update = format!(
        "items.properties[{four}]\",\n      \"description\": \"The document's own example has null here.\",\n      \"x-upstream\": {{ \"type\": \"string\" }},\n"
    );
    let pair = format!(
        "items.properties[{four}].type\",\n      \"x-upstream\": \"string\",\n      \"remove\": true\n    }},\n    {{\n      \"target\": \"$..photo_avatar_list.items.properties[{four}]\",\n"
    );
    let paired = changed(OVERLAY_TEXT, &[(&update, &pair)]);
    assert_eq!(fixed(&[heygen], &paired), (paired.replace(four, three), 0));
}

#[test]
fn a_limit_is_updated_in_the_sentence_and_in_the_keyword() {
    for (number, limit) in [("6", "\"maxItems\": 6"), ("ten", "\"maxItems\": 10")] {
        let sentence = (SENTENCE, &*SENTENCE.replace("4", number));
        becomes(&[sentence], &[sentence, ("\"maxItems\": 4", limit)]);
    }
}

#[test]
fn an_ambiguous_limit_stays_open() {
    for sentence in [
        "You can add 6 images at a time.",
        "A maximum of 6 images can be added at a time. A maximum of 8 images can be added at a time.",
        "A maximum of 0 images can be added at a time.",
    ] {
        let (text, code) = fixed(&[(SENTENCE, sentence)], OVERLAY_TEXT);
        assert_eq!((text.as_str(), code), (OVERLAY_TEXT, OPEN), "{sentence}");
    }
    // The type changed as well.
    let array = "\"type\": \"array\",\n                    \"description\": \"Image key(s)";
    let string = "\"type\": \"string\",\n                    \"description\": \"Image key(s)";
    assert_eq!(
        fixed(&[(array, string), (SENTENCE, "A maximum of 6 images can be added at a time.")], OVERLAY_TEXT).1,
        OPEN
    );
}

#[test]
fn a_target_is_updated_if_its_node_moved_to_one_possible_location() {
    // The list was renamed.
    let (text, code) = fixed(
        &[("\"photo_avatar_list\": {\n", "\"looks\": {\n"), ("\"photo_avatar_list\": [", "\"looks\": [")],
        OVERLAY_TEXT,
    );
    assert!(text.contains(".looks.items.properties.created_at\""), "{text}");
    // The action that names the type of a look stays open: only `items` is left of its target, which is ambiguous.
    assert!(code == OPEN && text.contains(".photo_avatar_list.items\""), "{text}");
    // There are two such lists.
    let other = r#""more": { "items": { "properties": { "created_at": { "type": "integer" } } } }, "looks": {"#;
    let two = [("\"photo_avatar_list\": {", other), ("\"photo_avatar_list\": [", "\"looks\": [")];
    let (text, code) = fixed(&two, OVERLAY_TEXT);
    assert!(code == OPEN && text.contains(".photo_avatar_list.items.properties.created_at\""), "{text}");
    // A renamed field is not found.
    let (text, code) = fixed(
        &[(
            "\"created_at\": {\n                                \"type\": \"integer\"",
            "\"created\": {\n                                \"type\": \"integer\"",
        )],
        OVERLAY_TEXT,
    );
    assert_eq!(code, OPEN);
    assert!(text.contains("properties.created_at\""), "{text}");
}

#[test]
fn a_moved_operation_is_found_but_has_to_be_confirmed() {
    let (path, new) = ("/v2/photo_avatar/avatar_group/add", "/v2/photo_avatar/looks");
    let repository = Repository::new();
    let output = repository.heygen_with(&["bump", "-", "--compile=none"], &page(&TEXT.replace(path, new)));
    assert_eq!(repository.read(OVERLAY), OVERLAY_TEXT.replace(path, new));
    let item = format!("to `$.paths['{new}'].post`. If it is the same one, update its path in your README");
    assert!(output.code == OPEN && output.out.contains(&item), "{}", output.all());
}

#[test]
fn a_bump_reports_that_open_corrections_fail_the_build() {
    let text = changed(TEXT, &[("\"type\": \"integer\"", "\"type\": \"string\"")]);
    let output = Repository::new().heygen_with(&["bump", "-", "--compile=none"], &page(&text));
    let sentence = "The build fails until the corrections are decided.";
    assert!(output.code == OPEN && output.out.contains(sentence), "{}", output.all());
    let output =
        Repository::new().heygen_with(&["bump", "-", "--compile=none"], &page(&TEXT.replace("/add\"", "/looks\"")));
    assert!(!output.out.contains(sentence), "{}", output.all());
}

#[test]
fn a_removal_moves_with_its_operation() {
    let (path, new) = ("/v2/photo_avatar/avatar_group/add", "/v2/photo_avatar/looks");
    let removal = "\n    {
      \"target\": \"$.paths['/v2/photo_avatar/avatar_group/add'].post.requestBody.content['application/json'].schema.properties.name.type\",
      \"description\": \"HeyGen takes numbers too.\",
      \"x-upstream\": \"string\",
      \"remove\": true
    },";
    let overlay = OVERLAY_TEXT.replacen("\"actions\": [", &format!("\"actions\": [{removal}"), 1);
    assert_eq!(fixed(&[(path, new)], &overlay), (overlay.replace(path, new), 0));
    let typed = "\"type\": \"string\",\n                    \"description\": \"Name of the look. \"";
    let untyped = "\"description\": \"Name of the look. \"";
    assert_eq!(fixed(&[(path, new), (typed, untyped)], &overlay), (OVERLAY_TEXT.replace(path, new), 0));
    // The same if no other correction moves along.
    let alone = format!(
        r#"{{ "overlay": "1.0.0", "info": {{ "title": "t", "version": "1" }}, "actions": [{}] }}"#,
        removal.trim_end_matches(',')
    );
    let repository = Repository::new();
    repository.write(OVERLAY, &alone);
    let output = repository.heygen_with(&["bump", "-", "--compile=none"], &page(&TEXT.replace(path, new)));
    assert!(repository.read(OVERLAY).contains(&removal.replace(path, new)[1..]), "{}", output.all());
    assert!(output.out.contains("HeyGen moved an operation"), "{}", output.all());
    // It is deleted only if HeyGen removed nothing more.
    let (text, code) = fixed(&[(typed, untyped)], &overlay);
    assert_eq!((text.as_str(), code), (OVERLAY_TEXT, 0));
    let (text, code) =
        fixed(&[("\"name\": {\n                    \"type\"", "\"title\": {\n                    \"type\"")], &overlay);
    assert_eq!((text, code), (overlay, OPEN));
}

#[test]
fn an_empty_update_acknowledges_a_sentence() {
    let known = "\n    {
      \"target\": \"$.paths['/v2/photo_avatar/avatar_group/add'].post.requestBody.content['application/json'].schema.properties.name\",
      \"description\": \"HeyGen checks it.\",
      \"x-upstream\": { \"description\": \"Up to 32 MB.\" },
      \"update\": {}
    },";
    let overlay = OVERLAY_TEXT.replacen("\"actions\": [", &format!("\"actions\": [{known}"), 1);
    let limited = |sentence: &'static str| [("\"Name of the look. \"", sentence)];
    assert_eq!(fixed(&limited("\"Up to 32 MB.\""), OVERLAY_TEXT).1, OPEN);
    assert_eq!(fixed(&limited("\"Up to 32 MB.\""), &overlay), (overlay.clone(), 0));
    let (text, code) = fixed(&limited("\"Up to 64 MB.\""), &overlay);
    assert_eq!((text, code), (overlay.replace("32 MB", "64 MB"), 0));
}
