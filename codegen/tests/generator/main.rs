//! Tests the generator through `generate`, with documents from fixtures/ and of the tests themselves.

mod calls;
mod client;
mod docs;
mod document;
mod fields;
mod fixtures;
mod hostile_names;
mod lowering;
mod mutations;
mod names;
mod overlay;
mod scratch;
mod skipped;
mod stops;
mod unions;
