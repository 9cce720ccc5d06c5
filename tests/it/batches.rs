//! More keys than fit in one request.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use heygen_api::{Client, Error, ImageKeys};
use serde_json::Value;

use crate::support::batches::{Reply, keys_of, start_server};
use crate::support::request_for;

/// The number of keys in a full batch.
const MAX: usize = ImageKeys::MAX;

type Requests = Arc<Mutex<Vec<Value>>>;

/// Starts a server that decides by the number of the batch.
fn server(reply: impl Fn(usize) -> Reply + Send + Sync + 'static) -> (Client, Requests) {
    let requests = Requests::default();
    let log = requests.clone();
    let client = start_server(move |request| {
        let first = keys_of(request).next().unwrap().trim_start_matches("key-");
        let batch = first.parse::<usize>().unwrap() / MAX;
        log.lock().unwrap().push(request.clone());
        // Among concurrent batches, later ones get their response first.
        std::thread::sleep(Duration::from_millis(4 - batch as u64 % 4));
        reply(batch)
    });
    (client, requests)
}

fn keys(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("key-{number}")).collect()
}

#[tokio::test]
async fn every_key_of_many_batches_is_in_exactly_one_list() {
    let reply = |batch| match batch % 10 {
        3 => Reply::Status(400),
        5 => Reply::Status(500),
        7 => Reply::Lose,
        _ => Reply::Add,
    };
    for concurrency in [1, 7] {
        let (client, log) = server(reply);
        let request = |keys| request_for(keys).with_generation_id("generation");
        let batches = client.add_looks_in_batches(keys(250 * MAX), request);
        let summary = batches.concurrency(concurrency).collect_all().await;
        let mut seen = BTreeMap::new();
        for batch in &summary.added {
            assert_eq!(batch.keys.len(), batch.added.looks.len());
            batch.keys.iter().for_each(|key| *seen.entry(key.as_str()).or_insert(0) += 1);
        }
        let (not_added, unknown) = (summary.keys_not_added(), summary.keys_unknown());
        not_added.iter().chain(&unknown).for_each(|key| *seen.entry(key.as_str()).or_insert(0) += 1);
        assert!(summary.not_tried.is_empty());
        assert_eq!((seen.len(), seen.values().max()), (250 * MAX, Some(&1)), "each key is in one list");
        assert_eq!((summary.looks().count(), not_added.len(), unknown.len()), (175 * MAX, 25 * MAX, 50 * MAX));
        let in_order: Vec<&String> = summary.added.iter().flat_map(|batch| &batch.keys).collect();
        assert!(in_order.is_sorted_by_key(|key| key[4..].parse::<usize>().unwrap()));
        let log = log.lock().unwrap();
        assert_eq!(log.len(), 250, "each batch is sent once");
        assert!(log.iter().all(|request| request["generation_id"] == "generation"));
        assert!(log.iter().all(|request| request["image_keys"].as_array().unwrap().len() == MAX));
    }
}

#[tokio::test]
async fn an_error_of_every_further_call_stops_the_rest_and_the_rest_can_be_sent_later() {
    for status in [401, 403, 404, 410, 429] {
        let (client, log) = server(move |batch| if batch == 2 { Reply::Status(status) } else { Reply::Add });
        let all = keys(5 * MAX + 1);
        let summary = client.add_looks_in_batches(&all, request_for).collect_all().await;
        assert_eq!(
            (summary.added.len(), summary.failed.len(), summary.not_tried.len()),
            (2, 1, 2 * MAX + 1),
            "{status}"
        );
        assert_eq!(log.lock().unwrap().len(), 3);
        let rest = summary.keys_not_added();
        assert_eq!(rest, all[2 * MAX..], "{status}");

        let (client, log) = server(|_| Reply::Add);
        let summary = client.add_looks_in_batches(rest, request_for).collect_all().await;
        assert_eq!((summary.looks().count(), summary.failed.len(), log.lock().unwrap().len()), (3 * MAX + 1, 0, 4));
    }
}

#[tokio::test]
async fn concurrency_limits_running_calls_and_a_later_error_stops_the_rest() {
    let (client, log) = server(|batch| if batch == 1 { Reply::Status(401) } else { Reply::Add });
    let mut batches = client.add_looks_in_batches(keys(25 * MAX), request_for).concurrency(3);
    assert!(log.lock().unwrap().is_empty(), "nothing is sent before the batches are polled");
    let first = batches.next().await.unwrap();
    assert_eq!(first.keys, keys(MAX));
    let mut outcomes = 1;
    while batches.next().await.is_some() {
        outcomes += 1;
    }
    assert_eq!(log.lock().unwrap().len(), outcomes);
    assert_eq!(outcomes * MAX + batches.not_tried().count(), 25 * MAX);
    assert!(outcomes <= 5, "{outcomes} calls, although the second one failed");
}

#[tokio::test]
async fn a_batch_with_a_blank_key_is_not_sent_and_does_not_stop_the_rest() {
    let (client, log) = server(|_| Reply::Add);
    let mut all = keys(2 * MAX + 1);
    all[1] = " ".to_owned();
    let summary = client.add_looks_in_batches(all, request_for).collect_all().await;
    assert!(
        matches!(&summary.failed[..], [batch] if matches!(batch.error, Error::ImageKeys(_)) && batch.keys.len() == MAX)
    );
    assert_eq!((summary.looks().count(), log.lock().unwrap().len()), (MAX + 1, 2));
    let none = client.add_looks_in_batches(keys(0), request_for).collect_all().await;
    assert!(none.added.is_empty() && none.failed.is_empty() && none.not_tried.is_empty());
}
