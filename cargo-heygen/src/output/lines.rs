//! The lines that differ between two texts.

use similar::{ChangeTag, TextDiff};

use super::markdown::fenced;

/// The lines that were added (`true`) or removed (`false`).
pub fn changed_lines<T: AsRef<str>>(old: &[T], new: &[T]) -> Vec<(bool, String)> {
    let lines = [old, new].map(|lines| lines.iter().map(AsRef::as_ref).collect::<Vec<&str>>());
    let line = |change: similar::Change<&str>| match change.tag() {
        ChangeTag::Delete => Some((false, change.value().to_owned())),
        ChangeTag::Insert => Some((true, change.value().to_owned())),
        ChangeTag::Equal => None,
    };
    TextDiff::from_slices(&lines[0], &lines[1]).iter_all_changes().filter_map(line).collect()
}

/// Formats added and removed lines as a fenced diff.
pub fn diff_block(lines: impl IntoIterator<Item = (bool, String)>, indent: &str) -> String {
    let lines = lines.into_iter().map(|(added, line)| format!("{} {line}", if added { '+' } else { '-' }));
    fenced("diff", &lines.collect::<Vec<_>>().join("\n"), indent)
}
