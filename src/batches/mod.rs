//! Adds any number of images, in as many calls as that takes.

mod summary;

use std::collections::VecDeque;
use std::fmt;
use std::future::{Future, poll_fn};
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::client::Client;
use crate::error::Error;
use crate::generated::types::AddLooksRequest;
use crate::image_keys::ImageKeys;
use crate::looks::AddedLooks;
pub use summary::{AddedBatch, BatchOutcome, BatchSummary, FailedBatch};

impl Client {
    /// Adds any number of images, with [`ImageKeys::MAX`] keys in each call. By default the calls run one after the other.
    ///
    /// `request` builds the request of a call from its keys. Nothing is sent until you poll the [`Batches`]. Duplicate keys are sent as they
    /// are. See [the guide](crate::guide::batches).
    pub fn add_looks_in_batches(
        &self,
        keys: impl IntoIterator<Item = impl Into<String>>,
        request: impl Fn(ImageKeys) -> AddLooksRequest + Send + 'static,
    ) -> Batches {
        let keys: Vec<String> = keys.into_iter().map(Into::into).collect();
        Batches {
            client: self.clone(),
            request: Box::new(request),
            concurrency: 1,
            stop_when: Box::new(|error| {
                let is_of_account = error.is_auth() || error.is_rate_limited() || error.is_insufficient_credit();
                is_of_account || error.is_not_found() || error.is_retired()
            }),
            waiting: keys.chunks(ImageKeys::MAX).map(<[String]>::to_vec).collect(),
            running: VecDeque::new(),
            stopped: false,
            collected: BatchSummary::default(),
        }
    }
}

/// The calls of [`Client::add_looks_in_batches`]: a [`Stream`] of their outcomes, in the order of the keys.
///
/// Some errors would occur in every further call as well: authentication, rate limit, credit, an unknown group, a retired operation. After
/// such an error no further call begins, and the stream ends once the running calls are done.
///
/// If you drop the stream, the running calls are cancelled: HeyGen may or may not have added their looks.
/// [`into_summary`](Self::into_summary) cancels them too, and says which keys these are.
///
/// ```
/// # #[tokio::main]
/// # async fn main() {
/// # let server = heygen_api::mock::MockServer::start_async().await;
/// # heygen_api::mock::add_looks(&server, heygen_api::mock::looks(1)).await;
/// # let client = heygen_api::mock::client(&server);
/// # let keys = ["image/a/original"];
/// # let request = |keys| heygen_api::AddLooksRequest::new("group-id", keys, "Dua Casual");
/// let summary = client
///     .add_looks_in_batches(keys, request)
///     .concurrency(4)
///     .stop_when(|error| error.is_auth() || error.may_have_been_applied())
///     .collect_all()
///     .await;
/// println!("{} looks, {} calls failed", summary.looks().count(), summary.failed.len());
/// # assert_eq!(summary.looks().count(), 1);
/// # }
/// ```
#[must_use = "nothing is sent before the batches are polled"]
pub struct Batches {
    client: Client,
    request: Box<dyn Fn(ImageKeys) -> AddLooksRequest + Send>,
    concurrency: usize,
    stop_when: Box<dyn Fn(&Error) -> bool + Send>,
    /// Not tried yet.
    waiting: VecDeque<Vec<String>>,
    running: VecDeque<Call>,
    stopped: bool,
    /// The outcomes of an interrupted `collect_all`.
    collected: BatchSummary,
}

impl Batches {
    /// Sets how many calls may run at the same time. The default is 1; 0 counts as 1.
    pub fn concurrency(mut self, calls: usize) -> Self {
        self.concurrency = calls.max(1);
        self
    }

    /// Sets which errors stop the batches: after such an error no further call begins.
    pub fn stop_when(mut self, condition: impl Fn(&Error) -> bool + Send + 'static) -> Self {
        self.stop_when = Box::new(condition);
        self
    }

    /// Returns the next outcome, or `None` at the end. The same as `StreamExt::next`, without the import.
    pub async fn next(&mut self) -> Option<BatchOutcome> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Returns the keys that were not sent (yet).
    pub fn not_tried(&self) -> impl Iterator<Item = &str> {
        self.waiting.iter().flatten().map(String::as_str)
    }

