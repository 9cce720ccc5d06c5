use std::fmt;

/// The error for an invalid list of image keys.
///
/// ```
/// use heygen_api::ImageKeys;
///
/// let error = ImageKeys::new([" "]).unwrap_err();
/// assert_eq!((error.found, error.blank), (1, Some(0)));
/// assert!(error.to_string().starts_with("image key 1 is blank"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImageKeysError {
    /// The number of keys. [`ImageKeys::new`](crate::ImageKeys::new) stops counting at [`ImageKeys::MAX`](crate::ImageKeys::MAX) + 1.
    pub found: usize,
    /// The index of the first key that is empty or only white space, starting from 0.
    pub blank: Option<usize>,
    pub(crate) min: usize,
    pub(crate) max: usize,
}

impl fmt::Display for ImageKeysError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { found, blank, min, max } = self;
        match blank {
            Some(index) => write!(f, "image key {} is blank", index + 1)?,
            None if found > max => write!(f, "more than {max} image keys")?,
            None => write!(f, "{found} image keys")?,
        }
        write!(f, ": a request must have {min} to {max} keys, none of them blank")
    }
}

impl std::error::Error for ImageKeysError {}
