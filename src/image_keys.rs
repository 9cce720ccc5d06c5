use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::generated;

/// The image keys of one request: at least [`MIN`](Self::MIN) and at most [`MAX`](Self::MAX), none of them blank.
///
/// A list that breaks the limit cannot be made, neither with [`new`](Self::new) nor by deserializing, so no request that
/// breaks it can reach the network. The limit is HeyGen's: "A maximum of 4 images can be added at a time."
///
/// ```
/// use heygen_api::ImageKeys;
///
/// let keys = ImageKeys::new(["image/a/original", "image/b/original"])?;
/// assert_eq!(keys.len(), 2);
/// assert_eq!(
///     ImageKeys::new(["key"; 5]).unwrap_err().to_string(),
///     "5 image keys: a request takes 1 to 4",
/// );
/// # Ok::<(), heygen_api::ImageKeysError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ImageKeys(
    /// Shared, for each call copies its request.
    Arc<Vec<String>>,
);

impl ImageKeys {
    /// The fewest keys of a request: 1.
    pub const MIN: usize = generated::IMAGE_KEYS_MIN;
    /// The most keys of a request: 4.
    pub const MAX: usize = generated::IMAGE_KEYS_MAX;

    /// Takes keys in the order in which HeyGen is to get them.
    ///
    /// # Errors
    /// No key, more than [`MAX`](Self::MAX), or a key that is empty or white space. A list without an end is
    /// not read to its end.
    pub fn new(keys: impl IntoIterator<Item = impl Into<String>>) -> Result<Self, ImageKeysError> {
        let mut keys = keys.into_iter();
        let taken: Vec<String> = keys.by_ref().take(Self::MAX).map(Into::into).collect();
        let found = taken.len() + keys.take(COUNTED - Self::MAX).count();
        Self::check(&taken, found)?;
        Ok(Self(Arc::new(taken)))
    }

    fn check(keys: &[String], found: usize) -> Result<(), ImageKeysError> {
        let blank = keys.iter().position(|key| key.trim().is_empty());
        if blank.is_some() || !(Self::MIN..=Self::MAX).contains(&found) {
            return Err(ImageKeysError { found, blank });
        }
        Ok(())
    }

    /// The keys as a plain list.
    pub fn into_inner(self) -> Vec<String> {
        Arc::unwrap_or_clone(self.0)
    }
}

/// How far an iterator is counted for the error's sake.
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
        Ok(Self(Arc::new(keys)))
    }
}

impl<'a> IntoIterator for &'a ImageKeys {
    type Item = &'a String;
    type IntoIter = std::slice::Iter<'a, String>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl Serialize for ImageKeys {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.as_slice().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for ImageKeys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::try_from(Vec::<String>::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// Why a list of image keys is none that HeyGen takes.
///
/// ```
/// use heygen_api::ImageKeys;
///
/// let error = ImageKeys::new(["key", " "]).unwrap_err();
/// assert_eq!((error.found, error.blank), (2, Some(1)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImageKeysError {
    /// How many keys there were. An iterator is counted up to a million.
    pub found: usize,
    /// The index, from 0, of the first key that is empty or white space.
    pub blank: Option<usize>,
}

impl fmt::Display for ImageKeysError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let s = if self.found == 1 { "" } else { "s" };
        write!(f, "{} image key{s}", self.found)?;
        if let Some(index) = self.blank {
            write!(f, ", of which number {} is blank", index + 1)?;
        }
        write!(f, ": a request takes {} to {}", ImageKeys::MIN, ImageKeys::MAX)
    }
}

impl std::error::Error for ImageKeysError {}
