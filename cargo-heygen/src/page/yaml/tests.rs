//! YAML that is converted, and YAML that is rejected.

use proptest::prelude::*;

use super::*;

/// Converts a scalar to JSON text.
fn scalar(yaml: &str) -> String {
    match parse(&format!("value: {yaml}\n")) {
        Ok(Json::Object(members)) => members[0].1.to_string(),
        other => panic!("{yaml}: {other:?}"),
    }
}

#[test]
fn scalars_follow_the_core_schema_of_yaml_1_2() {
    for (yaml, json) in [
        // Quoted and block scalars are strings.
        (r#""null""#, r#""null""#),
        ("'null'", r#""null""#),
        ("'200'", r#""200""#),
        ("'it''s'", r#""it's""#),
        (r#""a\tb\u00e9\x41\n""#, r#""a\tbéA\n""#),
        ("|\n  1\n  2", r#""1\n2\n""#),
        (">-\n  1\n  2", r#""1 2""#),
        ("!!str 1", r#""1""#),
        ("", "null"),
        ("~", "null"),
        ("null", "null"),
        ("NULL", "null"),
        ("nUll", r#""nUll""#),
        ("true", "true"),
        ("False", "false"),
        // Booleans, dates, octal numbers and times of YAML 1.1 are strings.
        ("no", r#""no""#),
        ("yes", r#""yes""#),
        ("on", r#""on""#),
        ("y", r#""y""#),
        ("2026-11-01", r#""2026-11-01""#),
        ("2026-11-01T00:00:00Z", r#""2026-11-01T00:00:00Z""#),
        ("12:30", r#""12:30""#),
        ("1_000", r#""1_000""#),
        ("0b11", r#""0b11""#),
        ("1.0.0", r#""1.0.0""#),
        ("1.0", "1.0"),
        ("1.50", "1.50"),
        ("0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827"),
        ("1e3", "1e3"),
        ("1.5E-7", "1.5E-7"),
        ("-0", "-0"),
        ("-12", "-12"),
        ("+12", "12"),
        ("007", "7"),
        ("1.", "1.0"),
        ("-.5", "-0.5"),
        (".", r#"".""#),
        ("e3", r#""e3""#),
        ("1e", r#""1e""#),
        ("+", r#""+""#),
        ("0x1F", "31"),
        ("0o17", "15"),
        ("0x", r#""0x""#),
        ("9007199254740993", "9007199254740993"),
        ("18446744073709551616", "18446744073709551616"),
        ("123456789012345678901234567890123456789012", "123456789012345678901234567890123456789012"),
        ("caf\u{e9} \u{1f600}", "\"caf\u{e9} \u{1f600}\""),
    ] {
        assert_eq!(scalar(yaml), json, "{yaml}");
    }
}

#[test]
fn members_keep_their_order_and_keys_are_strings() {
    let yaml = "b: 1\na: { 200: ok, '401': no, 1.0: v, true: t, null: n }\n";
    let json = parse(yaml).unwrap().to_string();
    let expected = r#"{
  "b": 1,
  "a": {
    "200": "ok",
    "401": "no",
    "1.0": "v",
    "true": "t",
    "null": "n"
  }
}"#;
    assert_eq!(json, expected);
}

#[test]
fn an_alias_expands_to_the_value_of_its_anchor() {
    let json = parse("a: &x [1, &y { b: 2 }]\nc: *x\nd: *y\n").unwrap();
    assert_eq!(json, parse("a: [1, { b: 2 }]\nc: [1, { b: 2 }]\nd: { b: 2 }\n").unwrap());
}

#[test]
fn yaml_without_a_json_equivalent_is_rejected_with_line_and_column() {
    let deep = format!("{}1", "- ".repeat(200));
    let bomb = (1..9).fold("a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1]\n".to_owned(), |text, index| {
        let alias = format!("*a{}, ", index - 1);
        text + &format!("a{index}: &a{index} [{}]\n", alias.repeat(9))
    });
    for (yaml, message) in [
        ("", "no YAML document"),
        ("a: 1\nb: 2\n'a': 3\n", "duplicate key \"a\" at line 3 column 1"),
        ("200: 1\n'200': 2\n", "duplicate key \"200\" at line 2"),
        ("a: 1\n---\nb: 2\n", "expected one YAML document, found a second one at line 2 column 1"),
        ("a: &x { b: 1 }\nc:\n  <<: *x\n", "YAML 1.2 has no merge keys (`<<`) at line 3 column 3"),
        ("a: &x [*x]\n", "an alias refers to the anchor that contains it at line 1 column 8"),
        ("a: *nowhere\n", "at line 1"),
        ("? [a]\n: b\n", "keys must be scalars at line 1 column 3"),
        ("&k a: 1\nb: 2\n", "keys with an anchor, alias or tag are not supported"),
        ("a: .inf\n", "JSON has no number .inf at line 1 column 4"),
        ("a: -.INF\n", "JSON has no number -.INF"),
        ("a: .nan\n", "JSON has no number .nan"),
        ("a: 0xfffffffffffffffffffffffffffffffff\n", "too large"),
        ("a: !!binary aGk=\n", "the tag tag:yaml.org,2002:!binary is not supported at line 1"),
        ("a: !!set { b }\n", "is not supported"),
        ("a: [1\n", "at line 2 column 1"),
        ("a: 'b\n", "at line"),
        ("a: b: c\n", "at line 1 column 5"),
        ("a:\n\t- b\n", "at line 2"),
        (&deep, "nested deeper than 127 levels at line 1"),
        (&bomb, "the aliases of this document expand to too many values"),
    ] {
        let error = parse(yaml).unwrap_err().to_string();
        assert!(error.contains(message), "{yaml}\n{error}");
    }
}

fn json() -> impl Strategy<Value = Json> {
    let number = "-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?".prop_map(Json::Scalar);
    let word = prop_oneof![Just("null"), Just("true"), Just("false")].prop_map(|word| Json::Scalar(word.to_owned()));
    let leaf = prop_oneof![number, word, ".*".prop_map(|text| Json::string(&text))];
    leaf.prop_recursive(6, 64, 6, |inner| {
        let members = prop::collection::btree_map("[^\\p{C}]*", inner.clone(), 0..6);
        let members = members.prop_map(|members| Json::Object(members.into_iter().rev().collect()));
        prop_oneof![prop::collection::vec(inner, 0..6).prop_map(Json::Array), members]
    })
}

proptest! {
    /// JSON is a subset of YAML.
    #[test]
    fn json_is_parsed_unchanged(json in json()) {
        let text = json.to_string();
        prop_assert_eq!(&Json::parse(&text).unwrap(), &json);
        prop_assert_eq!(parse(&text).map_err(|error| error.to_string()), Ok(json), "{}", text);
    }

    #[test]
    fn any_text_gives_json_or_an_error(text in "[-a:b 0.\\[\\]{},'\"&*!|>%@#?\n\t<~]{0,60}") {
        if let Ok(json) = parse(&text) {
            prop_assert!(serde_json::from_str::<serde_json::Value>(&json.to_string()).is_ok(), "{}", json);
        }
    }
}
