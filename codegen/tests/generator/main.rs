//! The generator, tested through its one door with documents of its own: fixtures/ and what the tests write themselves.

mod calls;
mod client;
mod docs;
mod document;
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