    /// Returns the keys of the calls that are running. If you stop now, HeyGen may or may not add their looks.
    pub fn running(&self) -> impl Iterator<Item = &str> {
        let calls = self.running.iter().filter(|call| call.result.is_none());
        calls.flat_map(|call| &call.keys).map(String::as_str)
    }

    /// Makes all calls and collects their outcomes, except for those that [`next`](Self::next) returned.
    ///
    /// If the future is dropped, such as by a timeout, nothing is lost: call it again to continue, or call
    /// [`into_summary`](Self::into_summary).
    ///
    /// ```
    /// # #[tokio::main]
    /// # async fn main() {
    /// # let server = heygen_api::mock::MockServer::start_async().await;
    /// # let response = heygen_api::mock::looks(1).with_delay(std::time::Duration::from_secs(2));
    /// # heygen_api::mock::add_looks(&server, response).await;
    /// # let client = heygen_api::mock::client(&server);
    /// # let keys = ["image/a/original"];
    /// # let request = |keys| heygen_api::AddLooksRequest::new("group-id", keys, "Dua Casual");
    /// use std::time::Duration;
    ///
    /// let mut batches = client.add_looks_in_batches(keys, request);
    /// let summary = match tokio::time::timeout(Duration::from_millis(100), batches.collect_all()).await {
    ///     Ok(summary) => summary,
    ///     Err(_) => batches.into_summary(),
    /// };
    /// assert_eq!(summary.cancelled, ["image/a/original"]);
    /// # }
    /// ```
    pub async fn collect_all(&mut self) -> BatchSummary {
        while let Some(outcome) = self.next().await {
            self.collected.add(outcome);
        }
        self.take_summary()
    }

    /// Cancels the running calls, and returns what became of all keys, except for the outcomes that [`next`](Self::next) returned.
    pub fn into_summary(mut self) -> BatchSummary {
        self.take_summary()
    }

    fn take_summary(&mut self) -> BatchSummary {
        let mut summary = mem::take(&mut self.collected);
        for Call { keys, result, .. } in self.running.drain(..) {
            match result {
                Some(result) => summary.add(BatchOutcome { keys, result }),
                None => summary.cancelled.extend(keys),
            }
        }
        summary.not_tried.extend(self.waiting.drain(..).flatten());
        summary
    }

    fn call(&self, keys: Vec<String>) -> Call {
        let request = ImageKeys::new(&keys).map(&self.request);
        let client = self.client.clone();
        Call { keys, future: Box::pin(async move { client.add_looks(request?).await }), result: None }
    }
}

impl Stream for Batches {
    type Item = BatchOutcome;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<BatchOutcome>> {
        let this = self.get_mut();
        // Poll the running calls first, because one of their errors may stop the batches.
        for call in &mut this.running {
            this.stopped |= call.poll_stops(context, &this.stop_when);
        }
        while this.running.len() < this.concurrency && !this.stopped {
            let Some(keys) = this.waiting.pop_front() else { break };
            let mut call = this.call(keys);
            this.stopped = call.poll_stops(context, &this.stop_when);
            this.running.push_back(call);
        }
        match this.running.pop_front() {
            None => Poll::Ready(None),
            Some(Call { keys, result: Some(result), .. }) => Poll::Ready(Some(BatchOutcome { keys, result })),
            Some(call) => {
                this.running.push_front(call);
                Poll::Pending
            }
        }
    }
}

/// A running call, or one that is done while an earlier call still runs.
struct Call {
    keys: Vec<String>,
    future: Pin<Box<dyn Future<Output = Result<AddedLooks, Error>> + Send>>,
    /// Kept until the outcomes of all earlier calls were returned.
    result: Option<Result<AddedLooks, Error>>,
}

impl Call {
    /// Polls the call unless it is done. Returns true if it just failed with an error that stops the batches.
    fn poll_stops(&mut self, context: &mut Context<'_>, stop_when: impl Fn(&Error) -> bool) -> bool {
        if self.result.is_some() {
            return false;
        }
        let Poll::Ready(result) = self.future.as_mut().poll(context) else { return false };
        self.result.insert(result).as_ref().is_err_and(stop_when)
    }
}

impl fmt::Debug for Batches {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batches").field("waiting", &self.waiting).finish_non_exhaustive()
    }
}
