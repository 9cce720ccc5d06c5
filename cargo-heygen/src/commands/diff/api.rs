//! Compares the Rust API before and after, and derives the version step.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use semver::{BuildMetadata, Prerelease, Version};
use serde::Serialize;

use super::{Change, Class};
use crate::commands::generate::Client;
use crate::output::lines::changed;

/// The public items that differ.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Api {
    /// In the order of their names.
    pub items: Vec<Item>,
    /// Why the API could not be compared: the code generator's error for one of the two states.
    pub error: Option<String>,
}

/// A public item that was added or removed.
#[derive(Clone, Debug, Serialize)]
pub struct Item {
    pub added: bool,
    /// The path of the item, a colon, and its line of code.
    pub item: String,
}

/// The part of the version that increases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    None,
    Patch,
    Minor,
    Major,
}

impl Step {
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    /// The version after `now`, compared with the `released` one. Below 1.0, Cargo treats 0.Y as major and 0.y.Z as the rest.
    pub fn next(self, now: &Version, released: &Version, metadata: Option<&str>) -> Version {
        let (major, minor, patch) = (released.major, released.minor, released.patch);
        let mut next = match (self, major) {
            (Self::None, _) => now.clone(),
            (Self::Major, 0) | (Self::Minor, 1..) => Version::new(major, minor + 1, 0),
            (Self::Major, _) => Version::new(major + 1, 0, 0),
            (Self::Minor | Self::Patch, _) => Version::new(major, minor, patch + 1),
        };
        if (next.major, next.minor, next.patch) < (now.major, now.minor, now.patch) {
            next = now.clone();
        }
        next.pre = Prerelease::EMPTY;
        next.build = metadata.and_then(|text| BuildMetadata::new(text).ok()).unwrap_or_else(|| now.build.clone());
        next
    }
}

impl Api {
    /// Compares the clients of two states.
    pub fn between(old: &Result<Client, String>, new: &Result<Client, String>) -> Self {
        match (old, new) {
            (Ok(old), Ok(new)) => {
                let lines = changed(&public_lines(&old.rust), &public_lines(&new.rust));
                let items = lines.into_iter().map(|(added, item)| Item { added, item });
                Self { items: items.collect(), error: None }
            }
            (Err(error), _) => Self { items: Vec::new(), error: Some(format!("before: {error}")) },
            (_, Err(error)) => Self { items: Vec::new(), error: Some(format!("after: {error}")) },
        }
    }

    /// The step for these changes. A change that breaks requests is major even if the Rust API stays the same.
    pub fn step(&self, any: bool, changes: &[Change]) -> Step {
        let mut step = if any { Step::Patch } else { Step::None };
        let parts = |item: &'_ Item| item.item.split_once(": ").map(|(name, rest)| (name.to_owned(), rest.to_owned()));
        let gone: BTreeMap<_, _> = self.items.iter().filter(|item| !item.added).filter_map(parts).collect();
        // A looser limit is not a breaking change.
        let number =
            |text: &str| text.rsplit("= ").next()?.trim_end_matches(';').trim_end_matches("usize").parse::<u64>().ok();
        let looser = |(name, rest): &(String, String)| {
            let pair = gone.get(name).and_then(|before| number(before)).zip(number(rest));
            pair.is_some_and(|(before, after)| {
                name.ends_with("_MAX") && after > before || name.ends_with("_MIN") && after < before
            })
        };
        let looser = self.items.iter().filter(|item| item.added).filter_map(parts).filter(looser).count();
        if gone.len() > looser {
            step = Step::Major;
        }
        if step == Step::Patch && !self.items.is_empty() {
            step = Step::Minor;
        }
        if changes.iter().any(|change| change.class == Class::Requests)
            || self.error.is_some() && changes.iter().any(|change| change.class.breaks())
        {
            step = Step::Major;
        }
        step
    }
}

