//! The generated client that is checked in, which reviewers read and users without the feature `codegen` compile.
#![cfg(feature = "codegen")]

#[test]
fn the_checked_in_client_is_what_the_build_generates() {
    let built = syn::parse_file(include_str!(concat!(env!("OUT_DIR"), "/generated.rs"))).unwrap();
    let same = prettyplease::unparse(&built) == include_str!("../src/generated.rs");
    assert!(
        same,
        "src/generated.rs is not what openapi/ generates: run `cargo xtask generate`, and review the difference"
    );
}
