//! A request has 1 to `ImageKeys::MAX` keys, and none of them is blank.

use heygen_api::{AddLooksRequest, ImageKeys};
use proptest::prelude::*;
use serde_json::json;

use crate::support::cases;

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn only_valid_lists_of_keys_are_accepted(keys in prop::collection::vec(".{0,3}", 0..2 * ImageKeys::MAX)) {
        let valid = (1..=ImageKeys::MAX).contains(&keys.len()) && keys.iter().all(|key| !key.trim().is_empty());
        let body = json!({ "group_id": "g", "name": "n", "image_keys": keys });
        prop_assert_eq!(ImageKeys::new(&keys).is_ok(), valid);
        prop_assert_eq!(serde_json::from_value::<AddLooksRequest>(body).is_ok(), valid);
        prop_assert_eq!(ImageKeys::try_from(keys).is_ok(), valid);
    }
}

#[test]
fn an_error_counts_up_to_one_key_too_many_and_finds_the_first_blank_one() {
    let mut taken = 0;
    let endless = std::iter::from_fn(|| {
        taken += 1;
        Some("key")
    });
    let error = ImageKeys::new(endless).unwrap_err();
    assert_eq!((error.found, error.blank), (ImageKeys::MAX + 1, None));
    assert!(taken <= ImageKeys::MAX + 1, "{taken} keys taken");
    let error = ImageKeys::new(["a", " \t", ""]).unwrap_err();
    assert_eq!((error.found, error.blank), (3, Some(1)));
}
