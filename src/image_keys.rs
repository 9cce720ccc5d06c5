use std::ops::Deref;

use serde::{Deserialize, Serialize};

use crate::error::ImageKeysError;
use crate::generated;

/// The image keys of one request: at least [`MIN`](Self::MIN) and at most [`MAX`](Self::MAX) keys, and no blank ones.
///
/// Both [`new`](Self::new) and deserialization check this, so an invalid list is never sent. For more keys, use
/// [`Client::add_looks_in_batches`](crate::Client::add_looks_in_batches).
///
/// ```
/// use heygen_api::ImageKeys;
///
/// let keys = ImageKeys::new(["image/a/original"])?;
/// assert_eq!(keys[0], "image/a/original"); // derefs to [String]
///
/// let keys: ImageKeys = serde_json::from_str(r#"["image/a/original"]"#)?;
/// assert!(serde_json::from_str::<ImageKeys>("[]").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>")]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schemars", schemars(inline, extend("minItems" = Self::MIN, "maxItems" = Self::MAX)))]
pub struct ImageKeys(Vec<String>);

impl ImageKeys {
    /// The minimum number of keys in a request.
    pub const MIN: usize = generated::IMAGE_KEYS_MIN;
    /// The maximum number of keys in a request: HeyGen's limit, which [`AddLooksRequest::image_keys`](crate::AddLooksRequest::image_keys) quotes.
    pub const MAX: usize = generated::IMAGE_KEYS_MAX;

    /// Checks a list of keys.
    ///
    /// # Errors
    /// There are fewer than [`MIN`](Self::MIN) or more than [`MAX`](Self::MAX) keys, or a key is blank.
    pub fn new(keys: impl IntoIterator<Item = impl Into<String>>) -> Result<Self, ImageKeysError> {
        // One more than the maximum is enough to detect too many.
        keys.into_iter().take(Self::MAX + 1).map(Into::into).collect::<Vec<_>>().try_into()
    }
}

impl Deref for ImageKeys {
    type Target = [String];

    fn deref(&self) -> &[String] {
        &self.0
    }
}

impl TryFrom<Vec<String>> for ImageKeys {
    type Error = ImageKeysError;

    fn try_from(keys: Vec<String>) -> Result<Self, ImageKeysError> {
        let found = keys.len();
        let blank = keys.iter().position(|key| key.trim().is_empty());
        if blank.is_some() || !(Self::MIN..=Self::MAX).contains(&found) {
            return Err(ImageKeysError { found, blank, min: Self::MIN, max: Self::MAX });
        }
        Ok(Self(keys))
    }
}
