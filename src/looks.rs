use crate::generated::types::{AddLooksRequest, Look};
use crate::image_keys::ImageKeys;
use crate::retirement::RetirementNotice;

/// The looks that [`Client::add_looks`](crate::Client::add_looks) added.
///
/// ```
/// # #[tokio::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = heygen_api::mock::MockServer::start_async().await;
/// # heygen_api::mock::add_looks(&server, heygen_api::mock::looks(1)).await;
/// # let client = heygen_api::mock::client(&server);
/// # let keys = heygen_api::ImageKeys::new(["image/a/original"])?;
/// # let request = heygen_api::AddLooksRequest::new("group-id", "Dua Casual", keys);
/// let added = client.add_looks(&request).await?;
/// for look in &added.looks {
///     println!("{:?}: {:?}", look.id, look.status);
/// }
/// if let Some(notice) = &added.retirement {
///     eprintln!("HeyGen retires this operation: {notice:?}");
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct AddedLooks {
    /// The looks, in HeyGen's order. Their image URLs expire after 7 days: see [`Look::image`].
    pub looks: Vec<Look>,
    /// `X-Request-Id`, which HeyGen's support asks for.
    pub request_id: Option<String>,
    /// HeyGen's notice that it retires the operation, if the response has one.
    pub retirement: Option<RetirementNotice>,
}

impl AddLooksRequest {
    /// Creates a request that adds images to a photo avatar group, as looks with this name.
    ///
    /// ```
    /// use heygen_api::{AddLooksRequest, ImageKeys};
    ///
    /// let keys = ImageKeys::new(["image/a/original"])?;
    /// let request = AddLooksRequest::new("group-id", "Dua Casual", keys)
    ///     .with_generation_id("generation-id");
    /// # Ok::<(), heygen_api::Error>(())
    /// ```
    pub fn new(group_id: impl Into<String>, name: impl Into<String>, image_keys: ImageKeys) -> Self {
        Self::with_required(group_id.into(), image_keys, name.into())
    }

    /// Sets the `generation_id`. HeyGen: "Applies only to the AI avatar photos."
    pub fn with_generation_id(mut self, generation_id: impl Into<String>) -> Self {
        self.generation_id = Some(generation_id.into());
        self
    }
}
