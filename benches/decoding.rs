//! Decoding 1, 1,000 and 100,000 looks, beside hand-written `serde` structs.

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, Throughput};
use heygen_api::AddLooksResponse;

mod support;
use support::{answer, hand_written, print_ratio};

fn main() {
    let mut criterion = Criterion::default().configure_from_args().sample_size(10);
    let mut group = criterion.benchmark_group("decoding");
    for looks in [1, 1_000, 100_000] {
        let body = answer(looks).into_bytes();
        let client = || serde_json::from_slice::<AddLooksResponse>(black_box(&body)).expect("an answer");
        let by_hand = || serde_json::from_slice::<hand_written::Response>(black_box(&body)).expect("an answer");
        group.throughput(Throughput::Elements(looks as u64));
        group.bench_function(BenchmarkId::new("hand-written", looks), |bencher| bencher.iter(by_hand));
        group.bench_function(BenchmarkId::new("client", looks), |bencher| bencher.iter(client));
        let times = 10_000_usize.div_ceil(looks);
        print_ratio(&format!("decoding/{looks}"), || time(times, client), || time(times, by_hand));
    }
    group.finish();
    criterion.final_summary();
}

fn time<T>(times: usize, decode: impl Fn() -> T) -> Duration {
    let begin = Instant::now();
    (0..times).for_each(|_| drop(black_box(decode())));
    begin.elapsed()
}
