//! Saving the image of a look to a file.

mod error;

use std::fmt;
use std::future::{Future, IntoFuture};
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::time::{Duration, SystemTime};

use reqwest::{Response, StatusCode, Url};
use tempfile::NamedTempFile;
use tokio::io::AsyncWriteExt;

pub use error::DownloadError;

use crate::builder::plain;
use crate::client::Client;
use crate::http::base_url::is_loopback;
use crate::http::response;
use crate::http::retry::Retry;
use crate::signed_url::SignedUrl;

impl Client {
    /// Downloads the image of a look to the file `path`: await the [`Download`].
    ///
    /// The bytes go to a temporary file beside `path`, which is renamed once it is complete: an existing file is replaced only by a
    /// complete one. A download that fails is retried from the start, as often as the [`Retry`] of this client says,
    /// after the server's `Retry-After`.
    ///
    /// The API key is not sent: the image server is not HeyGen's API. Redirects are not followed. See [the guide](crate::guide::images).
    ///
    /// ```no_run
    /// # async fn run(client: heygen_api::Client, look: heygen_api::Look) -> Result<(), heygen_api::DownloadError> {
    /// if let Some(image) = look.image() {
    ///     let bytes = client.download(&image, "look.jpg").size_limit(16 << 20).await?;
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

/// A download of [`Client::download`]. Await it for the number of bytes. If it is dropped, it leaves nothing behind.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Bytes so far. A retry starts again at 0.
    pub received: u64,
    /// Bytes in total, if the server sent a length.
    pub total: Option<u64>,
}

impl Download {
    /// The HTTP client to use, for proxies and root certificates. It should have no secret default headers. By default one with a connect
    /// timeout of 10 s and a read timeout of 30 s, which follows no redirects.
    pub fn http(mut self, http: reqwest::Client) -> Self {
        self.http = Some(http);
        self
    }

    /// The most bytes of a file. More is an error. By default 256 MiB.
    pub fn size_limit(mut self, bytes: u64) -> Self {
        self.size_limit = bytes;
        self
    }

    /// A function to call after each chunk.
    pub fn progress(mut self, progress: impl FnMut(Progress) + Send + 'static) -> Self {
        self.progress = Box::new(progress);
        self
    }

    async fn run(mut self) -> Result<u64, DownloadError> {
        let url = self.url()?;
        let http = self.http.take().map_or_else(|| default_http(&url), Ok)?;
        let mut attempts = 1;
        loop {
            let mut retry_after = None;
            let error = match self.attempt(&http, &url, &mut retry_after).await {
                Ok(bytes) => return Ok(bytes),
                Err(error) => error,
            };
            let delay = self.retry.delay(attempts, retry_after).filter(|_| error.is_transient());
            tokio::time::sleep(delay.ok_or(error)?).await;
            attempts += 1;
        }
    }

    fn url(&self) -> Result<Url, DownloadError> {
        let url = Url::parse(&self.image.url).map_err(|_| DownloadError::Url("not a URL"))?;
        match url.scheme() {
            "https" => Ok(url),
            "http" if is_loopback(&url) => Ok(url),
            _ => Err(DownloadError::Url("expected https")),
        }
    }

    async fn attempt(
        &mut self,
        http: &reqwest::Client,
        url: &Url,
        retry_after: &mut Option<Duration>,
    ) -> Result<u64, DownloadError> {
        let directory = self.path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let temporary = temporary_file(directory)?;
        let mut file = tokio::fs::File::from_std(temporary.as_file().try_clone()?);
        let response = http.get(url.clone()).send().await?;
        *retry_after = response::retry_after(response.headers());
        let bytes = match response.status() {
            StatusCode::OK => self.save(response, &mut file).await?,
            StatusCode::FORBIDDEN if self.image.is_expired_at(SystemTime::now()) => {
                return Err(DownloadError::Expired(self.image.expires_at.unwrap_or(SystemTime::UNIX_EPOCH)));
            }
            status => return Err(DownloadError::Status(status)),
        };
        file.sync_all().await?;
        temporary.persist(&self.path).map_err(|error| error.error)?;
        Ok(bytes)
    }

    async fn save(&mut self, mut response: Response, file: &mut tokio::fs::File) -> Result<u64, DownloadError> {
        let mut progress = Progress { received: 0, total: response.content_length() };
        self.check_size(progress.total.unwrap_or_default())?;
        while let Some(chunk) = response.chunk().await? {
            progress.received += chunk.len() as u64;
            self.check_size(progress.received)?;
            file.write_all(&chunk).await?;
            (self.progress)(progress);
        }
        file.flush().await?;
        Ok(progress.received)
    }

    fn check_size(&self, bytes: u64) -> Result<(), DownloadError> {
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

fn temporary_file(directory: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    // Readable as any other new file, and not by its owner alone.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.prefix(".heygen-").tempfile_in(directory)
}

fn default_http(url: &Url) -> reqwest::Result<reqwest::Client> {
    plain(reqwest::Client::builder(), url)
        .connect_timeout(Duration::from_secs(10))
        .read_timeout(Duration::from_secs(30))
        .build()
}
