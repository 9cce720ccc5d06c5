//! `bump` with pages of HeyGen's v3 reference, whose documents are YAML.

use crate::support::{Output, Repository};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const CREATE: &str = include_str!("../fixtures/create-avatar.md");
const LIST: &str = include_str!("../fixtures/list-looks.md");
/// A bare document with several operations.
const SEVERAL: &str = include_str!("../fixtures/external-api.yaml");
const LIST_TEAMS: &str = "openapi: 3.1.0\ninfo: { title: t, version: '1' }\nservers: [{ url: https://api.heygen.com }]\n\
    paths: { /v3/teams: { get: { operationId: listTeams, responses: { '200': { description: ok } } } } }\n";

fn bump(repository: &Repository, page: &str) -> Output {
    repository.heygen_with(&["bump", "-"], page)
}

#[test]
fn a_page_becomes_json_with_an_overlay_and_a_row() {
    let repository = Repository::new();
    let before = repository.files();
    let output = bump(&repository, LIST);
    assert_eq!(output.code, 0, "{}", output.all());
    assert!(output.out.contains("+ Client::list_looks"), "{}", output.all());
    assert!(output.out.contains("Nothing. The client compiles"), "{}", output.all());
    let added: Vec<String> = repository.files().into_keys().filter(|name| !before.contains_key(name)).collect();
    assert_eq!(added, ["list-looks.json", "list-looks.overlay.json"]);
    assert!(repository.read("list-looks.overlay.json").contains("\"title\": \"ListLooksResponse\""));
    // The hashes of the published YAML between the fences, and of the file.
    let (_, yaml) = LIST.split_once("```yaml /openapi/external-api.json GET /v3/avatars/looks\n").unwrap();
    let hash = |text: &str| -> String { Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect() };
    let (published, file) = (hash(yaml.strip_suffix("```\n").unwrap()), hash(&repository.read("list-looks.json")));
    let row = repository.read("README.md").lines().find(|line| line.contains("list-looks.json")).unwrap().to_owned();
    let from = "| HeyGen's document \"HeyGen External API\" | 1.0.0 |";
    assert!(row.contains(from) && row.contains(&format!("`{published}`, the file: `{file}`")), "{row}");
    assert_eq!(repository.heygen(&["check"]).code, 0);
    let again = bump(&repository, LIST);
    assert!(again.out.contains("HeyGen changed nothing"), "{}", again.all());
}

#[test]
fn the_name_of_a_component_is_not_given_to_a_response() {
    let repository = Repository::new();
    let schema = "{ type: object, properties: { data: { $ref: '#/components/schemas/ListTeamsResponse' } } }";
    let component =
        "components: { schemas: { ListTeamsResponse: { type: object, properties: { id: { type: string } } } } }";
    let response = format!("description: ok, content: {{ application/json: {{ schema: {schema} }} }}");
    let output = bump(&repository, &format!("{}{component}\n", LIST_TEAMS.replace("description: ok", &response)));
    assert_eq!(output.code, 0, "{}", output.all());
    assert!(output.out.contains("+ types::ListTeamsResponseBody::data: Option<ListTeamsResponse>"), "{}", output.all());
}

#[test]
fn a_fence_in_a_description_does_not_end_the_document() {
    let repository = Repository::new();
    bump(&repository, CREATE);
    let description =
        "Creates a look. For example:\\n```json\\n{\\\"type\\\": \\\"photo\\\", \\\"name\\\": \\\"…\\\"}\\n```\",";
    let text = repository.read("create-avatar.json");
    assert!(text.contains(description), "{text}");
}

