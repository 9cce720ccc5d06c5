//! The public items of the generated client: what a bump does to the Rust API, in as few lines as there are items.

#[path = "../xtask/src/items.rs"]
mod items;

#[test]
fn the_public_items_are_what_was_reviewed() {
    let items = items::of(include_str!(concat!(env!("OUT_DIR"), "/generated.rs"))).unwrap();
    expectorate::assert_contents("tests/snapshots/public_items.txt", &(items.join("\n") + "\n"));
}
