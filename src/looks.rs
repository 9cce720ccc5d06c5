use crate::generated::types::{AddLooksRequest, Look};
use crate::image_keys::ImageKeys;
use crate::retirement::RetirementNotice;

/// The looks that [`Client::add_looks`](crate::Client::add_looks) added.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct AddedLooks {
    /// The looks, in HeyGen's order. Their `image_url` expires after 7 days: [`Look::image`] tells when.
    pub looks: Vec<Look>,
    /// `X-Request-Id`, which HeyGen's support asks for.
    pub request_id: Option<String>,
    /// HeyGen's notice that it retires the operation, if the response carries one.
    pub retirement: Option<RetirementNotice>,
}

impl AddLooksRequest {
    /// A request to add images to a photo avatar group, as looks with this name.
    pub fn new(group_id: impl Into<String>, name: impl Into<String>, image_keys: ImageKeys) -> Self {
        Self { generation_id: None, group_id: group_id.into(), image_keys, name: name.into() }
    }

    /// Sets the generation that made the images. HeyGen: "Applies only to the AI avatar photos."
    pub fn with_generation_id(mut self, generation_id: impl Into<String>) -> Self {
        self.generation_id = Some(generation_id.into());
        self
    }
}