#[test]
fn operations_are_picked_with_the_components_that_they_use() {
    let repository = Repository::new();
    let arguments = ["bump", "-", "--slug", "videos", "--operation", "createVideo", "getVideo"];
    let output = repository.heygen_with(&arguments, SEVERAL);
    assert_eq!(output.code, 0, "{}", output.all());
    let text = repository.read("videos.json");
    let document: Value = serde_json::from_str(&text).unwrap();
    let names =
        |pointer: &str| -> Vec<&String> { document.pointer(pointer).unwrap().as_object().unwrap().keys().collect() };
    assert_eq!(names("/paths/~1v3~1videos"), ["post"]);
    assert_eq!(names("/paths/~1v3~1videos~1{video_id}"), ["parameters", "get"], "in HeyGen's order");
    assert_eq!(names("/components"), ["securitySchemes", "responses", "schemas"], "in HeyGen's order");
    assert_eq!(names("/components/schemas"), ["Video", "Folder", "UrlSource", "AssetSource", "ErrorResponse"]);
    assert!(document.get("webhooks").is_none());
    assert!(text.contains("\"maximum\": 9007199254740993"), "numbers stay exact");
    assert!(text.find("\"/v3/videos/{video_id}\"") < text.find("\"/v3/videos\""), "the order stays HeyGen's");
    assert!(repository.read("README.md").contains("`createVideo`, `getVideo` from "));
    let before = repository.files();
    assert!(repository.heygen_with(&arguments, SEVERAL).out.contains("HeyGen changed nothing"));
    assert_eq!(repository.files(), before);
    let unknown = repository.heygen_with(&["bump", "-", "--operation", "makeTea"], SEVERAL);
    assert_eq!(unknown.code, 1);
    assert!(unknown.errors.contains("makeTea") && unknown.errors.contains("listVideos"), "{}", unknown.all());
}

#[test]
fn yaml_is_read_with_the_core_schema_of_version_1_2() {
    let yaml = "z: ['null', no, 2026-11-01, 1_000, '200', !!str 1, \"\\u00e9\"]\n\
        a: { 200: ok, 1.0: v, null: n }\n\
        n: [~, 0x1F, 007, 1.0, 9007199254740993, 18446744073709551615, True]\n\
        b: &x [1]\nc: *x\nd: |\n  1\n  2\n";
    let expected = json!({
        "z": ["null", "no", "2026-11-01", "1_000", "200", "1", "é"],
        "a": { "200": "ok", "1.0": "v", "null": "n" },
        "n": [null, 31, 7, 1.0, 9_007_199_254_740_993_u64, u64::MAX, true],
        "b": [1], "c": [1], "d": "1\n2\n",
    });
    let repository = Repository::new();
    let output = bump(&repository, &format!("{LIST_TEAMS}x-values:\n  {}", yaml.trim_end().replace('\n', "\n  ")));
    assert_eq!(output.code, 0, "{}", output.all());
    let document: Value = serde_json::from_str(&repository.read("list-teams.json")).unwrap();
    assert_eq!(document["x-values"].to_string(), expected.to_string(), "in the order of the text");
}

#[test]
fn invalid_yaml_is_rejected_with_its_line() {
    let page = |yaml: &str| format!("# A page\n\n````yaml\n{yaml}````\n");
    let bare = |yaml: &str| format!("openapi: 3.1.0\n{yaml}");
    let bomb = (1..9).fold("a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1]\n".to_owned(), |text, index| {
        text + &format!("a{index}: &a{index} [{}]\n", format!("*a{}, ", index - 1).repeat(9))
    });
    let repository = Repository::new();
    let before = repository.files();
    for (input, message) in [
        (page("openapi: 3.1.0\nopenapi: 3.1.0\n"), "duplicated key in mapping at line 5 column 1"),
        (page("openapi: 3.1.0\n---\nopenapi: 3.1.0\n"), "a second YAML document at line 5"),
        (
            page("x: &x { a: 1 }\nopenapi: 3.1.0\ninfo:\n  <<: *x\n"),
            "a merge key (`<<`), which YAML 1.2 does not have at line 7",
        ),
        (bare("paths: [\n"), "at line 3 column 1"),
        (bare("200: 1\n'200': 2\n"), "the key \"200\" occurs twice"),
        (bare("a: &x [*x]\n"), "an alias"),
        (bare("a: *nowhere\n"), "at line 2"),
        (bare("? [a]\n: b\n"), "a key is not a scalar"),
        (bare("a: .inf\n"), "JSON has no number .inf"),
        (bare("a: !!binary aGk=\n"), "the tag of \"aGk=\" is not supported"),
        (bare("a: !x { b }\n"), "is not supported"),
        (bare("a:\n\t- b\n"), "at line 3"),
        (bare(&format!("a: {}1\n", "[".repeat(200))), "nesting deeper than 127 levels at line 2"),
        (bare(&bomb), "alias"),
    ] {
        let output = bump(&repository, &input);
        assert_eq!(output.code, 1, "{input}\n{}", output.all());
        assert!(output.errors.contains(message), "{message}\n{}", output.all());
        assert_eq!(repository.files(), before);
    }
}
