use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesOrdered;

use crate::client::Client;
use crate::error::Error;
use crate::generated::types::{AddLooksRequest, Look};
use crate::image_keys::ImageKeys;
use crate::looks::AddedLooks;

impl Client {
    /// Adds any number of images, in calls of [`ImageKeys::MAX`] keys each, in order, by default one at a time.
    ///
    /// Nothing is sent before the [`Batches`] are polled. Duplicate keys are sent as given.
    ///
    /// ```no_run
    /// # async fn run(client: heygen_api::Client, keys: Vec<String>) {
    /// let mut batches = client.add_looks_in_batches("group-id", "Dua Casual", keys).concurrency(2);
    /// while let Some(outcome) = batches.next().await {
    ///     match outcome.result {
    ///         Ok(added) => println!("{:?}: {} looks", outcome.keys, added.looks.len()),
    ///         Err(error) => println!("{:?}: {error}", outcome.keys),
    ///     }
    /// }
    /// println!("not sent: {:?}", batches.not_tried().collect::<Vec<_>>());
    /// # }
    /// ```
    pub fn add_looks_in_batches(
        &self,
        group_id: impl Into<String>,
        name: impl Into<String>,
        keys: impl IntoIterator<Item = impl Into<String>>,
    ) -> Batches {
        let keys: Vec<String> = keys.into_iter().map(Into::into).collect();
        Batches {
            client: self.clone(),
            group_id: group_id.into(),
            name: name.into(),
            generation_id: None,
            concurrency: 1,
            stop_when: Arc::new(|error| error.is_auth() || error.is_rate_limited() || error.is_retired()),
            waiting: keys.chunks(ImageKeys::MAX).map(<[String]>::to_vec).collect(),
            running: FuturesOrdered::new(),
            stopped: Arc::default(),
        }
    }
}

/// The calls of [`Client::add_looks_in_batches`], as a [`Stream`] of their outcomes in the order of the keys.
///
/// After an error that every further call would get as well (authentication, rate limit, a retired operation) no further call begins, and
/// the running ones are awaited. Dropping it cancels the running calls: HeyGen may or may not have done their work.
#[must_use = "nothing is sent before the batches are polled"]
pub struct Batches {
    client: Client,
    group_id: String,
    name: String,
    generation_id: Option<String>,
    concurrency: usize,
    stop_when: Arc<dyn Fn(&Error) -> bool + Send + Sync>,
    waiting: VecDeque<Vec<String>>,
    running: FuturesOrdered<BoxFuture<'static, BatchOutcome>>,
    stopped: Arc<AtomicBool>,
}

impl Batches {
    /// The most calls that run at once. By default 1, and 0 counts as 1.
    pub fn concurrency(mut self, calls: usize) -> Self {
        self.concurrency = calls.max(1);
        self
    }

    /// Sets the generation that made the images, for each call. HeyGen: "Applies only to the AI avatar photos."
    pub fn generation_id(mut self, generation_id: impl Into<String>) -> Self {
        self.generation_id = Some(generation_id.into());
        self
    }

    /// Replaces the condition after which no further call begins.
    pub fn stop_when(mut self, condition: impl Fn(&Error) -> bool + Send + Sync + 'static) -> Self {
        self.stop_when = Arc::new(condition);
        self
    }

    /// The next outcome, without importing a stream trait.
    pub async fn next(&mut self) -> Option<BatchOutcome> {
        StreamExt::next(self).await
    }

    /// The keys that were not sent yet.
    pub fn not_tried(&self) -> impl Iterator<Item = &str> {
        self.waiting.iter().flatten().map(String::as_str)
    }

    /// Makes all calls, and collects their outcomes.
    pub async fn collect_all(mut self) -> BatchSummary {
        let mut summary = BatchSummary::default();
        while let Some(outcome) = self.next().await {
            summary.add(outcome);
        }
        summary.not_tried = self.waiting.into_iter().flatten().collect();
        summary
    }

