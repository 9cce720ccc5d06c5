use crate::generated::RETIREMENTS;

/// HeyGen's notice that it retires an operation. See [the guide](crate::guide::retirement).
///
/// It comes from the response headers `Deprecation` (RFC 9745) and `Sunset` (RFC 8594), and from the `warning` in the body, which has
/// precedence.
///
/// ```
/// # #[tokio::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = heygen_api::mock::MockServer::start_async().await;
/// # heygen_api::mock::add_looks(&server, heygen_api::mock::looks(1).with_sunset("Sat, 31 Oct 2026 00:00:00 GMT")).await;
/// # let client = heygen_api::mock::client(&server);
/// # let keys = heygen_api::ImageKeys::new(["image/a/original"])?;
/// # let request = heygen_api::AddLooksRequest::new("group-id", "Dua Casual", keys);
/// if let Some(notice) = client.add_looks(&request).await?.retirement {
///     assert_eq!(notice.sunset.as_deref(), Some("Sat, 31 Oct 2026 00:00:00 GMT"));
///     println!("use {:?} instead", notice.replacement);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetirementNotice {
    /// HeyGen's message.
    pub message: Option<String>,
    /// The end of life of the operation: an HTTP date, or a date such as `2026-10-31`.
    pub sunset: Option<String>,
    /// The operation that replaces this one, such as `POST /v3/avatars`.
    pub replacement: Option<String>,
    /// The page of HeyGen's documentation about the retirement.
    pub docs_url: Option<String>,
}

impl RetirementNotice {
    /// Fills in what is missing in the notice from HeyGen's documentation of the operation.
    pub(crate) fn or_documented(notice: Option<Self>, operation: &str) -> Option<Self> {
        let Some((_, sunset, replacement)) = RETIREMENTS.iter().find(|(id, ..)| *id == operation) else {
            return notice;
        };
        let mut notice = notice.unwrap_or_default();
        notice.sunset.get_or_insert_with(|| (*sunset).to_owned());
        notice.replacement.get_or_insert_with(|| (*replacement).to_owned());
        Some(notice)
    }
}
