//! Downloads of images.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use crate::support::raw::{Act, Server};
use crate::support::tcp::{listen, read_request};
use heygen_api::reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use heygen_api::reqwest::{self, Method};
use heygen_api::{Client, ConfigError, DownloadError, Error, Progress, Retry, SignedUrl};

const WHOLE: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\nconnection: close\r\n\r\n0123456789";
const HALF: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\nconnection: close\r\n\r\n01234";
const PARTIAL: &[u8] =
    b"HTTP/1.1 206 Partial Content\r\ncontent-range: bytes 5-9/10\r\ncontent-length: 5\r\nconnection: close\r\n\r\n56789";
const FORBIDDEN: &[u8] = b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
const NOT_FOUND: &[u8] = b"HTTP/1.1 404 -\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
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

/// Downloads an image from a server that sends these responses. Returns the result, the file, and the requests.
async fn download(responses: &[&'static [u8]]) -> (Result<u64, DownloadError>, String, Vec<String>) {
    let acts: Vec<Act> = responses.iter().map(|response| Act::Respond(response)).collect();
    let (server, place) = (Server::start(&acts), Place::new());
    let result = image(&server).download(&client(), &place.path).await;
    if let Err(error) = &result {
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("secret"), "{shown}");
    }
    (result, place.text(), server.heads())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complete_image_replaces_the_file_and_the_key_is_not_sent() {
    for (acts, requests) in [
        (&[WHOLE][..], 1),
        // From the start.
        (&[HALF, UNAVAILABLE, WHOLE], 3),
        // It has not arrived on all servers yet.
        (&[NOT_FOUND, NOT_FOUND, WHOLE], 3),
    ] {
        let (result, text, heads) = download(acts).await;
        assert_eq!((result.unwrap(), text.as_str(), heads.len()), (10, "0123456789", requests));
        for head in heads.iter().map(|head| head.to_lowercase()) {
            assert!(!["the-secret-key", "x-api-key", "range"].iter().any(|text| head.contains(text)), "{head}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_leaves_the_existing_file() {
    const REDIRECT: &[u8] =
        b"HTTP/1.1 302 -\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    const PAGE: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-type: Text/HTML; charset=utf-8\r\ncontent-length: 3\r\nconnection: close\r\n\r\n<p>";
    const LATER: &[u8] = b"HTTP/1.1 503 -\r\nretry-after: 3600\r\nconnection: close\r\n\r\n";
    type Row = (&'static [&'static [u8]], fn(&DownloadError) -> bool, usize);
    let rows: [Row; 7] = [
        (&[HALF], |error| matches!(error, DownloadError::Transport(_)), 3),
        (&[FORBIDDEN], |error| matches!(error, DownloadError::Status(status) if *status == 403), 1),
        (&[REDIRECT], |error| matches!(error, DownloadError::Status(status) if *status == 302), 1),
        (&[PARTIAL], |error| matches!(error, DownloadError::Status(status) if *status == 206), 1),
        (&[HALF, PARTIAL], |error| matches!(error, DownloadError::Status(status) if *status == 206), 2),
        (&[PAGE], |error| matches!(error, DownloadError::Html), 1),
        // After longer than `max_delay`.
        (&[LATER, WHOLE], |error| matches!(error, DownloadError::Status(status) if *status == 503), 1),
    ];
    for (acts, is_expected, requests) in rows {
        let (result, text, heads) = download(acts).await;
        let error = result.unwrap_err();
        assert!(is_expected(&error), "{error:?}");
        assert_eq!((text.as_str(), heads.len()), ("before", requests), "{error:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_size_limit_applies_with_and_without_content_length() {
    for response in [WHOLE, CHUNKED] {
        let (server, place) = (Server::start(&[Act::Respond(response)]), Place::new());
        let error = image(&server).download(&client(), &place.path).size_limit(9).await.unwrap_err();
        assert!(matches!(error, DownloadError::TooLarge(9)), "{error:?}");
        assert_eq!((place.text().as_str(), server.requests()), ("before", 1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_url_has_its_own_error_and_is_not_retried() {
    for response in [FORBIDDEN, NOT_FOUND] {
        let (server, place) = (Server::start(&[Act::Respond(response)]), Place::new());
        let mut expired = SignedUrl::new(format!("{}/look.jpg?Expires=1500000000&Signature=secret", server.url()));
        let error = expired.download(&client(), &place.path).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "the image URL expired at Fri, 14 Jul 2017 02:40:00 GMT: get a new one from HeyGen"
        );
        assert_eq!((place.text().as_str(), server.requests()), ("before", 1));

        expired.expires_at = Some(SystemTime::UNIX_EPOCH - Duration::from_secs(1));
        let error = expired.download(&client(), &place.path).await.unwrap_err();
        assert_eq!(error.to_string(), "the image URL expired at an unknown time: get a new one from HeyGen");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_download_is_cut_by_the_read_timeout_only() {
    let (slow, place) = (Server::start(&[Act::RespondSlowly(b"HTTP/1.0 200 -\r\n\r\n0")]), Place::new());
    let client = Client::builder("key").timeout(Duration::from_millis(200)).retry(Retry::none()).build().unwrap();
    image(&slow).download(&client, &place.path).await.unwrap();
    assert_eq!(place.text(), "0");

    let silent = Server::start(&[Act::NeverRespond]);
    let timeout = Duration::from_millis(10);
    let error = image(&silent).download(&client, &place.path).read_timeout(timeout).await.unwrap_err();
    assert!(matches!(error, DownloadError::Timeout(after) if after == timeout), "{error:?}");
    assert_eq!(place.text(), "0");
}

#[tokio::test]
async fn images_of_one_host_share_a_connection() {
    let address = listen(|number, mut stream| {
        while number == 0 && read_request(&mut stream).is_ok() {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n0")?;
        }
        Ok(())
    });
    let (client, place) = (client(), Place::new());
    for _ in 0..4 {
        SignedUrl::new(format!("http://{address}/look.jpg")).download(&client, &place.path).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_uses_the_proxy_of_the_client() {
    let (proxy, place) = (Server::start(&[Act::Respond(FORBIDDEN)]), Place::new());
    let http = reqwest::Client::builder().proxy(reqwest::Proxy::all(proxy.url()).unwrap());
    let client = Client::builder("key").http(http).retry(Retry::none()).build().unwrap();
    SignedUrl::new("https://images.invalid/look.jpg").download(&client, &place.path).await.unwrap_err();
    assert!(proxy.heads()[0].starts_with("CONNECT images.invalid:443 "), "{:?}", proxy.heads());
}

#[tokio::test(flavor = "multi_thread")]
async fn default_headers_go_to_heygen_only() {
    let server = Server::start(&[Act::Respond(WHOLE)]);
    let headers = || HeaderMap::from_iter([(AUTHORIZATION, HeaderValue::from_static("Bearer gateway"))]);
    let builder = || Client::builder("key").base_url(server.url()).retry(Retry::none());
    let client = builder().default_headers(headers()).build().unwrap();
    client.request(Method::GET, "/a").send_empty().await.unwrap();
    client.request(Method::GET, "/a").header("authorization", "own").send_empty().await.unwrap();
    image(&server).download(&client, &Place::new().path).await.unwrap();
    let sent: Vec<bool> = server.heads().iter().map(|head| head.contains("Bearer gateway")).collect();
    assert_eq!(sent, [true, false, false], "{:?}", server.heads());

    // They cannot be kept from image servers.
    let http = |headers| reqwest::Client::builder().user_agent("a").default_headers(headers);
    let error = builder().http(http(headers())).build().unwrap_err();
    assert!(matches!(error, Error::Config(ConfigError::DefaultHeaders)), "{error:?}");
    builder().http(http(HeaderMap::new())).build().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn progress_starts_again_with_a_retry() {
    let (server, place) = (Server::start(&[Act::Respond(HALF), Act::Respond(WHOLE)]), Place::new());
    let reported: Arc<Mutex<Vec<Progress>>> = Arc::default();
    let log = reported.clone();
    image(&server).download(&client(), &place.path).progress(move |p| log.lock().unwrap().push(p)).await.unwrap();
    let reported = reported.lock().unwrap();
    assert!(matches!(reported.first(), Some(Progress { received: 1..=5, total: Some(10), .. })), "{reported:?}");
    assert!(matches!(reported.last(), Some(Progress { received: 10, total: Some(10), .. })), "{reported:?}");
}

#[tokio::test]
async fn plain_http_to_other_hosts_and_invalid_urls_are_errors() {
    let place = Place::new();
    for url in ["http://example.com/a.jpg", "file:///etc/passwd", "look.jpg", ""] {
        let error = SignedUrl::new(url).download(&client(), &place.path).await.unwrap_err();
        assert!(matches!(error, DownloadError::Url(_)), "{url}: {error:?}");
    }
    let nowhere = Path::new("no such directory/look.jpg");
    let error = SignedUrl::new("https://127.0.0.1:1/a").download(&client(), nowhere).await.unwrap_err();
    assert!(matches!(error, DownloadError::File(_)), "{error:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_waits_for_retry_after() {
    let soon: &[u8] = b"HTTP/1.1 429 -\r\nretry-after: 1\r\nconnection: close\r\n\r\n";
    let begin = std::time::Instant::now();
    let (result, text, heads) = download(&[soon, WHOLE]).await;
    assert_eq!((result.unwrap(), text.as_str(), heads.len()), (10, "0123456789", 2));
    assert!(begin.elapsed() >= Duration::from_secs(1), "{:?}", begin.elapsed());
}
