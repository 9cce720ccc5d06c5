//! `cargo heygen diff`: reports what changed in HeyGen's documents and in the Rust API, and the version step that follows.

mod all_of;
mod api;
mod document;
mod keywords;
mod node;
mod operation;
mod report;
mod schema;
mod walk;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use serde::Serialize;

use super::generate::{self, Client};
use crate::openapi::corrections::{self, Corrected};
use crate::openapi::{Operation, Source, State, operations};
use crate::output::{Format, Outcome, print_report};
use crate::update;
pub use api::{Api, Step};
use document::Document;
pub use document::REMOVED;
pub use report::{change_line, markdown, summary};

/// What a change means for users. CONTRIBUTING.md explains the classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(into = "&str")]
pub enum Class {
    Requests,
    Responses,
    Behaviour,
    /// A keyword that no rule covers.
    Unknown,
    Compatible,
    CaughtUp,
    Documentation,
}

impl From<Class> for &str {
    fn from(class: Class) -> Self {
        class.name()
    }
}

impl Class {
    pub fn name(self) -> &'static str {
        match self {
            Self::Requests => "breaking for requests",
            Self::Responses => "breaking for responses",
            Self::Behaviour => "behaviour may change",
            Self::Unknown => "unknown: look at it",
            Self::Compatible => "compatible",
            Self::CaughtUp => "HeyGen caught up",
            Self::Documentation => "documentation only",
        }
    }

    pub fn breaks(self) -> bool {
        matches!(self, Self::Requests | Self::Responses)
    }
}

/// A change in one of HeyGen's documents.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    pub class: Class,
    pub file: String,
    /// The place in readable form: operation, request or response, field.
    pub place: String,
    /// The JSON pointer in the new document, or in the old one if the node was removed.
    pub pointer: String,
    pub what: String,
    /// The text, if it was reworded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
    /// The other places that use the same schema.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub uses: Vec<String>,
}

impl Change {
    pub fn new(class: Class, file: &str, place: &str, pointer: &str, what: impl Into<String>) -> Self {
        let (file, place, pointer) = (file.to_owned(), place.to_owned(), pointer.to_owned());
        Self { class, file, place, pointer, what: what.into(), text: None, uses: Vec::new() }
    }

    /// Adds the change to a list. A change of a shared schema is listed once, with its uses.
    pub fn add_to(self, changes: &mut Vec<Self>) {
        let is_same = |one: &&mut Self| {
            (one.class, &one.file, &one.pointer, &one.what) == (self.class, &self.file, &self.pointer, &self.what)
        };
        match changes.iter_mut().find(is_same) {
            Some(known) => [self.place].iter().chain(&self.uses).for_each(|place| known.add_use(place)),
            None => changes.push(self),
        }
    }

    pub fn add_use(&mut self, place: &str) {
        if !self.place.starts_with(place) && !self.uses.iter().any(|known| known == place) {
            self.uses.push(place.to_owned());
        }
    }
}

/// A text before and after.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Text {
    pub before: String,
    pub after: String,
}

/// A document's `info.version`.
#[derive(Clone, Debug, Serialize)]
pub struct Version {
    pub file: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// The difference between two states.
#[derive(Serialize)]
pub struct Difference {
    pub documents: Vec<Version>,
    pub changes: Vec<Change>,
    pub api: Api,
    pub step: Step,
    /// The current version of the package, and the next one.
    pub package: Option<Text>,
    /// The clients of both states, with every correction that can be applied, or the error of the code generator.
    #[serde(skip)]
    pub clients: (Result<Client, String>, Result<Client, String>),
    /// The corrected documents of both states.
    #[serde(skip)]
    pub corrected: (Vec<Corrected>, Vec<Corrected>),
}

impl Difference {
    pub fn breaks(&self) -> bool {
        self.step == Step::Major || self.changes.iter().any(|change| change.class.breaks())
    }