    fn call(&self, keys: Vec<String>) -> BoxFuture<'static, BatchOutcome> {
        let request = ImageKeys::new(keys.iter().cloned()).map(|keys| AddLooksRequest {
            generation_id: self.generation_id.clone(),
            ..AddLooksRequest::new(&self.group_id, &self.name, keys)
        });
        let (client, stop_when, stopped) = (self.client.clone(), self.stop_when.clone(), self.stopped.clone());
        Box::pin(async move {
            let result = match request {
                Ok(request) => client.add_looks(&request).await,
                Err(error) => Err(error.into()),
            };
            // Here rather than when the outcome is taken, since it waits for the batches before it.
            if result.as_ref().is_err_and(|error| stop_when(error)) {
                stopped.store(true, Ordering::Relaxed);
            }
            BatchOutcome { keys, result }
        })
    }
}

impl Stream for Batches {
    type Item = BatchOutcome;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<BatchOutcome>> {
        let this = self.get_mut();
        while this.running.len() < this.concurrency && !this.stopped.load(Ordering::Relaxed) {
            let Some(keys) = this.waiting.pop_front() else { break };
            let call = this.call(keys);
            this.running.push_back(call);
        }
        this.running.poll_next_unpin(context)
    }
}

impl fmt::Debug for Batches {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batches").field("waiting", &self.waiting).finish_non_exhaustive()
    }
}

/// The outcome of one call of [`Batches`].
#[derive(Debug)]
#[non_exhaustive]
pub struct BatchOutcome {
    /// The image keys of the call.
    pub keys: Vec<String>,
    /// The looks, or the error. A batch with a blank key is not sent, and its error is [`Error::ImageKeys`].
    pub result: Result<AddedLooks, Error>,
}

/// The outcome of all [`Batches`]. Each key is in exactly one of the three lists.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct BatchSummary {
    /// The calls that added looks.
    pub added: Vec<AddedBatch>,
    /// The calls that failed. Some of them [may have been applied](Error::may_have_been_applied).
    pub failed: Vec<FailedBatch>,
    /// The keys that were not sent, since an earlier error stopped the rest.
    pub not_tried: Vec<String>,
}

impl BatchSummary {
    /// Adds an outcome: for a loop over [`Batches::next`] that wants the summary too.
    pub fn add(&mut self, BatchOutcome { keys, result }: BatchOutcome) {
        match result {
            Ok(added) => self.added.push(AddedBatch { keys, added }),
            Err(error) => self.failed.push(FailedBatch { keys, error }),
        }
    }

    /// The looks that were added.
    pub fn looks(&self) -> impl Iterator<Item = &Look> {
        self.added.iter().flat_map(|batch| &batch.added.looks)
    }

    /// The keys that were certainly not added, in their order. To send them again does nothing twice.
    pub fn keys_not_added(&self) -> Vec<String> {
        self.failed_keys(false).chain(&self.not_tried).cloned().collect()
    }

    /// The keys that may have been added: check the avatar group before you send them again.
    pub fn keys_unknown(&self) -> Vec<String> {
        self.failed_keys(true).cloned().collect()
    }

    fn failed_keys(&self, may_have_been_applied: bool) -> impl Iterator<Item = &String> {
        let failed =
            self.failed.iter().filter(move |batch| batch.error.may_have_been_applied() == may_have_been_applied);
        failed.flat_map(|batch| &batch.keys)
    }
}

/// A call of [`Batches`] that added looks.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AddedBatch {
    /// The image keys of the call.
    pub keys: Vec<String>,
    /// The looks.
    pub added: AddedLooks,
}

/// A call of [`Batches`] that failed.
#[derive(Debug)]
#[non_exhaustive]
pub struct FailedBatch {
    /// The image keys of the call.
    pub keys: Vec<String>,
    /// The error.
    pub error: Error,
}
