//! The findings of `check` as Markdown.

use serde_json::Value;

use crate::findings::Findings;
use crate::findings::actions::shortened;
use crate::findings::examples::Contradiction;
use crate::findings::prose::Limit;
use crate::openapi::corrections::{Reason, Stale};
use crate::output::markdown::{code, inline};

/// The whole report.
pub fn markdown(found: &Findings) -> String {
    let items: String = checklist(found).iter().map(|item| format!("- {item}\n")).collect();
    let gap = if items.is_empty() { "" } else { "\n" };
    format!(
        "## Check\n\nExamples and defaults checked: {}. Contradictions resolved by overlays: {}. Open: {}.\n{gap}{items}",
        found.examples,
        found.settled,
        found.open()
    )
}

/// The open findings, each with its place, the problem and what to do.
pub fn checklist(found: &Findings) -> Vec<String> {
    let stale = found.stale.iter().map(|Stale { file, line, target, description, reason, message }| {
        let place = code(&format!("{file}:{line}"));
        format!(
            "{place}: the correction of {} ({}) {}. {}.",
            code(target),
            inline(description),
            reason_text(*reason),
            inline(&capitalize(message))
        )
    });
    let contradictions = found.contradictions.iter().map(|one| {
        let (example, value, more) = first_example(one);
        let expected = code(&shortened(&one.expected.to_string()));
        let what = format!("{} is {expected}, but {} is {}{more}", code(&one.keyword), code(example), code(&value));
        let to_do = if one.actions.is_empty() && one.keyword == "type" {
            "The schema stays. Write an action: one for `type` if the example is right, one for the example if not"
                .to_owned()
        } else if one.actions.is_empty() {
            "Write an overlay action; openapi/README.md explains how".to_owned()
        } else {
            let actions: Vec<String> = one.actions.iter().map(|action| code(&action.to_string())).collect();
            format!("`cargo heygen check --fix` adds {}", actions.join(" and "))
        };
        format!("{}: an example contradicts the schema at {}: {what}. {to_do}.", code(&one.file), code(&one.pointer))
    });
    let limits = found.limits.iter().map(|limit| {
        let sentence = code(&limit.sentence);
        let place = code(&limit.pointer);
        format!("{}: the description of {place} says {sentence}, {}.", code(&limit.file), inline(&to_do(limit)))
    });
    stale.chain(contradictions).chain(limits).collect()
}

/// The first example of a contradiction: its pointer, its value, and how many more there are.
fn first_example(one: &Contradiction) -> (&str, String, String) {
    let Some(first) = one.examples.first() else { return ("", String::new(), String::new()) };
    let more = one.examples.len() - 1;
    let more = if more == 0 { String::new() } else { format!(" (and {more} more)") };
    (&first.pointer, shortened(&first.value.to_string()), more)
}

fn reason_text(reason: Reason) -> &'static str {
    match reason {
        Reason::Done => "is no longer needed",
        Reason::Changed => "relies on a value that HeyGen changed",
        Reason::Missing => "no longer applies",
    }
}

fn to_do(limit: &Limit) -> String {
    let action = limit.action.as_ref().map(Value::to_string);
    match (&limit.in_schema, action) {
        (Some(keywords), _) => {
            format!("but the schema has {keywords}. If the description is right, correct the limit in the overlay")
        }
        (None, Some(action)) => {
            format!("but no keyword of the schema states this limit. If the limit is real, add `{action}`")
        }
        (None, None) => "but no keyword of the schema states this limit. Add an action with the keyword, or one that \
            quotes the sentence in `x-upstream` and has an empty `update`"
            .to_owned(),
    }
}

fn capitalize(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
