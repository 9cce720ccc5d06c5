//! More keys than one request takes.

mod support;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use heygen_api::{Client, Error, ImageKeys, Retry};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What the server does with a batch.
#[derive(Clone, Copy, PartialEq)]
enum Fate {
    Add,
    Refuse(u16),
    /// It does the work, and closes.
    Lose,
}

type Requests = Arc<Mutex<Vec<Value>>>;

/// A server that treats each batch by the number of its first key.
async fn server(fate: impl Fn(usize) -> Fate + Send + Sync + 'static) -> (Client, Requests) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let requests = Requests::default();
    let (fate, log) = (Arc::new(fate), requests.clone());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(connection(stream, fate.clone(), log.clone()));
        }
    });
    (Client::builder("key").base_url(base).retry(Retry::none()).build().unwrap(), requests)
}

async fn connection(mut stream: TcpStream, fate: Arc<impl Fn(usize) -> Fate>, log: Requests) {
    let mut text = Vec::new();
    while !text.ends_with(b"}") {
        if matches!(stream.read_buf(&mut text).await, Ok(0) | Err(_)) {
            return;
        }
    }
    let body = text.windows(4).position(|window| window == b"\r\n\r\n").unwrap() + 4;
    let request: Value = serde_json::from_slice(&text[body..]).unwrap();
    let keys = request["image_keys"].as_array().unwrap();
    let first: usize = keys[0].as_str().unwrap().trim_start_matches("key-").parse().unwrap();
    let looks: Vec<Value> = keys.iter().map(|key| json!({ "id": key })).collect();
    log.lock().unwrap().push(request.clone());
    let (status, body) = match fate(first) {
        Fate::Add => (200, json!({ "error": null, "data": { "photo_avatar_list": looks } })),
        Fate::Refuse(status) => (status, json!({ "code": 1, "message": "no" })),
        Fate::Lose => return,
    };
    let body = body.to_string();
    let head = format!("HTTP/1.1 {status} x\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
    // Of a few batches, the later ones are the first to respond.
    tokio::time::sleep(Duration::from_millis(4 - first as u64 / 4 % 4)).await;
    let _ = stream.write_all((head + &body).as_bytes()).await;
}

fn keys(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("key-{number}")).collect()
}

#[tokio::test]
async fn the_accounts_of_a_thousand_keys_add_up() {
    let fate = |first| match first / 4 % 10 {
        3 => Fate::Refuse(400),
        5 => Fate::Refuse(500),
        7 => Fate::Lose,
        _ => Fate::Add,
    };
    for concurrency in [1, 7] {
        let (client, log) = server(fate).await;
        let batches = client.add_looks_in_batches("group", "name", keys(1000)).concurrency(concurrency);
        let summary = batches.generation_id("generation").collect_all().await;
        let mut seen = BTreeMap::new();
        for batch in &summary.added {
            assert_eq!(batch.keys.len(), batch.added.looks.len());
            batch.keys.iter().for_each(|key| *seen.entry(key.as_str()).or_insert(0) += 1);
        }
        let (refused, unknown) = (summary.keys_not_added(), summary.keys_unknown());
        refused.iter().chain(&unknown).for_each(|key| *seen.entry(key.as_str()).or_insert(0) += 1);
        assert!(summary.not_tried.is_empty());
        assert_eq!((seen.len(), seen.values().max()), (1000, Some(&1)), "each key is in one account");
        assert_eq!((summary.looks().count(), refused.len(), unknown.len()), (700, 100, 200));
        let in_order: Vec<&String> = summary.added.iter().flat_map(|batch| &batch.keys).collect();
        assert!(in_order.is_sorted_by_key(|key| key[4..].parse::<usize>().unwrap()));
        let log = log.lock().unwrap();
        assert_eq!(log.len(), 250, "each batch is sent once");
        assert!(log.iter().all(|request| request["generation_id"] == "generation"));
        assert!(log.iter().all(|request| request["image_keys"].as_array().unwrap().len() == ImageKeys::MAX));
    }
}

#[tokio::test]
async fn an_error_that_all_would_meet_stops_the_rest_and_one_goes_on_from_there() {
    for status in [401, 403, 404, 410, 429] {
        let (client, log) = server(move |first| if first == 8 { Fate::Refuse(status) } else { Fate::Add }).await;
        let summary = client.add_looks_in_batches("group", "name", keys(22)).collect_all().await;
        assert_eq!((summary.added.len(), summary.failed.len(), summary.not_tried.len()), (2, 1, 10), "{status}");
        assert_eq!(log.lock().unwrap().len(), 3);
        let rest = summary.keys_not_added();
        assert_eq!(rest, keys(22)[8..], "{status}");

        let (client, log) = server(|_| Fate::Add).await;
        let summary = client.add_looks_in_batches("group", "name", rest).collect_all().await;
        assert_eq!((summary.looks().count(), summary.failed.len(), log.lock().unwrap().len()), (14, 0, 4));
    }
}

#[tokio::test]
async fn which_errors_stop_is_the_callers_choice() {
    let (client, _) = server(|first| Fate::Refuse(if first == 0 { 401 } else { 400 })).await;
    let batches = client.add_looks_in_batches("group", "name", keys(12));
    let summary =
        batches.stop_when(|error| matches!(error, Error::Api(error) if error.status == 400)).collect_all().await;
    assert_eq!((summary.failed.len(), summary.not_tried.len()), (2, 4));
}

#[tokio::test]
async fn no_more_are_under_way_than_allowed_and_a_late_stop_is_seen() {
    let (client, log) = server(|first| if first == 4 { Fate::Refuse(401) } else { Fate::Add }).await;
    let mut batches = client.add_looks_in_batches("group", "name", keys(100)).concurrency(3);
    assert!(log.lock().unwrap().is_empty(), "nothing is sent before the batches are polled");
    let first = batches.next().await.unwrap();
    assert_eq!(first.keys, keys(4));
    let mut outcomes = 1;
    while batches.next().await.is_some() {
        outcomes += 1;
    }
    assert_eq!(log.lock().unwrap().len(), outcomes);
    assert_eq!(outcomes * 4 + batches.not_tried().count(), 100);
    assert!(outcomes <= 5, "{outcomes} calls, though the second was refused");
}

#[tokio::test]
async fn a_blank_key_is_not_sent_and_stops_nobody() {
    let (client, log) = server(|_| Fate::Add).await;
    let mut all = keys(9);
    all[1] = " ".to_owned();
    let summary = client.add_looks_in_batches("group", "name", all).collect_all().await;
    assert!(
        matches!(&summary.failed[..], [batch] if matches!(batch.error, Error::ImageKeys(_)) && batch.keys.len() == 4)
    );
    assert_eq!((summary.looks().count(), log.lock().unwrap().len()), (5, 2));
    let none = client.add_looks_in_batches("group", "name", keys(0)).collect_all().await;
    assert!(none.added.is_empty() && none.failed.is_empty() && none.not_tried.is_empty());
}
