//! `cargo heygen check`: reports what is open in openapi/. With `--fix` it updates the corrections first.

use std::path::Path;

use anyhow::Result;
use serde_json::Value;

use crate::findings::actions::shortened;
use crate::findings::{self, Findings};
use crate::openapi::State;
use crate::openapi::corrections::{self, Stale};
use crate::output::markdown::{code, inline};
use crate::output::{Format, Outcome, files, print_report};
use crate::update;

/// `cargo heygen check`.
pub fn run(root: &Path, fix: bool, format: Format) -> Result<Outcome> {
    let mut state = State::of_tree(root)?;
    if fix {
        let updated = update::update_overlays(&mut state)?;
        let overlays = state.sources.iter().filter_map(|source| source.overlay.clone());
        files::write(root, overlays)?;
        eprint!("{}", update::markdown(&updated));
    }
    let found = findings::find_open(&corrections::correct_all(&state)?)?;
    print_report(&found, &markdown(&found), format)?;
    Ok(if found.open() == 0 { Outcome::Clean } else { Outcome::Open })
}

/// The whole report.
fn markdown(found: &Findings) -> String {
    let items: String = checklist(found).iter().map(|item| format!("- {item}\n")).collect();
    let gap = if items.is_empty() { "" } else { "\n" };
    format!("## Check\n\nExamples and defaults checked: {}. Open: {}.\n{gap}{items}", found.examples, found.open())
}

/// The open findings, each with its place, the problem and what to do.
pub fn checklist(found: &Findings) -> Vec<String> {
    let stale = found.stale.iter().map(|Stale { file, line, target, description, message, .. }| {
        let place = code(&format!("{file}:{line}"));
        format!("{place}: {}, {} ({}).", code(target), inline(message), inline(description))
    });
    let contradictions = found.contradictions.iter().map(|one| {
        let short = |value: &Value| code(&shortened(&value.to_string()));
        let examples =
            one.examples.iter().map(|example| format!("{} is {}", code(&example.pointer), short(&example.value)));
        let (first, more) = (examples.take(1).collect::<String>(), one.examples.len().saturating_sub(1));
        let more = if more == 0 { String::new() } else { format!(" (and {more} more)") };
        let what = format!("{} is {}, but {first}{more}", code(&one.keyword), short(&one.expected));
        let to_do = if one.actions.is_empty() {
            "Is the example right, or the schema? Write an overlay action that corrects the other one".to_owned()
        } else {
            let actions: Vec<String> = one.actions.iter().map(|action| code(&action.to_string())).collect();
            format!("`cargo heygen check --fix` adds {}", actions.join(" and "))
        };
        format!("{}: an example contradicts the schema at {}: {what}. {to_do}.", code(&one.file), code(&one.pointer))
    });
    let limits = found.limits.iter().map(|limit| {
        let stated = match &limit.in_schema {
            Some(keywords) => format!("the schema has {keywords}"),
            None => "no keyword of the schema states this limit".to_owned(),
        };
        format!(
            "{}: the description of {} says {}, but {stated}. Add {} to the overlay. Leave `update` empty if the limit is not real, or if \
             no keyword can state it.",
            code(&limit.file),
            code(&limit.pointer),
            code(&limit.sentence),
            code(&limit.action.to_string())
        )
    });
    stale.chain(contradictions).chain(limits).collect()
}
