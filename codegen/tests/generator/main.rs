//! The generator, tested through its one door with documents of its own: fixtures/ and what the tests write themselves.

mod calls;
mod client;
mod document;
mod fixtures;
mod lowering;
mod mutations;
mod overlay;
mod skipped;
mod stops;
mod unions;
