/// One of HeyGen's OpenAPI documents that a client is generated from. See [`documents`](crate::documents).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Document {
    /// The path of the document in the repository of the crate.
    pub file: &'static str,
    /// `info.title`.
    pub title: &'static str,
    /// `info.version`.
    pub version: &'static str,
}

impl Document {
    /// Creates a document, for the generated code.
    #[doc(hidden)]
    pub const fn new(file: &'static str, title: &'static str, version: &'static str) -> Self {
        Self { file, title, version }
    }
}
