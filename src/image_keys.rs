use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

use crate::generated;

/// The image keys of one request: at least [`MIN`](Self::MIN) and at most [`MAX`](Self::MAX), none of them blank.
///
/// An invalid list can be made neither with [`new`](Self::new) nor by deserializing, so no request with one reaches the network.
///
/// ```
/// use heygen_api::ImageKeys;
///
/// let keys = ImageKeys::new(["image/a/original", "image/b/original"])?;
/// assert_eq!(keys.len(), 2);
/// assert!(ImageKeys::new(vec!["key"; ImageKeys::MAX + 1]).is_err());
/// # Ok::<(), heygen_api::ImageKeysError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>")]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schemars", schemars(inline, extend("minItems" = Self::MIN, "maxItems" = Self::MAX)))]
pub struct ImageKeys(Vec<String>);

impl ImageKeys {
    /// The fewest keys of a request.
    pub const MIN: usize = generated::IMAGE_KEYS_MIN;
    /// The most keys of a request, which HeyGen limits.
    pub const MAX: usize = generated::IMAGE_KEYS_MAX;

    /// Checks a list of keys. It is an error without a key, with more than [`MAX`](Self::MAX), and with a blank one.
    pub fn new(keys: impl IntoIterator<Item = impl Into<String>>) -> Result<Self, ImageKeysError> {
        let mut keys = keys.into_iter();
        let taken: Vec<String> = keys.by_ref().take(Self::MAX).map(Into::into).collect();
        let found = taken.len() + keys.take(COUNTED - Self::MAX).count();
        Self::check(&taken, found)?;
        Ok(Self(taken))
    }

    fn check(keys: &[String], found: usize) -> Result<(), ImageKeysError> {
        let blank = keys.iter().position(|key| key.trim().is_empty());
        if blank.is_some() || !(Self::MIN..=Self::MAX).contains(&found) {
            return Err(ImageKeysError { found, blank });
        }
        Ok(())
    }
}

/// How far an iterator is counted for the error.
const COUNTED: usize = 1_000_000;

impl Deref for ImageKeys {
    type Target = [String];

    fn deref(&self) -> &[String] {
        &self.0
    }
}

impl TryFrom<Vec<String>> for ImageKeys {
    type Error = ImageKeysError;

    fn try_from(keys: Vec<String>) -> Result<Self, ImageKeysError> {
        Self::check(&keys, keys.len())?;
        Ok(Self(keys))
    }
}

/// The error for an invalid list of image keys.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImageKeysError {
    /// The number of keys, counted up to a million.
    pub found: usize,
    /// The index, from 0, of the first key that is empty or white space.
    pub blank: Option<usize>,
}

impl fmt::Display for ImageKeysError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { found, blank } = self;
        match blank {
            Some(index) => write!(f, "image key {} of {found} is blank", index + 1)?,
            None => write!(f, "{found} image keys")?,
        }
        write!(f, ": a request takes {} to {} keys, none of them blank", ImageKeys::MIN, ImageKeys::MAX)
    }
}

impl std::error::Error for ImageKeysError {}
