//! Decoding 1, 1,000 and 100,000 looks, beside hand-written `serde` structs.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput};
use heygen_api::AddLooksResponse;

mod support;
use support::{answer, hand_written};

const LOOKS: [usize; 3] = [1, 1_000, 100_000];

fn main() {
    let mut criterion = Criterion::default().configure_from_args().sample_size(20);
    let mut group = criterion.benchmark_group("decoding");
    for looks in LOOKS {
        let body = answer(looks).into_bytes();
        group.throughput(Throughput::Elements(looks as u64));
        group.bench_function(BenchmarkId::new("hand-written", looks), |bencher| {
            bencher.iter(|| serde_json::from_slice::<hand_written::Response>(black_box(&body)).expect("an answer"));
        });
        group.bench_function(BenchmarkId::new("client", looks), |bencher| {
            bencher.iter(|| serde_json::from_slice::<AddLooksResponse>(black_box(&body)).expect("an answer"));
        });
    }
    group.finish();
    support::print_ratios("decoding", &LOOKS);
    criterion.final_summary();
}
