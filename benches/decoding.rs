//! The time to decode 1, 1,000 and 100,000 looks, from bytes and in a call to a local server, compared with hand-written structs.

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, Throughput};
use heygen_api::{AddLooksRequest, AddLooksResponse, ImageKeys};

mod support;
use support::{hand_written, print_ratio, response, server};

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let mut criterion = Criterion::default().configure_from_args().sample_size(10);
    let mut group = criterion.benchmark_group("decoding");
    for looks in [1, 1_000, 100_000] {
        let body = response(looks).into_bytes();
        let client = || serde_json::from_slice::<AddLooksResponse>(black_box(&body)).expect("a response");
        let by_hand = || serde_json::from_slice::<hand_written::Response>(black_box(&body)).expect("a response");
        group.throughput(Throughput::Elements(looks as u64));
        group.bench_function(BenchmarkId::new("hand-written", looks), |bencher| bencher.iter(by_hand));
        group.bench_function(BenchmarkId::new("client", looks), |bencher| bencher.iter(client));
        let times = 10_000_usize.div_ceil(looks);
        print_ratio(&format!("decoding/{looks}"), || time(times, client), || time(times, by_hand));

        let url = format!("http://{}", server::start(&response(looks)));
        let client =
            heygen_api::Client::builder("key").base_url(&url).response_limit(1 << 30).build().expect("a client");
        let request = AddLooksRequest::new("group", ImageKeys::new(["key"]).expect("a key"), "name");
        let call = || runtime.block_on(client.add_looks(request.clone())).expect("a response").looks.len();
        let by_hand = hand_written::Client::new("key", &url).expect("a client");
        let request = hand_written::Request {
            generation_id: None,
            group_id: "group".to_owned(),
            image_keys: vec!["key".to_owned()],
            name: "name".to_owned(),
        };
        let call_by_hand = || runtime.block_on(by_hand.add_looks(&request)).expect("a response").len();
        print_ratio(&format!("call/{looks} looks"), || time(times, call), || time(times, call_by_hand));
    }
    group.finish();
    criterion.final_summary();
}

fn time<T>(times: usize, decode: impl Fn() -> T) -> Duration {
    let begin = Instant::now();
    (0..times).for_each(|_| drop(black_box(decode())));
    begin.elapsed()
}
