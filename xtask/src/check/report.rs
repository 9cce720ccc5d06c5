//! What `check` found, for a terminal and for a pull request.

use serde_json::Value;

use super::actions::shortened;
use super::{Contradiction, Findings, Limit};
use crate::corrections::{Stale, Why};
use crate::markdown::{code, fenced, inline};

/// For a terminal.
pub fn text(found: &Findings) -> String {
    let mut out = String::new();
    for one in &found.contradictions {
        out += &format!("\n{}: an example contradicts its schema\n  at: {}\n", one.file, one.pointer);
        let (example, value, more) = first(one);
        out +=
            &format!("  `{}` is {}, but {example} is {value}{more}\n", one.keyword, shortened(&one.says.to_string()));
        out += &match &one.action {
            Some(action) => format!("  to do: cargo xtask check --fix, which writes {action}\n"),
            None => "  to do: write an overlay action; openapi/README.md has an example\n".to_owned(),
        };
    }
    for Stale { file, action, target, why, what, .. } in &found.stale {
        out += &format!("\n{file}: action {action} {}\n  target: {target}\n  {what}\n", said(*why));
    }
    for limit in &found.limits {
        out += &format!("\n{}: a limit {}\n  at: {}\n  {:?}\n", limit.file, twin(limit), limit.pointer, limit.sentence);
        out += &format!("  to do: {}\n", to_do(limit, Value::to_string));
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
        let says = code(&shortened(&one.says.to_string()));
        out += &format!("{} is {says}, but {} is {}{more}.\n", code(&one.keyword), code(example), code(&value));
        match &one.action {
            Some(action) => {
                out += &format!("  `cargo xtask check --fix` writes:\n\n{}", fenced("json", &pretty(action), "  "))
            }
            None => out += "  An overlay action is to be written by hand.\n",
        }
    }
    for Stale { file, action, target, description, why, what } in &found.stale {
        out += &format!("\n- **Correction {action} of {}** {}: {}", code(file), said(*why), code(target));
        out += &format!(" ({})\n  {}\n", inline(description), inline(what));
    }
    for limit in &found.limits {
        out += &format!("\n- **Limit** {} at {}: {}\n", twin(limit), code(&limit.pointer), code(&limit.sentence));
        out += &format!("  To do: {}\n", to_do(limit, |action| code(&action.to_string())));
    }
    out
}

/// The first example of a contradiction, and how many more there are.
fn first(one: &Contradiction) -> (&str, String, String) {
    let Some(first) = one.by.first() else { return ("", String::new(), String::new()) };
    let more = one.by.len() - 1;
    let more = if more == 0 { String::new() } else { format!(" (and {more} more)") };
    (&first.pointer, shortened(&first.value.to_string()), more)
}

fn said(why: Why) -> &'static str {
    match why {
        Why::Settled => "no longer does anything",
        Why::Changed => "relies on what HeyGen changed",
        Why::Missing => "finds nothing to correct",
    }
}

fn twin(limit: &Limit) -> String {
    match &limit.says {
        Some(says) => format!("stands in prose, and the schema says another ({says})"),
        None => "stands in prose only".to_owned(),
    }
}

fn to_do(limit: &Limit, print: impl Fn(&Value) -> String) -> String {
    match (&limit.says, &limit.action) {
        (Some(_), _) => "if the sentence is right, correct the limit in the overlay".to_owned(),
        (None, Some(action)) => format!("if it is meant so, write {}", print(action)),
        (None, None) => "state it with an action, or quote the sentence in the `x-upstream` of one".to_owned(),
    }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
