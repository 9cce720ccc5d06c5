//! Helpers that the benches share.

#![allow(dead_code, reason = "each bench uses a part of it")]

#[path = "../../tests/it/support/document.rs"]
mod document;
pub mod hand_written;
pub mod server;

use std::time::{Duration, Instant};

/// The example response of HeyGen's document, with this many looks.
pub fn response(looks: usize) -> String {
    let mut body = document::document_example();
    let list = &mut body["data"]["photo_avatar_list"];
    *list = list.as_array().expect("a list").iter().cycle().take(looks).cloned().collect();
    body.to_string()
}

/// Prints the ratio of this crate's time to the hand-written one, as a median of rounds.
///
/// In each round, one runs right after the other, so that other load on the machine affects both.
pub fn print_ratio(what: &str, mut ours: impl FnMut() -> Duration, mut theirs: impl FnMut() -> Duration) {
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    let begin = Instant::now();
    let mut ratios = Vec::new();
    while ratios.len() < 11 || begin.elapsed() < Duration::from_secs(10) {
        // They take turns in running first.
        let first = (ratios.len() % 2 == 1).then(&mut theirs);
        let ours = ours();
        let theirs = first.unwrap_or_else(&mut theirs);
        ratios.push(ours.as_secs_f64() / theirs.as_secs_f64());
    }
    ratios.sort_by(f64::total_cmp);
    println!("{what}: {:.3} of the hand-written time, in {} rounds", ratios[ratios.len() / 2], ratios.len());
}
