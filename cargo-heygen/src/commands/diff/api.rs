//! Compares the Rust API before and after, and derives the version step.

use std::sync::LazyLock;

use quote::ToTokens;
use regex::Regex;
use semver::{BuildMetadata, Prerelease, Version};
use serde::Serialize;
use syn::{Attribute, ImplItem, Item, Visibility};

use super::{Change, Class};
use crate::commands::generate::Client;
use crate::output::markdown::changed_lines;

/// The public items that differ.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Api {
    /// In the order of their names.
    pub items: Vec<ApiItem>,
    /// Why the API could not be compared: the code generator's error for one of the two states.
    pub error: Option<String>,
}

/// A public item that was added or removed.
#[derive(Clone, Debug, Serialize)]
pub struct ApiItem {
    pub added: bool,
    /// The path of the item, a colon, and its code.
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
    /// The version after `now`, compared with the `released` one. Below 1.0, Cargo treats 0.Y as major and 0.y.Z as the rest.
    pub fn next_version(self, now: &Version, released: &Version, metadata: Option<&str>) -> Version {
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
    pub fn compare(old: &Result<Client, String>, new: &Result<Client, String>) -> Self {
        match (old, new) {
            (Ok(old), Ok(new)) => {
                let lines = changed_lines(&public_items(&old.rust), &public_items(&new.rust));
                let items = lines.into_iter().map(|(added, item)| ApiItem { added, item });
                Self { items: items.collect(), error: None }
            }
            (Err(error), _) => Self { items: Vec::new(), error: Some(format!("before: {error}")) },
            (_, Err(error)) => Self { items: Vec::new(), error: Some(format!("after: {error}")) },
        }
    }

    /// The step for these changes. A change that breaks requests is major even if the Rust API stays the same.
    pub fn version_step(&self, any: bool, changes: &[Change]) -> Step {
        let breaks_requests = changes.iter().any(|change| change.class == Class::Requests);
        let breaks = self.error.is_some() && changes.iter().any(|change| change.class.breaks());
        if breaks_requests || breaks || self.items.iter().any(|item| !item.added) {
            Step::Major
        } else if !self.items.is_empty() {
            Step::Minor
        } else if any {
            Step::Patch
        } else {
            Step::None
        }
    }
}

/// The public items of a client, sorted, without the values of constants. Builders and mocks are skipped:
/// they repeat the fields and the operations.
fn public_items(rust: &str) -> Vec<String> {
    let mut found = Vec::new();
    for item in syn::parse_file(rust).map(|file| file.items).unwrap_or_default() {
        add_item(&item, "", &mut found);
    }
    found.sort();
    found
}

fn add_item(item: &Item, path: &str, found: &mut Vec<String>) {
    let mut add = |name: String, code: String, attributes: &[Attribute]| {
        let is_shown =
            |one: &&Attribute| ["derive", "non_exhaustive", "deprecated"].iter().any(|name| one.path().is_ident(name));
        let attributes: String = attributes.iter().filter(is_shown).map(|one| format!(" {}", plain(one))).collect();
        found.push(format!("{path}{name}: {code}{attributes}"));
    };
    let is_public = |visibility: &Visibility| matches!(visibility, Visibility::Public(_));
    match item {
        Item::Mod(module) if module.ident != "builder" && module.ident != "mock" => {
            for item in module.content.iter().flat_map(|(_, items)| items) {
                add_item(item, &format!("{path}{}::", module.ident), found);
            }
        }
        Item::Struct(item) if is_public(&item.vis) => {
            add(item.ident.to_string(), "struct".to_owned(), &item.attrs);
            for (index, field) in item.fields.iter().enumerate().filter(|(_, field)| is_public(&field.vis)) {
                let name = field.ident.as_ref().map_or_else(|| index.to_string(), ToString::to_string);
                add(format!("{}::{name}", item.ident), plain(&field.ty), &field.attrs);
            }
        }
        Item::Enum(item) if is_public(&item.vis) => {
            add(item.ident.to_string(), "enum".to_owned(), &item.attrs);
            for variant in &item.variants {
                let fields: Vec<String> = variant.fields.iter().map(|field| plain(&field.ty)).collect();
                add(format!("{}::{}", item.ident, variant.ident), format!("({})", fields.join(", ")), &variant.attrs);
            }
        }
        Item::Impl(item) if item.trait_.is_none() => {
            for member in &item.items {
                if let ImplItem::Fn(function) = member
                    && is_public(&function.vis)
                {
                    add(
                        format!("{}::{}", plain(&item.self_ty), function.sig.ident),
                        plain(&function.sig),
                        &function.attrs,
                    );
                }
            }
        }
        Item::Const(item) if is_public(&item.vis) => add(item.ident.to_string(), plain(&item.ty), &item.attrs),
        _ => {}
    }
}

/// Code without the spaces between tokens, and without the paths before names.
fn plain(code: &impl ToTokens) -> String {
    static SPACES: LazyLock<[(Option<Regex>, &str); 4]> = LazyLock::new(|| {
        [
            (r"\b(impl|dyn|mut) :: ", "$1 "),
            (r"(?:\w+ )?:: ", ""),
            (r"\s*([<(\[#!?])\s*|\s+([>)\],;:])|(&) ", "$1$2$3"),
            (r",\)", ")"),
        ]
        .map(|(pattern, with)| (Regex::new(pattern).ok(), with))
    });
    let code = code.to_token_stream().to_string();
    SPACES.iter().fold(code, |code, (pattern, with)| match pattern {
        Some(pattern) => pattern.replace_all(&code, *with).into_owned(),
        None => code,
    })
}
