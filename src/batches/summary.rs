//! What became of all keys.

use crate::error::Error;
use crate::generated::types::Look;
use crate::looks::AddedLooks;

/// What became of all keys of [`Batches`](super::Batches). Each key is in exactly one of the four lists.
///
/// ```
/// # #[tokio::main]
/// # async fn main() {
/// # let server = heygen_api::mock::MockServer::start_async().await;
/// # heygen_api::mock::add_looks(&server, heygen_api::mock::internal_error()).await;
/// # let client = heygen_api::mock::client(&server);
/// # let keys = ["image/a/original"];
/// # let request = |keys| heygen_api::AddLooksRequest::new("group-id", keys, "Dua Casual");
/// let summary = client.add_looks_in_batches(keys, request).collect_all().await;
/// for batch in &summary.added {
///     println!("{:?}: {} looks", batch.keys, batch.added.looks.len());
/// }
/// for batch in &summary.failed {
///     println!("{:?}: {}", batch.keys, batch.error);
/// }
/// println!("can be sent again: {:?}", summary.keys_not_added());
/// println!("check the avatar group first: {:?}", summary.keys_unknown());
/// # assert_eq!(summary.keys_unknown(), ["image/a/original"]);
/// # }
/// ```
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct BatchSummary {
    /// The calls that added looks.
    pub added: Vec<AddedBatch>,
    /// The calls that failed. Some of them [may have been applied](Error::may_have_been_applied).
    pub failed: Vec<FailedBatch>,
    /// The keys of calls that were cancelled while they ran. These may have been applied.
    pub cancelled: Vec<String>,
    /// The keys that were not sent, because an earlier error or you stopped the batches.
    pub not_tried: Vec<String>,
}

impl BatchSummary {
    /// Adds an outcome, if you loop over [`Batches::next`](super::Batches::next) and need the summary too.
    pub fn add(&mut self, BatchOutcome { keys, result }: BatchOutcome) {
        match result {
            Ok(added) => self.added.push(AddedBatch { keys, added }),
            Err(error) => self.failed.push(FailedBatch { keys, error }),
        }
    }

    /// Moves everything from another summary to the end of this one.
    pub fn append(&mut self, mut other: Self) {
        self.added.append(&mut other.added);
        self.failed.append(&mut other.failed);
        self.cancelled.append(&mut other.cancelled);
        self.not_tried.append(&mut other.not_tried);
    }

    /// Returns the looks of all calls.
    pub fn looks(&self) -> impl Iterator<Item = &Look> {
        self.added.iter().flat_map(|batch| &batch.added.looks)
    }

    /// Returns the keys of the images that were certainly not added, in their order. You can safely send them again.
    pub fn keys_not_added(&self) -> Vec<String> {
        self.failed_keys(false).chain(&self.not_tried).cloned().collect()
    }

    /// Returns the keys of the images that may have been added. Check the avatar group before you send them again.
    pub fn keys_unknown(&self) -> Vec<String> {
        self.failed_keys(true).chain(&self.cancelled).cloned().collect()
    }

    fn failed_keys(&self, may_have_been_applied: bool) -> impl Iterator<Item = &String> {
        let failed =
            self.failed.iter().filter(move |batch| batch.error.may_have_been_applied() == may_have_been_applied);
        failed.flat_map(|batch| &batch.keys)
    }
}

/// A call of [`Batches`](super::Batches) that added looks.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AddedBatch {
    /// The image keys of the call.
    pub keys: Vec<String>,
    /// The looks.
    pub added: AddedLooks,
}

/// A call of [`Batches`](super::Batches) that failed.
#[derive(Debug)]
#[non_exhaustive]
pub struct FailedBatch {
    /// The image keys of the call.
    pub keys: Vec<String>,
    /// The error.
    pub error: Error,
}

/// The outcome of one call of [`Batches`](super::Batches), from [`Batches::next`](super::Batches::next).
#[derive(Debug)]
#[non_exhaustive]
pub struct BatchOutcome {
    /// The image keys of the call.
    pub keys: Vec<String>,
    /// The looks, or the error. A batch with a blank key is not sent: its error is [`Error::ImageKeys`].
    pub result: Result<AddedLooks, Error>,
}
