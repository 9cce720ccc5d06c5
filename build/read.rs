//! Text to JSON: HeyGen publishes v1 and v2 as JSON, and v3 as YAML.

use serde_json::Value;

use super::problem::{Problem, Result, Stage};

/// Reads a file by its ending: YAML for `.yaml` and `.yml`, JSON otherwise.
pub fn read(file: &str, text: &str, stage: Stage, remedy: &str) -> Result<Value> {
    if file.ends_with(".yaml") || file.ends_with(".yml") {
        return yaml(text, stage, remedy).map_err(|problem| problem.in_file(file));
    }
    serde_json::from_str(text)
        .map_err(|error| Problem::new(stage, "", format!("not JSON: {error}"), remedy).in_file(file))
}

#[cfg(feature = "yaml")]
fn yaml(text: &str, stage: Stage, remedy: &str) -> Result<Value> {
    serde_yaml_ng::from_str(text).map_err(|error| Problem::new(stage, "", format!("not YAML: {error}"), remedy))
}

/// A reader of YAML costs each user a build of it.
#[cfg(not(feature = "yaml"))]
fn yaml(_text: &str, stage: Stage, _remedy: &str) -> Result<Value> {
    let remedy = "add it to `default` in Cargo.toml";
    Err(Problem::new(stage, "", "a document in YAML needs the feature `yaml`", remedy))
}
