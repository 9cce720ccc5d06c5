//! After an error that stops the batches, no request is sent, and every key is in exactly one list.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::mem;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::task::Poll;
use std::time::Duration;

use crate::support::batches::{Reply, Request, start_scripted};
use crate::support::{cases, request_for};
use futures_util::future::poll_immediate;
use heygen_api::{AddLooksRequest, BatchSummary, Error, ImageKeys};
use proptest::prelude::*;
use proptest::sample::select;

/// The tests never wait for time to pass, so this is enough for a slow machine.
const BOUND: Duration = Duration::from_secs(60);

fn keys(batches: usize) -> Vec<String> {
    (0..batches * ImageKeys::MAX).map(|number| format!("key-{number}")).collect()
}

/// Counts the batches that begin.
fn counted_request() -> (Arc<AtomicUsize>, impl Fn(ImageKeys) -> AddLooksRequest + Send) {
    let begun = Arc::<AtomicUsize>::default();
    let count = begun.clone();
    let request = move |keys| {
        count.fetch_add(1, Ordering::SeqCst);
        request_for(keys)
    };
    (begun, request)
}

#[tokio::test]
async fn no_batch_starts_after_an_error_that_stops_even_if_it_is_polled_late() {
    let (client, mut requests) = start_scripted();
    let (begun, request) = counted_request();
    let keys = keys(3);
    let mut batches = client.add_looks_in_batches(&keys, request).concurrency(2);
    let mut waiting = Vec::new();
    while waiting.len() < 2 {
        tokio::select! {
            request = requests.recv() => waiting.extend(request),
            outcome = batches.next() => panic!("{outcome:?} without a response"),
        }
    }
    waiting.sort_by_key(|request| keys.iter().position(|key| *key == request.keys[0]));
    let [first, second] = <[Request; 2]>::try_from(waiting).ok().unwrap();
    first.reply(Reply::Add);
    assert!(batches.next().await.unwrap().result.is_ok());

    // The second response arrives, and wakes this task, while the first outcome is handled.
    second.reply(Reply::Status(401));
    let mut is_polled = false;
    poll_fn(|_| if mem::replace(&mut is_polled, true) { Poll::Ready(()) } else { Poll::Pending }).await;
    assert!(batches.next().await.unwrap().result.unwrap_err().is_auth());
    assert_eq!(begun.load(Ordering::SeqCst), 2);
    assert!(batches.next().await.is_none());
    assert_eq!(batches.not_tried().collect::<Vec<_>>(), keys[2 * ImageKeys::MAX..]);
}

#[tokio::test]
async fn an_interrupted_collect_all_keeps_every_outcome_and_can_be_continued() {
    let (client, mut requests) = start_scripted();
    let keys = keys(4);
    let batch = |number: usize| &keys[number * ImageKeys::MAX..][..ImageKeys::MAX];
    let mut batches = client.add_looks_in_batches(&keys, request_for).concurrency(2);
    let mut second = None;
    // Until the third batch is done, while the second one still runs.
    while batches.running().ne(batch(1)) || batches.not_tried().ne(batch(3)) {
        let collected = tokio::time::timeout(Duration::from_millis(1), batches.collect_all()).await;
        assert!(collected.is_err(), "{collected:?}");
        while let Ok(request) = requests.try_recv() {
            if request.keys == batch(1) { second = Some(request) } else { request.reply(Reply::Add) }
        }
    }
    let summary = batches.into_summary();
    assert!(second.is_some());
    assert_eq!(summary.added.iter().map(|batch| &batch.keys[..]).collect::<Vec<_>>(), [batch(0), batch(2)]);
    assert_eq!((&summary.cancelled[..], &summary.keys_unknown()[..]), (batch(1), batch(1)));
    assert_eq!((&summary.not_tried[..], summary.failed.len()), (batch(3), 0));
}

/// The next step of a test.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// The consumer polls once, even if it was not woken.
    Poll,
    /// The server responds to one of the pending requests.
    Reply(usize),
    /// Data in transit arrives.
    Arrive,
}

#[derive(Clone, Debug)]
struct Script {
    /// One per batch. `None` stands for a batch with a blank key.
    replies: Vec<Option<Reply>>,
    /// The number of keys in the last batch.
    last: usize,
    concurrency: usize,
    /// Which errors stop the batches.
    stop: fn(&Error) -> bool,
    steps: Vec<Step>,
    /// The consumer stops polling after the steps.
    gives_up: bool,
}

