//! The time of 1, 16 and 128 concurrent calls to a local server, compared with hand-written `reqwest` and `serde`.
//!
//! A single thread makes all calls, so this measures the client and not the server.

use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, Throughput};
use heygen_api::{AddLooksRequest, ImageKeys};

mod support;
use support::{hand_written, print_ratio, response, server};

const KEY: &str = "sk_V2_hgu_kQ7vXb2mZrT9wLc4Hy6PdNf3Jg8sEa5UoKtVqYxBnCzRiMlWpD";

/// Makes `count` calls, `at_once` at a time.
async fn calls<F: Future<Output = usize>>(count: u64, at_once: usize, call: impl Fn() -> F) -> Duration {
    let left = AtomicU64::new(count);
    let worker = || async {
        while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok() {
            assert_eq!(call().await, 2);
        }
    };
    let begin = Instant::now();
    futures_util::future::join_all((0..at_once).map(|_| worker())).await;
    begin.elapsed()
}

fn main() {
    let url = format!("http://{}", server::start(&response(2)));
    // For benches/cost.sh: only run the server, until standard input is closed.
    if std::env::args().any(|arg| arg == "--serve") {
        println!("{url}");
        return std::io::stdin().lines().for_each(drop);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let client = heygen_api::Client::builder(KEY).base_url(&url).build().expect("a client");
    let by_hand = hand_written::Client::new(KEY, &url).expect("a client");

    let client_calls = |count, at_once| {
        let call = || async {
            let keys = ImageKeys::new(["image/a/original"]).expect("a key");
            let request = AddLooksRequest::new("group-id", keys, "Dua Casual");
            client.add_looks(request).await.expect("a response").looks.len()
        };
        runtime.block_on(calls(count, at_once, call))
    };
    let calls_by_hand = |count, at_once| {
        let call = || async {
            let request = hand_written::Request {
                generation_id: None,
                group_id: "group-id".to_owned(),
                image_keys: vec!["image/a/original".to_owned()],
                name: "Dua Casual".to_owned(),
            };
            by_hand.add_looks(&request).await.expect("a response").len()
        };
        runtime.block_on(calls(count, at_once, call))
    };

    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("calls");
    group.throughput(Throughput::Elements(1));
    for at_once in [1, 16, 128] {
        group.bench_function(BenchmarkId::new("hand-written", at_once), |bencher| {
            bencher.iter_custom(|count| calls_by_hand(count, at_once));
        });
        group.bench_function(BenchmarkId::new("client", at_once), |bencher| {
            bencher.iter_custom(|count| client_calls(count, at_once));
        });
        print_ratio(&format!("calls/{at_once}"), || client_calls(1000, at_once), || calls_by_hand(1000, at_once));
    }
    group.finish();
    criterion.final_summary();
}
