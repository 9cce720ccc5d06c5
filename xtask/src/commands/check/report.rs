//! The findings of `check`, for a terminal and for a pull request.

use serde_json::Value;

use super::actions::shortened;
use super::{Contradiction, Findings, Limit};
use crate::openapi::corrections::{Reason, Stale};
use crate::output::markdown::{code, fenced, inline};

/// For a terminal.
pub fn text(found: &Findings) -> String {
    let mut out = String::new();
    for one in &found.contradictions {
        out += &format!("\n{}: an example contradicts its schema\n  at: {}\n", one.file, one.pointer);
        let (example, value, more) = first(one);
        out += &format!(
            "  `{}` is {}, but {example} is {value}{more}\n",
            one.keyword,
            shortened(&one.expected.to_string())
        );
        out += &match &one.action {
            Some(action) => format!("  to do: cargo xtask check --fix, which writes {action}\n"),
            None => "  to do: write an overlay action; openapi/README.md has an example\n".to_owned(),
        };
    }
    for Stale { file, action, target, reason, message, .. } in &found.stale {
        out += &format!("\n{file}: action {action} {}\n  target: {target}\n  {message}\n", because(*reason));
    }
    for limit in &found.limits {
        out += &format!("\n{}: {}\n  at: {}\n  {:?}\n", limit.file, problem(limit), limit.pointer, limit.sentence);
        out += &format!("  to do: {}\n", to_do(limit, Value::to_string));
    }
    for line in &found.dependencies {
        out += &format!(
            "\nCargo.toml lacks a dependency of the generated Rust\n  to do: add `{line}` under [dependencies]\n"
        );
    }
    let Findings { examples, settled, .. } = found;
    out + &format!(
        "{examples} examples and defaults; {settled} contradictions settled by overlays; {} open\n",
        found.open()
    )
}

/// For a pull request.
pub fn markdown(found: &Findings) -> String {
    let mut out = format!(
        "### Check\n\n{} examples and defaults, {} contradictions settled by overlays, {} open.\n",
        found.examples,
        found.settled,
        found.open()
    );
    for one in &found.contradictions {
        let (example, value, more) = first(one);
        out += &format!("\n- **Contradiction** in {}, {}: ", code(&one.file), code(&one.pointer));
        let expected = code(&shortened(&one.expected.to_string()));
        out += &format!("{} is {expected}, but {} is {}{more}.\n", code(&one.keyword), code(example), code(&value));
        match &one.action {
            Some(action) => {
                out += &format!("  `cargo xtask check --fix` writes:\n\n{}", fenced("json", &pretty(action), "  "))
            }
            None => out += "  Write an overlay action by hand.\n",
        }
    }
    for Stale { file, action, target, description, reason, message } in &found.stale {
        out += &format!("\n- **Correction {action} of {}** {}: {}", code(file), because(*reason), code(target));
        out += &format!(" ({})\n  {}\n", inline(description), inline(message));
    }
    for limit in &found.limits {
        let (pointer, sentence) = (code(&limit.pointer), code(&limit.sentence));
        out += &format!("\n- **Limit** at {pointer}: {sentence}\n  {}.\n", inline(&problem(limit)));
        out += &format!("  To do: {}\n", to_do(limit, |action| code(&action.to_string())));
    }
    for line in &found.dependencies {
        out += &format!(
            "\n- **Cargo.toml** lacks a dependency of the generated Rust: add {} under `[dependencies]`\n",
            code(line)
        );
    }
    out
}

/// The first example of a contradiction, and how many more there are.
fn first(one: &Contradiction) -> (&str, String, String) {
    let Some(first) = one.examples.first() else { return ("", String::new(), String::new()) };
    let more = one.examples.len() - 1;
    let more = if more == 0 { String::new() } else { format!(" (and {more} more)") };
    (&first.pointer, shortened(&first.value.to_string()), more)
}

fn because(reason: Reason) -> &'static str {
    match reason {
        Reason::Settled => "no longer does anything",
        Reason::Changed => "relies on what HeyGen changed",
        Reason::Missing => "finds nothing to correct",
    }
}

fn problem(limit: &Limit) -> String {
    match &limit.in_schema {
        Some(keywords) => format!("the schema has another limit than the description ({keywords})"),
        None => "only the description states this limit".to_owned(),
    }
}

fn to_do(limit: &Limit, print: impl Fn(&Value) -> String) -> String {
    match (&limit.in_schema, &limit.action) {
        (Some(_), _) => "if the description is right, correct the limit in the overlay".to_owned(),
        (None, Some(action)) => format!("if the limit is meant, write {}", print(action)),
        (None, None) => "write an action that states it, or one that quotes the sentence in `x-upstream`".to_owned(),
    }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
