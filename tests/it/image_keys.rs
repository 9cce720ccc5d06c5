//! A request has 1 to `ImageKeys::MAX` keys, and none of them is blank.

use crate::support::{client, document_example};
use heygen_api::{AddLooksRequest, ImageKeys};
use httpmock::prelude::*;
use serde_json::json;

#[test]
fn image_keys_take_at_most_one_key_too_many() {
    let mut taken = 0;
    let endless = std::iter::from_fn(|| {
        taken += 1;
        Some("key")
    });
    assert!(ImageKeys::new(endless).unwrap_err().found > ImageKeys::MAX);
    assert!(taken <= ImageKeys::MAX + 1, "{taken} keys taken");
}

#[tokio::test]
async fn too_many_keys_are_never_sent() {
    let server = MockServer::start_async().await;
    let any = server
        .mock_async(|when, then| {
            when.any_request();
            then.status(200).json_body(document_example());
        })
        .await;
    let client = client(&server);
    for count in [0, ImageKeys::MAX + 1, 1000] {
        let error = ImageKeys::new(vec!["key"; count]).unwrap_err();
        assert_eq!(error.found, count.min(ImageKeys::MAX + 1));
        let found = if count == 0 { "0".to_owned() } else { format!("more than {}", ImageKeys::MAX) };
        assert!(error.to_string().starts_with(&format!("{found} image keys: a request must have ")), "{error}");
        assert!(ImageKeys::try_from(vec!["key".to_owned(); count]).is_err());
        let body = json!({"group_id": "g", "name": "n", "image_keys": vec!["key"; count]});
        assert!(serde_json::from_value::<AddLooksRequest>(body).is_err());
    }
    any.assert_calls_async(0).await;
    for count in [1, ImageKeys::MAX] {
        let keys = ImageKeys::new(vec!["key"; count]).unwrap();
        client.add_looks(AddLooksRequest::new("g", keys, "n")).await.unwrap();
    }
    any.assert_calls_async(2).await;
    let blank = ImageKeys::new(["a", " \t"]).unwrap_err();
    assert_eq!((blank.found, blank.blank), (2, Some(1)));
    assert!(blank.to_string().starts_with("image key 2 is blank"), "{blank}");
}
