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
    /// Adds any number of images: calls of [`ImageKeys::MAX`] keys each, in order, by default one at a time.
    ///
    /// Nothing is sent before the [`Batches`] are polled. A key that stands twice is sent twice.
    ///
    /// ```no_run
    /// # async fn run(client: heygen_api::Client, keys: Vec<String>) {
    /// let summary = client.add_looks_in_batches("group-id", "Dua Casual", keys).collect_all().await;
    /// println!("{} looks added", summary.looks().count());
    /// for failed in &summary.failed {
    ///     println!("{:?}: {}", failed.keys, failed.error);
    /// }
    /// // What is certainly not done, to go on with:
    /// let rest: Vec<String> = summary.keys_not_added();
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
            stops: Arc::new(|error| error.is_auth() || error.is_rate_limited() || error.is_retired()),
            waiting: keys.chunks(ImageKeys::MAX).map(<[String]>::to_vec).collect(),
            running: FuturesOrdered::new(),
            stopped: Arc::default(),
        }
    }
}

/// The calls of [`Client::add_looks_in_batches`], as a [`Stream`] of their outcomes in the order of the keys.
///
/// After an error that every further call would meet as well (authentication, rate limit, an operation that is gone)
/// no further call begins; those under way are waited for. [`stop_when`](Self::stop_when) chooses others.
///
/// Dropped, it cancels the calls under way: whether HeyGen has done their work is then not known.
///
/// ```no_run
/// # async fn run(client: heygen_api::Client) {
/// use heygen_api::Error;
///
/// let batches = client.add_looks_in_batches("group-id", "Dua Casual", (1..=10).map(|n| format!("image/{n}/original")));
/// let summary = batches.concurrency(2).stop_when(Error::may_have_been_applied).collect_all().await;
/// # }
/// ```
#[must_use = "nothing is sent before the batches are polled"]
pub struct Batches {
    client: Client,
    group_id: String,
    name: String,
    generation_id: Option<String>,
    concurrency: usize,
    stops: Arc<Stops>,
    waiting: VecDeque<Vec<String>>,
    running: FuturesOrdered<BoxFuture<'static, BatchOutcome>>,
    stopped: Arc<AtomicBool>,
}

type Stops = dyn Fn(&Error) -> bool + Send + Sync;

impl Batches {
    /// How many calls are under way at once, at most. 0 counts as 1, the default.
    pub fn concurrency(mut self, calls: usize) -> Self {
        self.concurrency = calls.max(1);
        self
    }

    /// Adds the generation that made the images, to each call. HeyGen: "Applies only to the AI avatar photos."
    pub fn generation_id(mut self, generation_id: impl Into<String>) -> Self {
        self.generation_id = Some(generation_id.into());
        self
    }

    /// After which errors no further call begins, in place of the default.
    pub fn stop_when(mut self, stops: impl Fn(&Error) -> bool + Send + Sync + 'static) -> Self {
        self.stops = Arc::new(stops);
        self
    }

    /// The next outcome, without a trait of streams in scope.
    pub async fn next(&mut self) -> Option<BatchOutcome> {
        StreamExt::next(self).await
    }

    /// The keys for which no call has begun.
    pub fn not_tried(&self) -> impl Iterator<Item = &str> {
        self.waiting.iter().flatten().map(String::as_str)
    }

    /// Makes the calls, and sums up what came of them.
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
        let (client, stops, stopped) = (self.client.clone(), self.stops.clone(), self.stopped.clone());
        Box::pin(async move {
            let result = match request {
                Ok(request) => client.add_looks(&request).await,
                Err(error) => Err(error.into()),
            };
            // Told at once, and not when the outcome is taken: another batch may be before it.
            if result.as_ref().is_err_and(|error| stops(error)) {
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
        f.debug_struct("Batches")
            .field("group_id", &self.group_id)
            .field("waiting", &self.waiting.len())
            .field("running", &self.running.len())
            .finish_non_exhaustive()
    }
}

/// What came of one call of [`Batches`].
///
/// ```no_run
/// # async fn run(client: heygen_api::Client, keys: Vec<String>) {
/// let mut batches = client.add_looks_in_batches("group-id", "Dua Casual", keys).concurrency(4);
/// while let Some(outcome) = batches.next().await {
///     match outcome.result {
///         Ok(added) => println!("{:?}: {} looks", outcome.keys, added.looks.len()),
///         Err(error) => println!("{:?}: {error}", outcome.keys),
///     }
/// }
/// // What no call was made for, since an error stopped the rest:
/// let rest: Vec<&str> = batches.not_tried().collect();
/// # }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct BatchOutcome {
    /// The image keys of the call.
    pub keys: Vec<String>,
    /// The looks, or why there are none. A batch with a blank key is [`Error::ImageKeys`], and is not sent.
    pub result: Result<AddedLooks, Error>,
}

/// What came of all [`Batches`]. Each key stands in exactly one of the three.
///
/// ```no_run
/// # async fn run(client: heygen_api::Client, keys: Vec<String>) {
/// let summary = client.add_looks_in_batches("group-id", "Dua Casual", keys).collect_all().await;
/// println!("{} calls added looks, {} failed", summary.added.len(), summary.failed.len());
/// println!("to be sent again: {:?}", summary.keys_not_added());
/// println!("to be looked for in the group: {:?}", summary.keys_unknown());
/// # }
/// ```
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct BatchSummary {
    /// The calls that added looks.
    pub added: Vec<AddedBatch>,
    /// The calls that failed: refused, or with [`FailedBatch::may_have_been_applied`] of unknown outcome.
    pub failed: Vec<FailedBatch>,
    /// The keys for which no call was made, since an error before them stopped the rest.
    pub not_tried: Vec<String>,
}

impl BatchSummary {
    /// Takes an outcome into account: for those who watch each one, as a progress bar does, and want the sum as well.
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

    /// The keys that are certainly not added, refused or not tried, in their order: to call again with these does nothing twice.
    pub fn keys_not_added(&self) -> Vec<String> {
        let refused = self.failed.iter().filter(|batch| !batch.may_have_been_applied());
        refused.flat_map(|batch| &batch.keys).chain(&self.not_tried).cloned().collect()
    }

    /// The keys of which it is not known whether they were added: look at the avatar group before you send them again.
    pub fn keys_unknown(&self) -> Vec<String> {
        let unknown = self.failed.iter().filter(|batch| batch.may_have_been_applied());
        unknown.flat_map(|batch| &batch.keys).cloned().collect()
    }
}

/// A call of [`Batches`] that added looks.
///
/// ```
/// fn images(batch: &heygen_api::AddedBatch) -> impl Iterator<Item = (&str, Option<&str>)> {
///     let urls = batch.added.looks.iter().map(|look| look.image_url.as_deref());
///     batch.keys.iter().map(String::as_str).zip(urls)
/// }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AddedBatch {
    /// The image keys of the call.
    pub keys: Vec<String>,
    /// HeyGen's answer.
    pub added: AddedLooks,
}

/// A call of [`Batches`] that failed.
///
/// ```
/// fn tell(batch: &heygen_api::FailedBatch) {
///     let state = if batch.may_have_been_applied() { "unknown" } else { "not added" };
///     eprintln!("{:?} {state}: {}", batch.keys, batch.error);
/// }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct FailedBatch {
    /// The image keys of the call.
    pub keys: Vec<String>,
    /// Why.
    pub error: Error,
}

impl FailedBatch {
    /// Whether HeyGen may have added the looks all the same: [`Error::may_have_been_applied`].
    pub fn may_have_been_applied(&self) -> bool {
        self.error.may_have_been_applied()
    }
}
