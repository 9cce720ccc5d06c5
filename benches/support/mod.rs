//! What the benches share.

#![allow(dead_code, reason = "each bench uses a part of it")]

pub mod hand_written;
#[path = "../../tests/support/mod.rs"]
mod of_the_tests;
pub mod server;

use serde_json::Value;

/// The document's own example of an answer, with so many looks.
pub fn answer(looks: usize) -> String {
    let mut answer = of_the_tests::document_example();
    let list = &mut answer["data"]["photo_avatar_list"];
    *list = list.as_array().expect("a list").iter().cycle().take(looks).cloned().collect();
    answer.to_string()
}

/// Prints this crate's time as a share of the hand-written one's, each by the fastest of Criterion's samples: what else the machine does is
/// least in those.
pub fn print_ratios(group: &str, sizes: &[usize]) {
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    let target = std::env::var("CARGO_TARGET_DIR").unwrap_or(concat!(env!("CARGO_MANIFEST_DIR"), "/target").to_owned());
    for size in sizes {
        let fastest = |who: &str| {
            let file = format!("{target}/criterion/{group}/{who}/{size}/new/sample.json");
            let sample: Value = serde_json::from_str(&std::fs::read_to_string(file).ok()?).ok()?;
            let (times, counts) = (sample["times"].as_array()?, sample["iters"].as_array()?);
            let each = times.iter().zip(counts).filter_map(|(time, count)| Some(time.as_f64()? / count.as_f64()?));
            each.min_by(f64::total_cmp)
        };
        if let (Some(ours), Some(theirs)) = (fastest("client"), fastest("hand-written")) {
            println!("{group} {size}: {:.3} of the hand-written time", ours / theirs);
        }
    }
}
