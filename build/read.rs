//! Text to JSON: HeyGen publishes v1 and v2 as JSON, and v3 as YAML.

use serde_json::Value;

use super::problem::{Problem, Result, Stage};

/// Reads a file by its ending: YAML for `.yaml` and `.yml`, JSON otherwise.
pub fn read(file: &str, text: &str, stage: Stage, remedy: &str) -> Result<Value> {
    let yaml = file.ends_with(".yaml") || file.ends_with(".yml");
    let read = if yaml {
        serde_yaml_ng::from_str(text).map_err(|error| format!("not YAML: {error}"))
    } else {
        serde_json::from_str(text).map_err(|error| format!("not JSON: {error}"))
    };
    read.map_err(|what| Problem::new(stage, "", what, remedy).in_file(file))
}
