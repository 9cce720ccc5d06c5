mod error;

use std::fmt;
use std::future::{Future, IntoFuture};
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::time::{Duration, SystemTime};

use reqwest::header::{ACCEPT_ENCODING, CONTENT_RANGE, ETAG, HeaderValue, IF_RANGE, LAST_MODIFIED, RANGE};
use reqwest::{Response, StatusCode, Url};
use tempfile::NamedTempFile;
use tokio::io::{AsyncSeekExt, AsyncWriteExt};

use crate::builder::plain;
use crate::client::Client;
use crate::http::base_url::is_loopback;
use crate::http::retry::Retry;
use crate::signed_url::SignedUrl;
pub use error::DownloadError;

impl Client {
    /// Downloads a look's image to the file `path`: await the [`Download`].
    ///
    /// The bytes go to a temporary file beside `path`, which takes its place once it is whole: no half file ever stands there, and
    /// an existing file is replaced only by a whole one. A download that is cut off goes on where it was, or, where the
    /// server cannot do that, begins again, as often as this client's [`Retry`] says.
    ///
    /// The API key is not sent: this is another server than HeyGen's API, and another HTTP client, which follows no redirects.
    ///
    /// ```no_run
    /// # async fn run(client: heygen_api::Client, look: heygen_api::Look) -> Result<(), heygen_api::DownloadError> {
    /// if let Some(image) = look.image() {
    ///     let bytes = client.download(&image, "look.jpg").await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn download(&self, image: &SignedUrl, path: impl AsRef<Path>) -> Download {
        Download {
            image: image.clone(),
            path: path.as_ref().to_owned(),
            http: None,
            size_limit: 256 << 20,
            retry: self.api.inner.settings.retry.clone(),
            progress: Box::new(|_| {}),
        }
    }
}

/// A download of [`Client::download`]. Await it for the number of bytes; dropped, it leaves nothing behind.
///
/// ```no_run
/// # async fn run(client: heygen_api::Client, image: heygen_api::SignedUrl) -> Result<u64, heygen_api::DownloadError> {
/// client.download(&image, "look.jpg").size_limit(16 << 20).progress(|so_far| eprintln!("{so_far:?}")).await
/// # }
/// ```
#[must_use = "a download does nothing before it is awaited"]
pub struct Download {
    image: SignedUrl,
    path: PathBuf,
    http: Option<reqwest::Client>,
    size_limit: u64,
    retry: Retry,
    progress: Box<dyn FnMut(Progress) + Send>,
}

/// How far a [`Download`] is.
///
/// ```
/// let percent = |at: heygen_api::Progress| (at.received * 100).checked_div(at.total?);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Bytes so far. It falls to 0 where a cut-off download has to begin again.
    pub received: u64,
    /// Bytes in all, where the server said so.
    pub total: Option<u64>,
}

impl Download {
    /// The HTTP client to use, for proxies and roots. It should have no default headers that are secret. By default one with a connect time-out
    /// of 10 s, that gives up a read after 30 s without a byte and follows no redirects.
    pub fn http(mut self, http: reqwest::Client) -> Self {
        self.http = Some(http);
        self
    }

    /// The most bytes of a file. More is an error. By default 256 MiB.
    pub fn size_limit(mut self, bytes: u64) -> Self {
        self.size_limit = bytes;
        self
    }

    /// What is called after each piece.
    pub fn progress(mut self, progress: impl FnMut(Progress) + Send + 'static) -> Self {
        self.progress = Box::new(progress);
        self
    }

    async fn run(mut self) -> Result<u64, DownloadError> {
        let url = self.check()?;
        let http = match self.http.take() {
            Some(http) => http,
            None => default_http().map_err(DownloadError::transport)?,
        };
        let directory = self.path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let temporary = temporary_in(directory).map_err(DownloadError::File)?;
        let file = temporary.as_file().try_clone().map_err(DownloadError::File)?;
        let mut part = Part { file: tokio::fs::File::from_std(file), received: 0, total: None, validator: None };
        let mut delays = self.retry.delays();
        loop {
            let error = match self.attempt(&http, &url, &mut part).await {
                Ok(()) => break,
                Err(error) => error,
            };
            let Some(delay) = error.may_pass().then(|| delays.next(None)).flatten() else { return Err(error) };
            tokio::time::sleep(delay).await;
        }
        part.file.sync_all().await.map_err(DownloadError::File)?;
        let received = part.received;
        drop(part);
        temporary.persist(&self.path).map_err(|error| DownloadError::File(error.error))?;
        Ok(received)
    }

