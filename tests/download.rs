//! Images to files.

#[path = "support/raw.rs"]
mod raw;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use heygen_api::{Client, DownloadError, Progress, Retry, SignedUrl};
use raw::{Act, Server};

const WHOLE: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\netag: \"a\"\r\nconnection: close\r\n\r\n0123456789";
const HALF: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\netag: \"a\"\r\nconnection: close\r\n\r\n01234";
const REST: &[u8] =
    b"HTTP/1.1 206 Partial Content\r\ncontent-range: bytes 5-9/10\r\ncontent-length: 5\r\nconnection: close\r\n\r\n56789";
const WRONG_REST: &[u8] =
    b"HTTP/1.1 206 Partial Content\r\ncontent-range: bytes 7-9/10\r\ncontent-length: 3\r\nconnection: close\r\n\r\n789";
const FORBIDDEN: &[u8] = b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
const CHUNKED: &[u8] = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n8\r\n01234567\r\n8\r\n01234567\r\n0\r\n\r\n";

/// A directory with an image of before; its download is to replace it, or to leave it.
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

    /// What stands at the path; nothing else may stand in the directory.
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
        let said = format!("{error} {error:?}");
        assert!(!said.contains("secret"), "{said}");
    }
    (result, place.text(), server.heads())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_image_takes_the_place_of_the_one_before_without_the_key() {
    let (result, text, heads) = download(&[Act::Say(WHOLE)]).await;
    assert_eq!((result.unwrap(), text.as_str()), (10, "0123456789"));
    assert_eq!(heads.len(), 1);
    assert!(!heads[0].contains("the-secret-key") && !heads[0].to_lowercase().contains("x-api-key"), "{}", heads[0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_off_download_goes_on_or_begins_again() {
    let (result, text, heads) = download(&[Act::Say(HALF), Act::Say(REST)]).await;
    assert_eq!((result.unwrap(), text.as_str()), (10, "0123456789"));
    assert!(heads[1].contains("range: bytes=5-\r\n") && heads[1].contains("if-range: \"a\"\r\n"), "{}", heads[1]);

    let (result, text, _) = download(&[Act::Say(HALF), Act::Say(WHOLE)]).await;
    assert_eq!((result.unwrap(), text.as_str()), (10, "0123456789"), "a server without ranges");

    let (result, text, heads) = download(&[Act::Say(HALF), Act::Say(WRONG_REST), Act::Say(WHOLE)]).await;
    assert_eq!((result.unwrap(), text.as_str()), (10, "0123456789"), "a server with other ranges than asked for");
    assert!(!heads[2].contains("range:"), "{}", heads[2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_leaves_what_was_there() {
    let (result, text, heads) = download(&[Act::Say(HALF)]).await;
    assert!(matches!(result, Err(DownloadError::Transport(_))), "{result:?}");
    assert_eq!((text.as_str(), heads.len()), ("before", 3));

    let (result, text, heads) = download(&[Act::Say(FORBIDDEN)]).await;
    assert!(matches!(result, Err(DownloadError::Status(status)) if status == 403), "{result:?}");
    assert_eq!((text.as_str(), heads.len()), ("before", 1));

    let redirect =
        b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let (result, text, _) = download(&[Act::Say(redirect)]).await;
    assert!(matches!(result, Err(DownloadError::Status(status)) if status == 302), "{result:?}");
    assert_eq!(text, "before");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_size_limit_holds_with_and_without_a_content_length() {
    for answer in [WHOLE, CHUNKED] {
        let (server, place) = (Server::start(&[Act::Say(answer)]), Place::new());
        let error = client().download(&image(&server), &place.path).size_limit(9).await.unwrap_err();
        assert!(matches!(error, DownloadError::TooLarge(9)), "{error:?}");
        assert_eq!((place.text().as_str(), server.requests()), ("before", 1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_link_says_so() {
    let (server, place) = (Server::start(&[Act::Say(FORBIDDEN)]), Place::new());
    let expired = SignedUrl::new(format!("{}/look.jpg?Expires=1500000000&Signature=secret", server.url()));
    let error = client().download(&expired, &place.path).await.unwrap_err();
    assert_eq!(error.to_string(), "the link expired at Fri, 14 Jul 2017 02:40:00 GMT: call again to get a new link");
    assert_eq!(place.text(), "before");
}

#[tokio::test(flavor = "multi_thread")]
async fn progress_is_told() {
    let (server, place) = (Server::start(&[Act::Say(HALF), Act::Say(REST)]), Place::new());
    let told: Arc<Mutex<Vec<Progress>>> = Arc::default();
    let log = told.clone();
    client().download(&image(&server), &place.path).progress(move |p| log.lock().unwrap().push(p)).await.unwrap();
    let told = told.lock().unwrap();
    assert!(told.is_sorted_by_key(|progress| progress.received));
    assert!(matches!(told.last(), Some(Progress { received: 10, total: Some(10), .. })), "{told:?}");
}

#[tokio::test]
async fn plain_http_elsewhere_and_no_url_are_refused() {
    let place = Place::new();
    for url in ["http://example.com/a.jpg", "file:///etc/passwd", "look.jpg", ""] {
        let error = client().download(&SignedUrl::new(url), &place.path).await.unwrap_err();
        assert!(matches!(error, DownloadError::Url(_)), "{url}: {error:?}");
    }
    let nowhere = Path::new("no such directory/look.jpg");
    let error = client().download(&SignedUrl::new("https://127.0.0.1:1/a"), nowhere).await.unwrap_err();
    assert!(matches!(error, DownloadError::File(_)), "{error:?}");
}
