//! Summarizes warnings: one line for each kind, with a count and the first places.

use crate::diagnostic::Diagnostic;

/// The number of places that a line shows.
const PLACES: usize = 3;

/// One line for each kind of warning, in order of appearance, and a last line with the command that prints them all.
pub(crate) fn summary_lines(warnings: &[Diagnostic]) -> Vec<String> {
    let mut kinds: Vec<(String, Vec<&Diagnostic>)> = Vec::new();
    for warning in warnings {
        let kind = warning.kind_of_problem();
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, known)) => known.push(warning),
            None => kinds.push((kind, vec![warning])),
        }
    }
    let mut lines: Vec<String> = kinds.iter().map(|(kind, warnings)| summary_line(kind, warnings)).collect();
    if !lines.is_empty() {
        lines.push(format!("`cargo heygen generate --verbose` prints all warnings ({}) in full", warnings.len()));
    }
    lines
}

/// The line for the warnings of one kind. A single warning has no count.
fn summary_line(kind: &str, warnings: &[&Diagnostic]) -> String {
    let places: Vec<String> = warnings.iter().take(PLACES).map(|warning| warning.shown_place()).collect();
    let places = places.join(", ");
    match warnings {
        [only] if only.operation.is_some() => only.message.clone(),
        [only] => format!("{}: {places}", only.message),
        _ => {
            let more = warnings.len().saturating_sub(PLACES);
            let more = if more == 0 { String::new() } else { format!(" and {more} more") };
            format!("{}x {kind}: {places}{more}", warnings.len())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn warnings(count: usize, of: impl Fn(usize) -> Diagnostic) -> Vec<Diagnostic> {
        (0..count).map(of).collect()
    }

    #[test]
    fn warnings_of_one_kind_are_one_line_with_a_count_and_three_places() {
        assert!(summary_lines(&[]).is_empty());
        let mut all = warnings(5, |index| Diagnostic::unchecked(&format!("/a/{index}"), "not"));
        all.extend(warnings(2, |index| Diagnostic::unchecked(&format!("/b/{index}"), "contains")));
        all.extend(warnings(4, |index| {
            Diagnostic::warning("/x", format!("`name{index}` is taken"))
                .of_operation(format!("GET /{index}"), " is skipped: ")
        }));
        all.push(Diagnostic::warning("/x", "`a` is taken").of_operation("GET /a".into(), ": "));
        all.push(Diagnostic::warning("/x", "`a` is a map"));
        assert_eq!(
            summary_lines(&all),
            [
                "5x `not` is not checked by the client, only by HeyGen: /a/0/not, /a/1/not, /a/2/not and 2 more",
                "2x `contains` is not checked by the client, only by HeyGen: /b/0/contains, /b/1/contains",
                "4x an operation is skipped: `...` is taken: GET /0, GET /1, GET /2 and 1 more",
                "GET /a: `a` is taken",
                "`a` is a map: /x",
                "`cargo heygen generate --verbose` prints all warnings (13) in full",
            ]
        );
    }
}
