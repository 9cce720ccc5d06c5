use std::error::Error as StdError;
use std::fmt;

/// The error for settings that no client can be built from. No variant repeats the key.
#[derive(Debug)]
#[non_exhaustive]
pub enum ConfigError {
    /// `HEYGEN_API_KEY` is not set.
    KeyMissing,
    /// The API key is empty or white space.
    KeyBlank,
    /// The API key contains characters that an HTTP header cannot carry.
    KeyNotVisibleAscii,
    /// The base URL is invalid: the URL, and the reason.
    BaseUrl(String, &'static str),
    /// The HTTP client could not be built.
    Http(reqwest::Error),
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::KeyMissing => f.write_str("no API key: set HEYGEN_API_KEY to the key of your HeyGen account"),
            Self::KeyBlank => f.write_str("the API key is blank: set it to the key of your HeyGen account"),
            Self::KeyNotVisibleAscii => f.write_str(
                "the API key contains characters other than visible ASCII: copy it again from your HeyGen account",
            ),
            Self::BaseUrl(url, reason) => write!(f, "invalid base URL {url:?}: {reason}"),
            Self::Http(error) => write!(f, "could not build the HTTP client: {error}"),
        }
    }
}

impl StdError for ConfigError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Http(error) => error.source(),
            _ => None,
        }
    }
}