    /// The `info.version` of the first document.
    pub fn metadata(&self) -> Option<&str> {
        self.documents.iter().find_map(|one| one.after.as_deref())
    }
}

/// Compares two states.
pub fn compare_states(old: &State, new: &State) -> Result<Difference> {
    let (before, after) = (corrections::correct_all(old)?, corrections::correct_all(new)?);
    let same = old.sources == new.sources;
    let client = |corrected: &[Corrected]| {
        generate::client(&corrected.iter().map(|one| one.source.clone()).collect::<Vec<Source>>())
    };
    let client_after = client(&after);
    let clients = match (same, before.is_empty()) {
        (true, _) => (client_after.clone(), client_after),
        (_, true) => (Ok(Client::default()), client_after),
        _ => (client(&before), client_after),
    };
    let mut changes = find_changes(&before, &after);
    // An operation without a method is not an addition for users.
    for change in changes.iter_mut().filter(|change| change.what == document::ADDED) {
        if operation_of(change, &after).is_some_and(|operation| !has_method(&clients.1, &operation)) {
            (change.class, change.what) = (Class::Documentation, "new in the document, without a method".to_owned());
        }
    }
    changes.sort_by(|one, other| one.class.cmp(&other.class).then_with(|| one.pointer.cmp(&other.pointer)));
    let documents = document::versions(&published(&before), &published(&after));
    let api = Api::compare(&clients.0, &clients.1);
    let step = api.version_step(!same, &changes);
    let corrected = (before, after);
    let mut difference = Difference { documents, changes, api, step, package: None, clients, corrected };
    difference.package = old.version().or(new.version()).map(|now| {
        let after = step.next_version(&now, &now, difference.metadata());
        Text { before: now.to_string(), after: after.to_string() }
    });
    Ok(difference)
}

/// The document of a file.
pub fn of_file<'a>(corrected: &'a [Corrected], file: &str) -> Option<&'a Corrected> {
    corrected.iter().find(|one| one.source.file == file)
}

/// The operation that was added or removed.
pub fn operation_of<'a>(change: &Change, corrected: &'a [Corrected]) -> Option<Operation<'a>> {
    operations(&of_file(corrected, &change.file)?.document).find(|operation| operation.pointer == change.pointer)
}

/// Whether an operation has a method in a client.
pub fn has_method(client: &Result<Client, String>, operation: &Operation<'_>) -> bool {
    let (path, method) = operation.key();
    client.as_ref().is_ok_and(|client| client.operations.contains(&(path, method.to_owned())))
}

/// The changes in the corrected documents, which users see, and those that only the published documents show.
fn find_changes(before: &[Corrected], after: &[Corrected]) -> Vec<Change> {
    let mut changes = document::compare_documents(&corrected(before), &corrected(after));
    for mut change in document::compare_documents(&published(before), &published(after)) {
        if changes.iter().any(|known| known.file == change.file && known.pointer == change.pointer) {
            continue;
        }
        let was = of_file(before, &change.file).and_then(|one| one.document.pointer(&change.pointer));
        let is = of_file(after, &change.file).and_then(|one| one.published.pointer(&change.pointer));
        if change.class != Class::Documentation && was == is {
            change.class = Class::CaughtUp;
        }
        changes.push(change);
    }
    changes
}

fn corrected(all: &[Corrected]) -> Vec<Document<'_>> {
    all.iter().map(|one| (one.source.file.as_str(), &one.document)).collect()
}

fn published(all: &[Corrected]) -> Vec<Document<'_>> {
    all.iter().map(|one| (one.source.file.as_str(), &one.published)).collect()
}

/// `cargo heygen diff`.
pub fn run(root: &Path, base: Option<&str>, paths: &[PathBuf], format: Format) -> Result<Outcome> {
    let (mut old, mut new) = match paths {
        [] => (State::of_revision(root, base.unwrap_or("HEAD"))?, State::of_tree(root)?),
        [old, new] => (State::of_path(old)?, State::of_path(new)?),
        _ => bail!("give both OLD and NEW, or neither"),
    };
    for state in [&old, &new] {
        if state.sources.is_empty() {
            bail!("one of the two states has no document");
        }
    }
    // As in a bump, the corrections are updated first. What two given documents both need is no change.
    update::update_overlays(&mut new)?;
    if !paths.is_empty() {
        update::update_overlays(&mut old)?;
    }
    let difference = compare_states(&old, &new)?;
    print_report(&difference, &markdown(&difference), format)?;
    Ok(if difference.breaks() { Outcome::Open } else { Outcome::Clean })
}
