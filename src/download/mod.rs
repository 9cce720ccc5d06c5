//! Downloads the image of a look to a file.

mod error;

use std::fmt;
use std::future::{Future, IntoFuture};
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::time::{Duration, SystemTime};

use reqwest::header::CONTENT_TYPE;
use reqwest::{Method, Request, Response, StatusCode, Url};
use tempfile::NamedTempFile;
use tokio::io::AsyncWriteExt;

pub use error::DownloadError;

use crate::client::Client;
use crate::headers;
use crate::http::servers::is_loopback;
use crate::signed_url::SignedUrl;

impl SignedUrl {
    /// Downloads the image to the file `path`, once you await the [`Download`]. See [the guide](crate::guide::images).
    ///
    /// The bytes go to a temporary file in the same directory, which is renamed when it is complete. So an existing file is only ever
    /// replaced by a complete one. After a lost connection, a time-out, a 404, a 429 or a 5xx, the download starts again, unless the URL
    /// has expired. The [`Retry`](crate::Retry) of the client and the server's `Retry-After` say how often and when.
    ///
    /// The client's connections and proxies are used, but not its API key and default headers, because the image server is not HeyGen's
    /// API. Redirects are not followed. The client's timeout and deadline do not apply: see [`Download::read_timeout`].
    pub fn download(&self, client: &Client, path: impl AsRef<Path>) -> Download {
        Download {
            client: client.clone(),
            image: self.clone(),
            path: path.as_ref().to_owned(),
            size_limit: 256 << 20,
            read_timeout: Duration::from_secs(30),
            progress: Box::new(|_| {}),
        }
    }
}

/// A download of [`SignedUrl::download`]. Await it to get the number of bytes.
///
/// If you drop it before it is complete, the temporary file is removed.
///
/// ```
/// # #[tokio::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = heygen_api::mock::MockServer::start_async().await;
/// # server.mock_async(|when, then| drop((when.path("/look.jpg"), then.status(200).body("an image")))).await;
/// # let client = heygen_api::mock::client(&server);
/// # let image = heygen_api::SignedUrl::new(server.url("/look.jpg"));
/// # let directory = tempfile::tempdir()?;
/// # let path = directory.path().join("look.jpg");
/// let download = image.download(&client, &path).size_limit(16 << 20);
/// let bytes = download.progress(|progress| println!("{} bytes", progress.received)).await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a download does nothing before it is awaited"]
pub struct Download {
    client: Client,
    image: SignedUrl,
    path: PathBuf,
    size_limit: u64,
    read_timeout: Duration,
    progress: Box<dyn FnMut(Progress) + Send>,
}

/// The progress of a [`Download`], for [`Download::progress`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// How many bytes were received. A retry starts again at 0.
    pub received: u64,
    /// How many bytes the image has, if the server sent `Content-Length`.
    pub total: Option<u64>,
}

impl Download {
    /// Sets the maximum size of the file. A larger one is an error. The default is 256 MiB.
    pub fn size_limit(mut self, bytes: u64) -> Self {
        self.size_limit = bytes;
        self
    }

    /// Sets how long the server may send nothing. The whole download may take longer. The default is 30 s.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.read_timeout = timeout;
        self
    }

    /// Sets a function to call after each chunk.
    pub fn progress(mut self, progress: impl FnMut(Progress) + Send + 'static) -> Self {
        self.progress = Box::new(progress);
        self
    }

    async fn run(mut self) -> Result<u64, DownloadError> {
        let url = self.url()?;
        let mut attempts = 1;
        loop {
            let mut retry_after = None;
            let error = match self.attempt(&url, &mut retry_after).await {
                Ok(bytes) => return Ok(bytes),
                Err(error) => error,
            };
            let delay = self.client.context.retry.delay(attempts, retry_after).filter(|_| error.is_transient());
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

    async fn attempt(&mut self, url: &Url, retry_after: &mut Option<Duration>) -> Result<u64, DownloadError> {
        let directory = self.path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let temporary = temporary_file(directory)?;
        let mut file = tokio::fs::File::from_std(temporary.as_file().try_clone()?);
        let mut request = Request::new(Method::GET, url.clone());
        // The client's timeout is for a whole call.
        *request.timeout_mut() = Some(Duration::MAX);
        let response = read_within(self.read_timeout, self.client.context.http.execute(request)).await?;
        *retry_after = headers::retry_after(response.headers());
        let status = response.status();
        if status != StatusCode::OK {
            let expired_at = self.image.expires_at.filter(|_| self.image.is_expired_at(SystemTime::now()));
            let expired_at = expired_at.filter(|_| status.is_client_error());
            return Err(expired_at.map_or(DownloadError::Status(status), DownloadError::Expired));
        }
        let bytes = self.save(response, &mut file).await?;
        file.sync_all().await?;
        temporary.persist(&self.path).map_err(|error| error.error)?;
        Ok(bytes)
    }

    async fn save(&mut self, mut response: Response, file: &mut tokio::fs::File) -> Result<u64, DownloadError> {
        let content_type = response.headers().get(CONTENT_TYPE).map(|value| value.as_bytes().to_ascii_lowercase());
        if content_type.is_some_and(|value| value.starts_with(b"text/html")) {
            return Err(DownloadError::Html);
        }
        let mut progress = Progress { received: 0, total: response.content_length() };
        self.check_size(progress.total.unwrap_or_default())?;
        while let Some(chunk) = read_within(self.read_timeout, response.chunk()).await? {
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

/// Reads the next part of a response.
async fn read_within<T>(timeout: Duration, part: impl Future<Output = reqwest::Result<T>>) -> Result<T, DownloadError> {
    Ok(tokio::time::timeout(timeout, part).await.map_err(|_| DownloadError::Timeout(timeout))??)
}

fn temporary_file(directory: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    // By default, only the owner can read a temporary file. The umask applies to this mode.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.prefix(".heygen-").tempfile_in(directory)
}