    fn check(&self) -> Result<Url, DownloadError> {
        let url = Url::parse(&self.image.url).map_err(|_| DownloadError::Url("it cannot be read"))?;
        match url.scheme() {
            "https" => Ok(url),
            "http" if is_loopback(&url) => Ok(url),
            _ => Err(DownloadError::Url("it is not https")),
        }
    }

    async fn attempt(&mut self, http: &reqwest::Client, url: &Url, part: &mut Part) -> Result<(), DownloadError> {
        // A compressed body has no ranges that mean the file's.
        let mut request = http.get(url.clone()).header(ACCEPT_ENCODING, "identity");
        // Without a validator, the rest could be that of another file.
        if let (1.., Some(validator)) = (part.received, &part.validator) {
            request = request.header(RANGE, format!("bytes={}-", part.received)).header(IF_RANGE, validator);
        }
        let mut response = request.send().await.map_err(DownloadError::transport)?;
        match response.status() {
            StatusCode::OK => part.begin(&response).await?,
            StatusCode::PARTIAL_CONTENT if part.goes_on(&response) => {}
            StatusCode::PARTIAL_CONTENT | StatusCode::RANGE_NOT_SATISFIABLE if part.received > 0 => {
                // What is there does not fit: the next attempt begins again.
                part.validator = None;
                return Err(DownloadError::Incomplete { received: part.received, total: part.total });
            }
            StatusCode::FORBIDDEN if self.image.is_expired_at(SystemTime::now()) => {
                return Err(DownloadError::Expired(self.image.expires_at.unwrap_or(SystemTime::UNIX_EPOCH)));
            }
            status => return Err(DownloadError::Status(status)),
        }
        self.fits(part.total.unwrap_or_default())?;
        while let Some(piece) = response.chunk().await.map_err(DownloadError::transport)? {
            self.fits(part.received + piece.len() as u64)?;
            part.file.write_all(&piece).await.map_err(DownloadError::File)?;
            part.received += piece.len() as u64;
            (self.progress)(Progress { received: part.received, total: part.total });
        }
        part.file.flush().await.map_err(DownloadError::File)?;
        match part.total {
            Some(total) if total != part.received => {
                Err(DownloadError::Incomplete { received: part.received, total: Some(total) })
            }
            _ => Ok(()),
        }
    }

    fn fits(&self, bytes: u64) -> Result<(), DownloadError> {
        if bytes > self.size_limit { Err(DownloadError::TooLarge(self.size_limit)) } else { Ok(()) }
    }
}

impl IntoFuture for Download {
    type Output = Result<u64, DownloadError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download").field("image", &self.image).field("path", &self.path).finish_non_exhaustive()
    }
}

fn temporary_in(directory: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    // As any file that a program makes: for a temporary one, tempfile lets nobody else read it.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.prefix(".heygen-").tempfile_in(directory)
}

fn default_http() -> reqwest::Result<reqwest::Client> {
    plain(reqwest::Client::builder())
        .connect_timeout(Duration::from_secs(10))
        .read_timeout(Duration::from_secs(30))
        .build()
}

/// What has come of a file so far.
struct Part {
    file: tokio::fs::File,
    received: u64,
    total: Option<u64>,
    /// `ETag`, or else `Last-Modified`: of the file that the bytes so far are of.
    validator: Option<HeaderValue>,
}

impl Part {
    async fn begin(&mut self, response: &Response) -> Result<(), DownloadError> {
        self.file.set_len(0).await.map_err(DownloadError::File)?;
        self.file.rewind().await.map_err(DownloadError::File)?;
        self.received = 0;
        self.total = response.content_length();
        let headers = response.headers();
        let strong = headers.get(ETAG).filter(|tag| !tag.as_bytes().starts_with(b"W/"));
        self.validator = strong.or_else(|| headers.get(LAST_MODIFIED)).cloned();
        Ok(())
    }

    /// Whether a 206 is the rest: `Content-Range: bytes FIRST-LAST/TOTAL`.
    fn goes_on(&self, response: &Response) -> bool {
        let range = response.headers().get(CONTENT_RANGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let first = range.strip_prefix("bytes ").and_then(|range| range.split('-').next());
        first.and_then(|first| first.parse().ok()) == Some(self.received)
    }
}