/// The public lines of formatted code, each with the names of the blocks around it, sorted. Builders and mocks are skipped:
/// they repeat the fields and the operations.
fn public_lines(rust: &str) -> Vec<String> {
    let mut blocks: Vec<(usize, String)> = Vec::new();
    let (mut lines, mut derives) = (Vec::new(), String::new());
    let mut rest = rust.lines().peekable();
    while let Some(line) = rest.next() {
        let (indent, mut text) = (line.len() - line.trim_start().len(), line.trim().to_owned());
        if text.starts_with("/**") {
            // The lines of a block comment have no indentation.
            let mut end = text.ends_with("*/");
            while !end && let Some(more) = rest.next() {
                end = more.trim_end().ends_with("*/");
            }
            continue;
        }
        while text.starts_with("#[")
            && !text.ends_with(']')
            && let Some(more) = rest.next()
        {
            text += more.trim();
        }
        if text.starts_with("#[derive") || text == "#[non_exhaustive]" || text.starts_with("#[deprecated") {
            derives += &format!(" {text}");
        }
        if text.is_empty() || text.starts_with(['/', '#', '}', ')', ']']) {
            continue;
        }
        // A signature over several lines.
        while text.ends_with(['(', ',', '<'])
            && text.contains("fn ")
            && let Some(more) = rest.peek().filter(|more| more.len() - more.trim_start().len() >= indent)
        {
            text += more.trim();
            rest.next();
        }
        while blocks.last().is_some_and(|(outer, _)| *outer >= indent) {
            blocks.pop();
        }
        let in_enum = blocks.last().is_some_and(|(_, block)| block.starts_with("enum "));
        let public = text.strip_prefix("pub ").map(str::to_owned).or_else(|| in_enum.then(|| text.clone()));
        let name = block_name(public.as_deref().unwrap_or(&text));
        let path = || blocks.iter().filter_map(|(_, block)| block.split_once(' ')).map(|(_, name)| format!("{name}::"));
        let skipped = blocks.iter().any(|(_, block)| matches!(block.as_str(), "mod builder" | "mod mock"));
        if let Some(public) = public.filter(|public| !skipped && !public.starts_with("mod ")) {
            let code = short(public.trim_end_matches(['{', ',']).trim());
            let name = name.split_once(' ').map_or(name.clone(), |(_, name)| name.to_owned());
            // The list of documents changes with every bump.
            let code = code.split("&[").next().unwrap_or_default().trim_end_matches([';', ' ']);
            let own = code.strip_prefix("const ").unwrap_or(code).strip_prefix(&format!("{name}: ")).unwrap_or(code);
            lines.push(format!("{}{name}: {own}{}", path().collect::<String>(), short(&derives)));
        }
        derives.clear();
        if text.ends_with('{') {
            blocks.push((indent, name));
        }
    }
    lines.sort();
    lines.dedup();
    lines
}

/// Removes the paths before names.
fn short(code: &str) -> String {
    static PATH: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?:::)?\b(?:\w+::)+|\B::(?:\w+::)*").ok());
    PATH.as_ref().map_or_else(|| code.to_owned(), |path| path.replace_all(code, "").replace(", )]", ")]"))
}

/// The keyword and the name of an item, such as `struct Look`; only the name for a field or variant.
fn block_name(code: &str) -> String {
    if let Some(rest) = code.strip_prefix("impl") {
        let generic = rest.strip_prefix('<').and_then(|rest| rest.split_once("> ")).map_or(rest, |(_, rest)| rest);
        let name = generic.rsplit(" for ").next().unwrap_or(generic).trim();
        return format!("impl {}", name.split(['<', ' ', '{']).next().unwrap_or_default());
    }
    let words: Vec<&str> =
        code.split([':', '(', '<', '=', '{', ',', ';']).next().unwrap_or_default().split_whitespace().collect();
    let keyword = words.iter().rposition(|word| {
        matches!(*word, "fn" | "struct" | "enum" | "mod" | "type" | "trait" | "use" | "const" | "static")
    });
    words[keyword.unwrap_or(0).min(words.len())..].iter().take(2).copied().collect::<Vec<_>>().join(" ")
}
