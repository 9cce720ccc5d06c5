//! The checked-in client, which reviewers read and which is compiled without the feature `codegen`.

#[test]
fn the_checked_in_client_is_what_the_build_generates() {
    let built = syn::parse_file(include_str!(concat!(env!("OUT_DIR"), "/heygen-openapi.rs"))).unwrap();
    let same = prettyplease::unparse(&built) == include_str!("../../src/generated.rs");
    assert!(
        same,
        "src/generated.rs is not what openapi/ generates: run `cargo heygen generate`, and review the difference"
    );
}
