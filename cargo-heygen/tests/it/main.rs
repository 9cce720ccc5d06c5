//! The tests of `cargo heygen`: each runs the command in a repository of its own.

mod bump;
mod check;
mod crates;
mod diff;
mod fetching;
mod pages;
mod replacing;
mod reports;
mod support;
mod updates;
#[cfg(unix)]
mod weekly;
mod yaml_pages;
