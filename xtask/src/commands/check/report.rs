//! The findings of `check`, for a terminal and for a pull request.

use serde_json::Value;

use crate::findings::Findings;
use crate::findings::actions::shortened;
use crate::findings::examples::Contradiction;
use crate::findings::prose::Limit;
use crate::openapi::corrections::{Reason, Stale};
use crate::output::markdown::{code, inline};

/// What is open.
pub fn markdown(found: &Findings) -> String {
    let items: String = checklist(found).iter().map(|item| format!("- {item}\n")).collect();
    let gap = if items.is_empty() { "" } else { "\n" };
    format!(
        "## Check\n\n{} examples and defaults, {} contradictions settled by overlays, {} open.\n{gap}{items}",
        found.examples,
        found.settled,
        found.open()
    )
}

/// What is open, an item each: the place, the problem, and what to do.
pub fn checklist(found: &Findings) -> Vec<String> {
    let stale = found.stale.iter().map(|Stale { file, line, target, description, reason, message }| {
        let place = code(&format!("{file}:{line}"));
        format!(
            "{place}: the correction of {} ({}) {}. {}.",
            code(target),
            inline(description),
            because(*reason),
            inline(&capital(message))
        )
    });
    let contradictions = found.contradictions.iter().map(|one| {
        let (example, value, more) = first(one);
        let expected = code(&shortened(&one.expected.to_string()));
        let what = format!("{} is {expected}, but {} is {}{more}", code(&one.keyword), code(example), code(&value));
        let to_do = match &one.action {
            Some(action) => format!("`cargo xtask check --fix` writes {}", code(&action.to_string())),
            None => "Write an overlay action; openapi/README.md has an example".to_owned(),
        };
        format!("{}: {} contradicts an example: {what}. {to_do}.", code(&one.file), code(&one.pointer))
    });
    let limits = found.limits.iter().map(|limit| {
        let sentence = code(&limit.sentence);
        format!("{}: {} says {sentence}, {}.", code(&limit.file), code(&limit.pointer), inline(&to_do(limit)))
    });
    let dependencies = found.dependencies.iter().map(|line| {
        format!("`Cargo.toml`: the generated Rust needs another dependency. Add {} under `[dependencies]`.", code(line))
    });
    stale.chain(contradictions).chain(limits).chain(dependencies).collect()
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
        Reason::Done => "no longer does anything",
        Reason::Changed => "relies on what HeyGen changed",
        Reason::Missing => "finds nothing to correct",
    }
}

fn to_do(limit: &Limit) -> String {
    let action = limit.action.as_ref().map(Value::to_string);
    match (&limit.in_schema, action) {
        (Some(keywords), _) => {
            format!("but the schema has {keywords}. If the description is right, correct the limit in the overlay")
        }
        (None, Some(action)) => format!("and no keyword does. If the limit is meant, write `{action}`"),
        (None, None) => {
            "and no keyword does. Write an action that states it, or one that quotes the sentence in `x-upstream` and \
            has an empty `update`"
                .to_owned()
        }
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
