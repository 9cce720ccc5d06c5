//! Tests the generator through `generate`, with documents from fixtures/ and of the tests themselves.

mod clients;
mod docs;
mod document;
mod fields;
mod fixtures;
mod hostile_names;
mod lowering;
mod mutations;
mod names;
mod overlay;
mod skipped;
mod stops;
mod unions;
