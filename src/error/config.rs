use super::format::Shown;

/// The error for invalid settings of a client. It never contains the API key.
///
/// ```
/// use heygen_api::{Client, ConfigError, Error};
///
/// match Client::new("a key with spaces") {
///     Err(Error::Config(ConfigError::KeyNotVisibleAscii)) => println!("copy the key again"),
///     other => panic!("{other:?}"),
/// }
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// `HEYGEN_API_KEY` is not set.
    #[error("no API key: set HEYGEN_API_KEY to the key of your HeyGen account")]
    KeyMissing,
    /// The API key is empty or white space.
    #[error("the API key is blank: set it to the key of your HeyGen account")]
    KeyBlank,
    /// The API key is a placeholder such as `<your-api-key>`.
    #[error(
        "the API key is a placeholder: create a key in the settings of your HeyGen account, at https://app.heygen.com"
    )]
    KeyPlaceholder,
    /// The API key contains characters that are not valid in an HTTP header.
    #[error("the API key contains characters other than visible ASCII: copy it again from your HeyGen account")]
    KeyNotVisibleAscii,
    /// The base URL is invalid.
    #[error("invalid base URL {}: {reason}", Shown(url))]
    #[non_exhaustive]
    BaseUrl {
        /// The part of the URL that is safe to show.
        url: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A server of HeyGen's documents, other than that of the base URL, cannot receive the API key.
    #[error("the server {} of the operation: {reason}", Shown(url))]
    #[non_exhaustive]
    Server {
        /// The origin of the server.
        url: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The [given HTTP client](crate::ClientBuilder::http) has default headers, which downloads would send to image servers.
    #[error("the given HTTP client has default headers: set them with `ClientBuilder::default_headers`")]
    DefaultHeaders,
    /// The HTTP client could not be built.
    #[error("could not build the HTTP client")]
    #[non_exhaustive]
    Http {
        /// The reason.
        source: reqwest::Error,
    },
}
