//! Downloads of images.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::support::raw::{Act, Server};
use heygen_api::{Client, DownloadError, Progress, Retry, SignedUrl};

const WHOLE: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\nconnection: close\r\n\r\n0123456789";
const HALF: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\nconnection: close\r\n\r\n01234";
const PARTIAL: &[u8] =
    b"HTTP/1.1 206 Partial Content\r\ncontent-range: bytes 5-9/10\r\ncontent-length: 5\r\nconnection: close\r\n\r\n56789";
const FORBIDDEN: &[u8] = b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
const UNAVAILABLE: &[u8] = b"HTTP/1.1 503 no\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
const CHUNKED: &[u8] = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n8\r\n01234567\r\n8\r\n01234567\r\n0\r\n\r\n";

/// A directory with an old image, which a download replaces or leaves alone.
struct Place {
    directory: tempfile::TempDir,
    path: PathBuf,
}

impl Place {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("look.jpg");
        std::fs::write(&path, "before").unwrap();
        Self { directory, path }
    }

    /// Reads the file. It must be the only one in the directory.
    fn text(&self) -> String {
        let names: Vec<_> = std::fs::read_dir(self.directory.path()).unwrap().collect();
        assert_eq!(names.len(), 1, "{names:?}");
        std::fs::read_to_string(&self.path).unwrap()
    }
}

fn client() -> Client {
    let retry = Retry::default().first_delay(Duration::from_millis(1));
    Client::builder("the-secret-key").retry(retry).build().unwrap()
}

fn image(server: &Server) -> SignedUrl {
    SignedUrl::new(format!("{}/look.jpg?Expires=4102444800&Signature=secret", server.url()))
}

async fn download(acts: &[Act]) -> (Result<u64, DownloadError>, String, Vec<String>) {
    let (server, place) = (Server::start(acts), Place::new());
    let result = client().download(&image(&server), &place.path).await;
    if let Err(error) = &result {
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("secret"), "{shown}");
    }
    (result, place.text(), server.heads())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complete_image_replaces_the_file_and_the_key_is_not_sent() {
    let (result, text, heads) = download(&[Act::Respond(WHOLE)]).await;
    assert_eq!((result.unwrap(), text.as_str()), (10, "0123456789"));
    assert_eq!(heads.len(), 1);
    assert!(!heads[0].contains("the-secret-key") && !heads[0].to_lowercase().contains("x-api-key"), "{}", heads[0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_download_is_retried_from_the_start() {
    let (result, text, heads) = download(&[Act::Respond(HALF), Act::Respond(UNAVAILABLE), Act::Respond(WHOLE)]).await;
    assert_eq!((result.unwrap(), text.as_str()), (10, "0123456789"));
    assert!(heads.iter().all(|head| !head.to_lowercase().contains("range")), "{heads:?}");
    assert_eq!(heads.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partial_content_response_is_an_error_and_completes_no_truncated_one() {
    for acts in [&[Act::Respond(PARTIAL)][..], &[Act::Respond(HALF), Act::Respond(PARTIAL)]] {
        let (result, text, _) = download(acts).await;
        assert!(matches!(result, Err(DownloadError::Status(status)) if status == 206), "{result:?}");
        assert_eq!(text, "before");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_leaves_the_existing_file() {
    let (result, text, heads) = download(&[Act::Respond(HALF)]).await;
    assert!(matches!(result, Err(DownloadError::Transport(_))), "{result:?}");
    assert_eq!((text.as_str(), heads.len()), ("before", 3));

    let (result, text, heads) = download(&[Act::Respond(FORBIDDEN)]).await;
    assert!(matches!(result, Err(DownloadError::Status(status)) if status == 403), "{result:?}");
    assert_eq!((text.as_str(), heads.len()), ("before", 1));

    let redirect =
        b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let (result, text, _) = download(&[Act::Respond(redirect)]).await;
    assert!(matches!(result, Err(DownloadError::Status(status)) if status == 302), "{result:?}");
    assert_eq!(text, "before");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_size_limit_applies_with_and_without_content_length() {
    for response in [WHOLE, CHUNKED] {
        let (server, place) = (Server::start(&[Act::Respond(response)]), Place::new());
        let error = client().download(&image(&server), &place.path).size_limit(9).await.unwrap_err();
        assert!(matches!(error, DownloadError::TooLarge(9)), "{error:?}");
        assert_eq!((place.text().as_str(), server.requests()), ("before", 1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_url_has_its_own_error() {
    let (server, place) = (Server::start(&[Act::Respond(FORBIDDEN)]), Place::new());
    let expired = SignedUrl::new(format!("{}/look.jpg?Expires=1500000000&Signature=secret", server.url()));
    let error = client().download(&expired, &place.path).await.unwrap_err();
    assert_eq!(error.to_string(), "the image URL expired at Fri, 14 Jul 2017 02:40:00 GMT: get a new one from HeyGen");
    assert_eq!(place.text(), "before");
}

#[tokio::test(flavor = "multi_thread")]
async fn progress_starts_again_with_a_retry() {
    let (server, place) = (Server::start(&[Act::Respond(HALF), Act::Respond(WHOLE)]), Place::new());
    let reported: Arc<Mutex<Vec<Progress>>> = Arc::default();
    let log = reported.clone();
    client().download(&image(&server), &place.path).progress(move |p| log.lock().unwrap().push(p)).await.unwrap();
    let reported = reported.lock().unwrap();
    assert!(matches!(reported.first(), Some(Progress { received: 1..=5, total: Some(10), .. })), "{reported:?}");
    assert!(matches!(reported.last(), Some(Progress { received: 10, total: Some(10), .. })), "{reported:?}");
}

#[tokio::test]
async fn plain_http_to_other_hosts_and_invalid_urls_are_errors() {
    let place = Place::new();
    for url in ["http://example.com/a.jpg", "file:///etc/passwd", "look.jpg", ""] {
        let error = client().download(&SignedUrl::new(url), &place.path).await.unwrap_err();
        assert!(matches!(error, DownloadError::Url(_)), "{url}: {error:?}");
    }
    let nowhere = Path::new("no such directory/look.jpg");
    let error = client().download(&SignedUrl::new("https://127.0.0.1:1/a"), nowhere).await.unwrap_err();
    assert!(matches!(error, DownloadError::File(_)), "{error:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_waits_for_retry_after() {
    let later = Act::Respond(b"HTTP/1.1 503 -\r\nretry-after: 3600\r\nconnection: close\r\n\r\n");
    let (result, text, heads) = download(&[later, Act::Respond(WHOLE)]).await;
    assert!(matches!(result, Err(DownloadError::Status(status)) if status == 503), "{result:?}");
    assert_eq!((text.as_str(), heads.len()), ("before", 1), "`Retry-After` is longer than `max_delay`");

    let soon = Act::Respond(b"HTTP/1.1 503 -\r\nretry-after: 1\r\nconnection: close\r\n\r\n");
    let begin = std::time::Instant::now();
    let (result, text, heads) = download(&[soon, Act::Respond(WHOLE)]).await;
    assert_eq!((result.unwrap(), text.as_str(), heads.len()), (10, "0123456789", 2));
    assert!(begin.elapsed() >= Duration::from_secs(1), "{:?}", begin.elapsed());
}
