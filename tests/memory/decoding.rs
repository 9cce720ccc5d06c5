//! Decoding needs memory in proportion to the response, and no more than hand-written structs do.

#[path = "../../benches/support/hand_written.rs"]
#[allow(dead_code, reason = "the fields are what is decoded")]
mod hand_written;

use heygen_api::{AddLooksResponse, Client, Look};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::document::document_example;
use crate::{ALONE, MEMORY, server};

/// The peak memory of decoding a body, without the body itself.
fn peak<T: DeserializeOwned>(body: &[u8]) -> usize {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let decoded: T = serde_json::from_slice(body).unwrap();
    let peak = MEMORY.peak_usage() - before;
    drop(decoded);
    peak
}

/// The peak memory of a call.
fn peak_of_call(call: impl FnOnce() -> usize) -> usize {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    assert!(call() > 0);
    MEMORY.peak_usage() - before
}

/// Builds the body as text, because a `Value` of that size would be slow.
fn response_body(looks: usize) -> Vec<u8> {
    let example = document_example();
    let texts: Vec<String> =
        example["data"]["photo_avatar_list"].as_array().unwrap().iter().map(Value::to_string).collect();
    let list: Vec<&str> = texts.iter().map(String::as_str).cycle().take(looks).collect();
    format!(r#"{{"error":null,"data":{{"photo_avatar_list":[{}]}}}}"#, list.join(",")).into_bytes()
}

#[test]
fn decoding_memory_is_linear_and_no_more_than_by_hand() {
    let _alone = ALONE.lock();
    let mut last = None;
    // New fields of HeyGen's make a look larger. While a list grows, it can have a capacity of up to 4 looks for each one in it.
    let larger = size_of::<Look>().saturating_sub(size_of::<hand_written::Look>());
    let most = std::env::var("TEST_LOOKS").ok().and_then(|looks| looks.parse().ok()).unwrap_or(10_000);
    for looks in [1, 1_000, most] {
        let body = response_body(looks);
        let (ours, theirs) = (peak::<AddLooksResponse>(&body), peak::<hand_written::Response>(&body));
        println!("{looks} looks, {} bytes: {ours} bytes, {theirs} by hand", body.len());
        assert!(ours <= theirs + theirs / 20 + 4 * looks * larger, "{looks} looks: {ours} bytes, {theirs} by hand");
        // Linear growth, with room for the spare capacity of a list and for the copy when it grows.
        if let Some((fewer, less)) = last.replace((looks, ours)).filter(|(fewer, _)| *fewer >= 1_000) {
            let bound = 3 * (looks / fewer) * less;
            assert!(ours <= bound, "{looks} looks: {ours} bytes, but {fewer} looks: {less} bytes");
        }
    }
    for looks in [1_000, 10_000] {
        let body = String::from_utf8(response_body(looks)).unwrap();
        let url = format!("http://{}", server::start(&body));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let client = Client::builder("key").base_url(&url).response_limit(body.len()).build().unwrap();
        let by_hand = hand_written::Client::new("key", &url).unwrap();
        let keys = vec!["key".to_owned()];
        let request =
            hand_written::Request { generation_id: None, group_id: "g".into(), image_keys: keys, name: "n".into() };
        // The first call of each client connects. Of the others, the least counts: how far hyper's buffer grows depends on the socket.
        let least = |call: &dyn Fn() -> usize| (0..6).map(|_| peak_of_call(call)).skip(1).min().unwrap();
        let theirs = least(&|| runtime.block_on(by_hand.add_looks(&request)).unwrap().len());
        let ours = least(&|| runtime.block_on(client.add_looks(crate::request())).unwrap().looks.len());
        println!("{looks} looks in a call: {ours} bytes, {theirs} by hand");
        // hyper's read buffer grows to 400 KiB, depending on the socket.
        assert!(
            ours <= theirs + theirs / 20 + (400 << 10) + 4 * looks * larger,
            "{looks} looks: {ours} bytes, {theirs} by hand"
        );
    }
}