fn scripts() -> impl Strategy<Value = Script> {
    let reply = prop_oneof![
        4 => Just(Some(Reply::Add)),
        4 => select(vec![400, 401, 500]).prop_map(|status| Some(Reply::Status(status))),
        1 => Just(Some(Reply::Lose)),
        1 => Just(None),
    ];
    let step = prop_oneof![Just(Step::Poll), (0..8usize).prop_map(Step::Reply), Just(Step::Arrive)];
    (
        prop::collection::vec(reply, 1..8),
        1..=ImageKeys::MAX,
        1..5usize,
        select(vec![Error::is_auth as fn(&Error) -> bool, Error::may_have_been_applied, |_| true]),
        prop::collection::vec(step, 0..60),
        any::<bool>(),
    )
        .prop_map(|(replies, last, concurrency, stop, steps, gives_up)| Script {
            replies,
            last,
            concurrency,
            stop,
            steps,
            gives_up,
        })
}

/// The outcome of a script.
struct Played {
    keys: Vec<String>,
    sent: Vec<String>,
    summary: BatchSummary,
    begun: usize,
    begun_at_stop: Option<usize>,
}

async fn play(script: &Script) -> Played {
    let (client, mut requests) = start_scripted();
    let mut keys = keys(script.replies.len());
    keys.truncate(keys.len() - ImageKeys::MAX + script.last);
    for (index, _) in script.replies.iter().enumerate().filter(|(_, reply)| reply.is_none()) {
        keys[index * ImageKeys::MAX] = " ".to_owned();
    }
    let replies: BTreeMap<&String, Reply> = keys
        .chunks(ImageKeys::MAX)
        .zip(&script.replies)
        .filter_map(|(keys, reply)| Some((&keys[0], (*reply)?)))
        .collect();
    let ((begun, request), begun_at_stop) = (counted_request(), Arc::new(OnceLock::new()));
    let (stop, counted, at_stop) = (script.stop, begun.clone(), begun_at_stop.clone());
    let batches = client.add_looks_in_batches(&keys, request).concurrency(script.concurrency);
    let mut batches = batches.stop_when(move |error| {
        let stops = stop(error);
        if stops {
            at_stop.get_or_init(|| counted.load(Ordering::SeqCst));
        }
        stops
    });
    let (mut waiting, mut sent, mut summary) = (Vec::<Request>::new(), Vec::new(), BatchSummary::default());
    let reply = |request: Request| {
        let reply = replies[&request.keys[0]];
        request.reply(reply);
    };
    // The steps of the script, then whatever is needed to finish.
    let rest = std::iter::repeat([Step::Poll, Step::Reply(0), Step::Arrive]).flatten();
    let rest = rest.take(if script.gives_up { 0 } else { usize::MAX });
    for step in script.steps.iter().copied().chain(rest) {
        match step {
            Step::Poll => match poll_immediate(batches.next()).await {
                Some(Some(outcome)) => summary.add(outcome),
                Some(None) => break,
                None => {}
            },
            Step::Reply(index) if !waiting.is_empty() => reply(waiting.remove(index % waiting.len())),
            Step::Reply(_) => {}
            // Returns when no other task is ready.
            Step::Arrive => tokio::time::sleep(Duration::from_micros(1)).await,
        }
        while let Ok(request) = requests.try_recv() {
            sent.extend_from_slice(&request.keys);
            waiting.push(request);
        }
    }
    let running: Vec<String> = batches.running().map(str::to_owned).collect();
    summary.append(batches.into_summary());
    assert_eq!(summary.cancelled, running);
    let begun_at_stop = begun_at_stop.get().copied();
    Played { sent, summary, begun: begun.load(Ordering::SeqCst), begun_at_stop, keys }
}

fn sorted<'k>(keys: impl IntoIterator<Item = &'k String>) -> Vec<&'k String> {
    let mut keys: Vec<&String> = keys.into_iter().collect();
    keys.sort();
    keys
}

#[test]
fn under_any_interleaving_nothing_is_sent_after_a_stop_and_every_key_is_in_one_list() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    proptest!(cases(48), |(script in scripts())| {
        let played = runtime.block_on(async { tokio::time::timeout(BOUND, play(&script)).await });
        let Played { keys, sent, summary, begun, begun_at_stop } = played.expect("the batches end");
        prop_assert_eq!(begun, begun_at_stop.unwrap_or(begun), "batches that began, and before the stop");
        prop_assert!(begun_at_stop.is_some() || script.gives_up || summary.not_tried.is_empty(), "nothing else stops");
        let added: Vec<String> = summary.added.iter().flat_map(|batch| batch.keys.clone()).collect();
        let (unknown, not_added) = (summary.keys_unknown(), summary.keys_not_added());
        prop_assert_eq!(sorted(added.iter().chain(&unknown).chain(&not_added)), sorted(&keys));
        // A request of a cancelled call may not have arrived.
        let failed = unknown.iter().filter(|key| !summary.cancelled.contains(key));
        prop_assert!(added.iter().chain(failed).all(|key| sent.contains(key)), "{:?} of {:?}", added, sent);
        prop_assert!(!summary.not_tried.iter().any(|key| sent.contains(key)), "{:?}", summary.not_tried);
    });
}
